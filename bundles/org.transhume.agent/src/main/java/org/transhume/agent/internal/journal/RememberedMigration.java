// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.migration.side.Side;
import org.transhume.migration.side.Step;

/**
 * What the journal knows of one migration.
 *
 * @param side this host's side
 * @param order what was ordered
 * @param steps the steps of its hand-over, as they came
 * @param end how this side ended; empty while it has not
 */
public record RememberedMigration(
    Side side, MigrationOrder order, List<Step> steps, Optional<MigrationPhase> end) {

  /** Copies the list. */
  public RememberedMigration {
    Objects.requireNonNull(side, "side");
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(end, "end");
    steps = List.copyOf(steps);
  }

  static RememberedMigration begun(Side side, MigrationOrder order) {
    return new RememberedMigration(side, order, List.of(), Optional.empty());
  }

  RememberedMigration with(Step step) {
    List<Step> more = new ArrayList<>(steps);
    more.add(step);
    return new RememberedMigration(side, order, more, end);
  }

  /**
   * Records of it may have been lost. As long as it has no end, one may have been that GO passes:
   * whoever takes a GO for possible resumes nothing that may have run elsewhere.
   */
  RememberedMigration withGap() {
    if (end.isPresent()) {
      return this;
    }
    RememberedMigration begun = steps.contains(Step.BEGUN) ? this : with(Step.BEGUN);
    return begun.with(Step.GO);
  }

  RememberedMigration with(MigrationPhase phase) {
    return new RememberedMigration(side, order, steps, Optional.of(phase));
  }
}
