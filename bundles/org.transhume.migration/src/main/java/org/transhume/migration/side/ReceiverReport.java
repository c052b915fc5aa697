// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

/** What the receiver has said of its copy's start. */
public enum ReceiverReport {
  /** Nothing yet. */
  NONE,
  /** Its copy runs. */
  STARTED,
  /** Its copy could not be started. */
  FAILED,
  /** Its copy never ran and is destroyed; the sender may resume. */
  RESUME_GRANTED;

  /** What two sides together have heard: a start outweighs everything, then a grant. */
  ReceiverReport and(ReceiverReport heardElsewhere) {
    if (this == STARTED || heardElsewhere == STARTED) {
      return STARTED;
    }
    return compareTo(heardElsewhere) >= 0 ? this : heardElsewhere;
  }
}
