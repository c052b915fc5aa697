// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

import org.transhume.api.model.CopyKind;
import org.transhume.api.model.DomainState;
import org.transhume.spi.hypervisor.DomainObservation;

/** What is found of a domain on one side of its migration. */
public enum CopyState {
  /** Nothing. */
  ABSENT,
  /** The domain under its own name, running. */
  RUNNING,
  /** The domain under its own name, paused. */
  PAUSED,
  /** The domain under its own name, suspended for a save or a migration. */
  SUSPENDED,
  /** A received copy that was never started: {@code NAME--incoming}. */
  INCOMING,
  /** A suspended copy that was handed over: {@code NAME--migratedaway}. */
  MIGRATED_AWAY,
  /** The domain under its own name, ended by its guest: powered off, rebooting or crashed. */
  SHUT_DOWN,
  /** Nobody could look, or nobody has told. */
  UNREACHABLE;

  /** The state of an observed copy; its name tells more than its flags. */
  public static CopyState of(DomainObservation copy) {
    if (copy.copyKind() == CopyKind.INCOMING) {
      return INCOMING;
    }
    if (copy.copyKind() == CopyKind.MIGRATED_AWAY) {
      return MIGRATED_AWAY;
    }
    return ofOrdinary(copy.state());
  }

  private static CopyState ofOrdinary(DomainState state) {
    return switch (state) {
      case RUNNING -> RUNNING;
      case PAUSED, BUILDING -> PAUSED;
      case SUSPENDED -> SUSPENDED;
      case SHUT_DOWN, REBOOTING, CRASHED, DYING -> SHUT_DOWN;
    };
  }
}
