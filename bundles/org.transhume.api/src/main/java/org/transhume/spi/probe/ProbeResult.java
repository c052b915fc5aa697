// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.probe;

import java.util.List;
import java.util.Objects;

/** What one measurement gave. */
public sealed interface ProbeResult {

  /**
   * Values were measured.
   *
   * @param readings one for each subject, in no particular order; empty while there is nothing to
   *     tell yet, as before the second look
   */
  record Measured(List<Reading> readings) implements ProbeResult {

    /** Copies the list. */
    public Measured {
      readings = List.copyOf(readings);
    }
  }

  /**
   * Nothing could be measured.
   *
   * @param reason one sentence for an operator
   */
  record Failed(String reason) implements ProbeResult {

    /** Requires a reason. */
    public Failed {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** Readings, given one by one. */
  static ProbeResult of(Reading... readings) {
    return new Measured(List.of(readings));
  }

  /** A failure. */
  static ProbeResult failed(String reason) {
    return new Failed(reason);
  }
}
