// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import org.transhume.api.model.CopyKind;
import org.transhume.migration.side.CopyState;

/** One copy of a domain on a host: what xl lists, and what only the truth knows. */
final class Copy {

  /** What a copy does. */
  enum State {
    RUNNING,
    PAUSED,
    SUSPENDED,
    /** Its guest wants to be started anew; xl's monitor will do so. */
    REBOOTING,
    /** Its guest has powered off or crashed; xl's monitor will remove it. */
    ENDED
  }

  private static final CopyKind[] KINDS = CopyKind.values();
  private static final State[] STATES = State.values();

  /** Nobody's: it was there before, or was booted afresh. */
  static final int NOBODY = 255;

  int domain;
  int host;
  int domid;

  /** Number of the passage that brought it here. */
  int broughtBy = NOBODY;

  CopyKind kind = CopyKind.ORDINARY;
  State state = State.RUNNING;

  /** Whether another copy has run since this image was taken, or the image is not whole. */
  boolean stale;

  static Copy pass(Tape tape, Copy copy) {
    Copy passed = copy == null ? new Copy() : copy;
    passed.domain = tape.small(passed.domain);
    passed.host = tape.small(passed.host);
    passed.domid = tape.small(passed.domid);
    passed.broughtBy = tape.small(passed.broughtBy);
    passed.kind = tape.word(passed.kind, KINDS);
    passed.state = tape.word(passed.state, STATES);
    passed.stale = tape.flag(passed.stale);
    return passed;
  }

  CopyState seen() {
    return switch (kind) {
      case INCOMING -> CopyState.INCOMING;
      case MIGRATED_AWAY -> CopyState.MIGRATED_AWAY;
      case ORDINARY ->
          switch (state) {
            case RUNNING -> CopyState.RUNNING;
            case PAUSED -> CopyState.PAUSED;
            case SUSPENDED -> CopyState.SUSPENDED;
            case REBOOTING, ENDED -> CopyState.SHUT_DOWN;
          };
    };
  }

  String name() {
    String name = "domain " + (char) ('d' + domain);
    return switch (kind) {
      case ORDINARY -> name;
      case INCOMING -> name + "--incoming";
      case MIGRATED_AWAY -> name + "--migratedaway";
    };
  }
}
