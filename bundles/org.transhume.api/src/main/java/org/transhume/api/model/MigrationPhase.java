// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

/** Where a migration stands. The first six are passed in this order; the last five are final. */
public enum MigrationPhase {
  /** Wanted by a policy or an operator, not yet looked at. */
  REQUESTED,
  /** The manager checks freshness, caps, holds and rules. */
  CHECKING,
  /** The target checks and reserves. */
  PREPARING,
  /**
   * Memory is being copied while the domain runs (pre-copy), then the last of it while it is
   * suspended.
   */
  SENDING,
  /** The target holds a complete copy; who may run it is being decided. */
  HANDOVER,
  /** The domain runs at the target; leftovers are being removed. */
  FINISHING,
  /** The domain runs at the target and nowhere else. */
  DONE,
  /** It failed; the domain runs at the source as before. */
  ROLLED_BACK,
  /** Somebody cancelled it in time; the domain runs at the source as before. */
  CANCELLED,
  /** It was never begun; the reasons say why. */
  REFUSED,
  /** A person must act; the reasons say what is needed. */
  REPAIR;

  /** Whether nothing follows this phase. */
  public boolean isFinal() {
    return compareTo(DONE) >= 0;
  }
}
