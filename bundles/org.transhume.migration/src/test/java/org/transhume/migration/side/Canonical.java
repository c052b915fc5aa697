// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

import java.util.List;
import java.util.Optional;
import org.transhume.api.model.Explanation;

/**
 * A side's state without what only people read. No decision depends on the wording of reasons, so
 * two states that differ in nothing else are one state to an exhaustive check.
 */
public final class Canonical {

  private static final Explanation SOME = Explanation.of("SOME", "some reason");

  private Canonical() {}

  /** Reasons reduced to whether there are any. */
  public static List<Explanation> of(List<Explanation> reasons) {
    return reasons.isEmpty() ? List.of() : List.of(SOME);
  }

  /** The same side with every reason reduced. */
  public static MigrationSide of(MigrationSide side) {
    Gate gate = side.gate();
    Optional<Stop> stop = gate.stop().map(why -> new Stop(why.cancelled(), SOME));
    Ending ending = side.ending();
    return new MigrationSide(
        side.side(),
        side.order(),
        side.epoch(),
        side.phase(),
        side.transfer(),
        new Gate(gate.stage(), gate.asked(), gate.allowed(), stop),
        side.receiver(),
        new Ending(
            ending.ordered(),
            ending.otherSide(),
            ending.looks(),
            ending.acts(),
            // How often is a matter of time, and time is not counted.
            Math.min(1, ending.lateLooks()),
            ending.copy(),
            of(ending.reasons())));
  }

  /** Whether this side waits to answer an order to finish. */
  public static boolean isOrderedToFinish(MigrationSide side) {
    return side.ending().ordered();
  }

  /** What the other side last told this one. */
  public static Optional<SideReport> told(MigrationSide side) {
    return side.ending().otherSide();
  }
}
