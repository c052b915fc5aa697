// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

import java.util.Objects;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;

/**
 * That a migration was called off before GO, and why.
 *
 * @param cancelled whether somebody wanted it so, rather than something having gone wrong
 * @param why the reason
 */
public record Stop(boolean cancelled, Explanation why) {

  /** Requires a reason. */
  public Stop {
    Objects.requireNonNull(why, "why");
  }

  /** The phase in which such a migration ends when its domain is where it was. */
  MigrationPhase endsAs() {
    return cancelled ? MigrationPhase.CANCELLED : MigrationPhase.ROLLED_BACK;
  }
}
