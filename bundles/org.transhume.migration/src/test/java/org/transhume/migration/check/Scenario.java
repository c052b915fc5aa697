// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is explored: who moves what, which faults may strike, and how many of them.
 *
 * @param name for people
 * @param migrations what managers are asked for
 * @param foreign what somebody may move by hand, past every manager
 * @param faults the kinds that may strike
 * @param mostFaults how many of them in one run
 */
record Scenario(
    String name, List<Move> migrations, List<Move> foreign, Set<Fault> faults, int mostFaults) {

  /** A domain's way. Hosts are numbers. */
  record Move(int domain, int source, int target) {}

  Scenario {
    migrations = List.copyOf(migrations);
    foreign = List.copyOf(foreign);
    faults = faults.isEmpty() ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(faults);
  }

  int hosts() {
    int most = 0;
    for (int i = 0; i < passages(); i++) {
      most = Math.max(most, Math.max(way(i).source(), way(i).target()));
    }
    return most + 1;
  }

  int domains() {
    int most = 0;
    for (int i = 0; i < passages(); i++) {
      most = Math.max(most, way(i).domain());
    }
    return most + 1;
  }

  /** The way of that passage: those of migrations come first, then the foreign ones. */
  Move way(int passage) {
    return passage < migrations.size()
        ? migrations.get(passage)
        : foreign.get(passage - migrations.size());
  }

  int passages() {
    return migrations.size() + foreign.size();
  }

  boolean isForeign(int passage) {
    return passage >= migrations.size();
  }

  int host(int migration, int side) {
    Move move = migrations.get(migration);
    return side == 0 ? move.source() : move.target();
  }

  Scenario striking(Set<Fault> kinds) {
    return new Scenario(name, migrations, foreign, kinds, mostFaults);
  }

  Scenario with(int faultsAtMost) {
    return new Scenario(name, migrations, foreign, faults, faultsAtMost);
  }
}
