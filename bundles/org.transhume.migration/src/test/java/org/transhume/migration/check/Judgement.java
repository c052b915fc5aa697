// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.MigrationPhase;

/** Whether a world that has come to rest is as the managers say it is. */
@SuppressWarnings({"EnumOrdinal", "OperatorPrecedence"})
final class Judgement {

  private final Game game;
  private final World world;

  Judgement(Game game) {
    this.game = game;
    this.world = game.world;
  }

  Optional<String> whatIsWrong() {
    for (int migration = 0; migration < world.journal.length; migration++) {
      int leader = game.managers.leader();
      boolean wanted = world.journal[migration] > 0 || game.managers.isOpen(leader, migration);
      if (wanted && !world.outcome[migration].isFinal()) {
        return Optional.of("MIGRATION " + (migration + 1) + " IS NEVER CLOSED by its manager");
      }
      for (int side = 0; side < 2; side++) {
        if (world.outcome[migration] == MigrationPhase.DONE
            && world.runs[migration][side].abortAccepted) {
          return Optional.of(
              "MIGRATION " + (migration + 1) + " IS DONE, and its cancel was accepted before");
        }
        if (world.outcome[migration] != MigrationPhase.REPAIR
            && game.agents.isUnderWay(migration, side)) {
          return Optional.of(
              "MIGRATION "
                  + (migration + 1)
                  + " IS NEVER CLOSED on side "
                  + side
                  + ", and its manager says "
                  + world.outcome[migration]);
        }
      }
    }
    for (int domain = 0; domain < world.scenario.domains(); domain++) {
      Optional<String> wrong = domain(domain);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  private Optional<String> domain(int domain) {
    int at = World.homeOf(world.scenario, domain);
    for (int migration = 0; migration < world.journal.length; migration++) {
      Scenario.Move way = world.scenario.migrations().get(migration);
      if (way.domain() != domain) {
        continue;
      }
      if (world.outcome[migration] == MigrationPhase.REPAIR) {
        return Optional.empty();
      }
      if (world.outcome[migration] == MigrationPhase.DONE) {
        at = way.target();
      }
    }
    return foreignersMoved(domain) ? Optional.empty() : runsOnce(domain, at);
  }

  private boolean foreignersMoved(int domain) {
    for (int i = world.runs.length; i < world.passages.length; i++) {
      if (world.scenario.way(i).domain() == domain
          && world.passages[i].sender != Passage.Sender.NONE) {
        return true;
      }
    }
    return false;
  }

  private Optional<String> runsOnce(int domain, int at) {
    List<Copy> running = new ArrayList<>();
    for (Copy copy : world.copiesOf(domain).toList()) {
      if (copy.state == Copy.State.RUNNING) {
        running.add(copy);
      } else {
        return Optional.of(
            "A COPY IS LEFT: "
                + copy.name()
                + " on host "
                + World.hostName(copy.host)
                + outcomes());
      }
    }
    if (running.isEmpty()) {
      return world.excused[domain]
          ? Optional.empty()
          : Optional.of("NO COPY RUNS AND NOBODY IS TOLD" + outcomes());
    }
    Copy copy = running.get(0);
    if (copy.host != at || copy.kind != CopyKind.ORDINARY) {
      return Optional.of(
          "THE DOMAIN IS ELSEWHERE: "
              + copy.name()
              + " on host "
              + World.hostName(copy.host)
              + outcomes());
    }
    return Optional.empty();
  }

  private String outcomes() {
    return "; its manager says " + List.of(world.outcome);
  }
}
