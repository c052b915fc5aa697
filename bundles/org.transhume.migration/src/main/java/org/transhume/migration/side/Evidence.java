// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

import java.util.Objects;

/**
 * What is known besides the two copies' states.
 *
 * @param goMayHaveArrived whether GO may have reached the receiver; false only on durable proof
 * @param calledOff whether this side was called off before GO passed its gate, so that it never
 *     will
 * @param receiver what the receiver has said
 */
public record Evidence(boolean goMayHaveArrived, boolean calledOff, ReceiverReport receiver) {

  /** Requires a report. */
  public Evidence {
    Objects.requireNonNull(receiver, "receiver");
  }

  /** Whether the target's copy is known never to have run, or to have been given back. */
  boolean targetNeverRan() {
    return !goMayHaveArrived || receiver == ReceiverReport.RESUME_GRANTED;
  }
}
