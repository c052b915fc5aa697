// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import org.transhume.campaign.Moved;
import org.transhume.campaign.Trial;

/** What every test wants of its moves. */
final class Moves {

  private Moves() {}

  /** Expects that a move came to its end, and returns it. */
  static Moved done(Trial trial, Moved moved) {
    trial.expect(
        "migration of " + moved.domain() + " to " + moved.target(),
        "DONE",
        moved.isDone()
            ? "DONE after " + moved.durationMillis() + " ms"
            : moved.outcome() + ": " + moved.reason(),
        moved.isDone());
    return moved;
  }

  /** Expects that a policy of the manager asked for a move that came to its end. */
  static Moved decided(Trial trial, Moved moved) {
    trial.expect(
        "who asked for the migration of " + moved.domain(),
        "policy hotspot",
        moved.requestedBy(),
        moved.requestedBy().equals("policy hotspot"));
    return done(trial, moved);
  }
}
