// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import java.util.List;
import org.transhume.api.model.Epoch;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.migration.manager.ManagerEvent;
import org.transhume.migration.manager.ManagerMigration;
import org.transhume.migration.manager.Transition;
import org.transhume.migration.side.MigrationSide;
import org.transhume.migration.side.Side;
import org.transhume.migration.side.SideEvent;
import org.transhume.migration.side.SideStep;
import org.transhume.migration.side.Step;

/** The decisions that are checked: as they stand, the production code; a mutant changes one. */
class Machines {

  SideStep begin(Side side, MigrationOrder order) {
    return side == Side.SOURCE ? MigrationSide.source(order) : MigrationSide.target(order);
  }

  SideStep on(MigrationSide side, SideEvent event) {
    return side.on(event);
  }

  MigrationSide recovered(Side side, MigrationOrder order, List<Step> steps) {
    return MigrationSide.recovered(side, order, steps);
  }

  Transition on(ManagerMigration migration, ManagerEvent event) {
    return migration.on(event);
  }

  /** Whether an agent that knows an epoch refuses what another orders. */
  boolean refuses(Epoch known, Epoch given) {
    return known.isNewerThan(given);
  }

  /** Whether the host's lock for a domain holds while another migration of it is under way. */
  boolean locksDomains() {
    return true;
  }
}
