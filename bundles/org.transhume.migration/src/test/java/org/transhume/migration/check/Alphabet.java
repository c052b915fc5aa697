// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.transhume.api.model.Epoch;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StepResult;
import org.transhume.migration.manager.ManagerEvent;
import org.transhume.migration.manager.ManagerMigration;
import org.transhume.migration.manager.Pace;
import org.transhume.migration.manager.Transition;
import org.transhume.migration.side.Canonical;
import org.transhume.migration.side.MigrationSide;
import org.transhume.migration.side.SideCommand;
import org.transhume.migration.side.SideEvent;
import org.transhume.migration.side.SideStep;

/** The states of the machines and the messages by number, and what each machine said to what. */
@SuppressWarnings({"EnumOrdinal", "OperatorPrecedence"})
final class Alphabet {

  /** As few attempts as show every way: one repetition of an order, two of a finish. */
  private static final Pace PACE = new Pace(10, 10, 10, 10, 2, 3, 10);

  /** What a side's machine answered. */
  record SideAnswer(int next, List<SideCommand> commands) {}

  /** What a manager's machine answered. */
  record ManagerAnswer(
      int next,
      List<org.transhume.migration.manager.ManagerCommand> commands,
      boolean unexplained) {}

  private record Asked(int state, Object event) {}

  private final Scenario scenario;
  private final Machines machines;
  final Interned<MigrationSide> sides = new Interned<>();
  final Interned<ManagerMigration> managers = new Interned<>();
  final Interned<Message> messages = new Interned<>();
  final Interned<SideCommand.Act> acts = new Interned<>();
  private final Map<Asked, SideAnswer> sideAnswers = new HashMap<>();
  private final Map<Asked, ManagerAnswer> managerAnswers = new HashMap<>();
  private final Map<Integer, MigrationOrder> orders = new HashMap<>();

  Alphabet(Scenario scenario, Machines machines) {
    this.scenario = scenario;
    this.machines = machines;
  }

  static String uuid(int domain) {
    return "uuid-" + (char) ('d' + domain);
  }

  MigrationOrder order(int migration, int epoch) {
    return orders.computeIfAbsent(
        migration * 256 + epoch,
        key -> {
          Scenario.Move move = scenario.migrations().get(migration);
          return new MigrationOrder(
              "m-" + (migration + 1),
              new Epoch(1, epoch),
              uuid(move.domain()),
              String.valueOf((char) ('d' + move.domain())),
              World.hostName(move.source()),
              World.hostName(move.target()),
              1000,
              Map.of());
        });
  }

  int requested(int migration, int epoch) {
    return managers.of(ManagerMigration.requested(order(migration, epoch), PACE));
  }

  int waiting(int migration, int epoch) {
    return managers.of(ManagerMigration.waiting(order(migration, epoch), PACE));
  }

  SideAnswer ask(int state, SideEvent event) {
    Asked asked = new Asked(state, event);
    SideAnswer known = sideAnswers.get(asked);
    if (known == null) {
      known = answer(machines.on(sides.get(state), event));
      sideAnswers.put(asked, known);
    }
    return known;
  }

  SideAnswer answer(SideStep step) {
    List<SideCommand> commands = new ArrayList<>();
    for (SideCommand command : step.commands()) {
      commands.add(
          command instanceof SideCommand.Answer answer
              ? new SideCommand.Answer(answer.order(), canonical(answer.result()))
              : command);
    }
    return new SideAnswer(sides.of(Canonical.of(step.next())), commands);
  }

  static StepResult canonical(StepResult result) {
    return new StepResult(
        result.accepted(),
        result.phase(),
        Canonical.of(result.reasons()),
        result.ticket(),
        result.attachments());
  }

  ManagerAnswer ask(int state, ManagerEvent event) {
    Asked asked = new Asked(state, event);
    ManagerAnswer known = managerAnswers.get(asked);
    if (known == null) {
      Transition transition = machines.on(managers.get(state), event);
      ManagerMigration next = transition.next();
      known =
          new ManagerAnswer(
              managers.of(canonical(next)),
              transition.commands(),
              next.phase() == org.transhume.api.model.MigrationPhase.REPAIR
                  && !managers.get(state).phase().isFinal()
                  && next.reasons().isEmpty());
      managerAnswers.put(asked, known);
    }
    return known;
  }

  private static ManagerMigration canonical(ManagerMigration state) {
    if (state.stage() == org.transhume.migration.manager.Stage.CLOSED) {
      return new ManagerMigration(
          state.order(),
          state.pace(),
          state.stage(),
          state.phase(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          java.util.Set.of(),
          state.asked(),
          Map.of(),
          Map.of(),
          0,
          0);
    }
    return new ManagerMigration(
        state.order(),
        state.pace(),
        state.stage(),
        state.phase(),
        state.ticket(),
        state.ending(),
        Canonical.of(state.reasons()),
        state.aborted(),
        state.asked(),
        state.told(),
        state.closed(),
        state.attempts(),
        Math.min(1, state.putOffs()));
  }

  Optional<MigrationSide> side(Run run) {
    return run.machine < 0 ? Optional.empty() : Optional.of(sides.get(run.machine));
  }
}
