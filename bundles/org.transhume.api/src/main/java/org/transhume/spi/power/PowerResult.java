// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.power;

import java.util.Objects;

/**
 * A power switch's answer.
 *
 * @param outcome what became of the order
 * @param text one sentence for an operator
 */
public record PowerResult(Outcome outcome, String text) {

  /** What a power switch can say. */
  public enum Outcome {
    /** The order was taken, or there was nothing to do. */
    ORDERED,
    /** This switch knows nothing of that host, or cannot do that at all. */
    UNABLE,
    /** It went wrong; the host may be on or off. */
    FAILED
  }

  /** Requires both components. */
  public PowerResult {
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(text, "text");
  }

  /** The order was taken. */
  public static PowerResult ordered(String text) {
    return new PowerResult(Outcome.ORDERED, text);
  }

  /** Another switch has to do it. */
  public static PowerResult unable(String text) {
    return new PowerResult(Outcome.UNABLE, text);
  }

  /** It went wrong. */
  public static PowerResult failed(String text) {
    return new PowerResult(Outcome.FAILED, text);
  }

  /** Whether the order was taken. */
  public boolean isOrdered() {
    return outcome == Outcome.ORDERED;
  }
}
