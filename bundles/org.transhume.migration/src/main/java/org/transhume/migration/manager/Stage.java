// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.manager;

/** What the manager waits for; finer than the phases that people see. */
public enum Stage {
  /** For the manager to turn to it. */
  REQUESTED,
  /** For the manager's own checks. */
  CHECKING,
  /** For what speaks against it to pass. */
  QUEUED,
  /** For a while, because the target has refused it for reasons that pass. */
  PUT_OFF,
  /** For the target's checks and reservation. */
  PREPARING,
  /** For the source to begin. */
  STARTING,
  /** For the source to say that the target holds a complete copy. */
  SENDING,
  /** For the target to record that GO may pass. */
  HANDING_OVER_TO_TARGET,
  /** For the source to record that GO may pass. */
  HANDING_OVER_AT_SOURCE,
  /** For the domain to run at the target. */
  HANDED_OVER,
  /** For the source to tell how far it has come, after another manager began this. */
  RESUMING,
  /** For both sides to cut the stream. */
  ABORTING,
  /** For both sides to close. */
  FINISHING,
  /** For nothing. */
  CLOSED;

  /** Whether it waits for what speaks against it to pass. */
  public boolean isWaiting() {
    return this == QUEUED || this == PUT_OFF;
  }

  /** Whether the source may already have been told to let GO pass. */
  boolean mayHavePassedGo() {
    return this == HANDING_OVER_AT_SOURCE || this == HANDED_OVER;
  }

  /** Whether both sides are at work, or may be, and no end has been decided. */
  boolean isUnderWay() {
    return compareTo(PREPARING) >= 0 && compareTo(RESUMING) <= 0;
  }
}
