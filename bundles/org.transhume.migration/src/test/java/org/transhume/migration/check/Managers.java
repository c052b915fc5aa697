// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import java.util.ArrayDeque;
import java.util.List;
import org.transhume.api.model.MigrationPhase;
import org.transhume.migration.manager.ManagerCommand;
import org.transhume.migration.manager.ManagerEvent;
import org.transhume.migration.manager.ManagerMigration;
import org.transhume.migration.manager.Milestone;
import org.transhume.migration.manager.Side;

/** The managers around their machines: orders, timers and the journal, as the manager's bundle. */
@SuppressWarnings({"EnumOrdinal", "OperatorPrecedence"})
final class Managers {

  private static final Side[] SIDES = Side.values();

  private final World world;
  private final Alphabet alphabet;

  Managers(World world, Alphabet alphabet) {
    this.world = world;
    this.alphabet = alphabet;
  }

  /** The manager that leads: the only one whose records the journal takes. */
  int leader() {
    return world.bosses[1].epoch > 0 ? 1 : 0;
  }

  ManagerMigration state(int manager, int migration) {
    return alphabet.managers.get(world.bosses[manager].machine[migration]);
  }

  boolean isOpen(int manager, int migration) {
    Boss boss = world.bosses[manager];
    return boss.alive
        && boss.machine[migration] >= 0
        && !state(manager, migration).phase().isFinal();
  }

  void request(int migration) {
    Boss boss = world.bosses[leader()];
    world.requested[migration] = true;
    boss.machine[migration] = alphabet.requested(migration, boss.epoch);
    feed(leader(), migration, new ManagerEvent.Begun());
  }

  void feed(int manager, int migration, ManagerEvent first) {
    Boss boss = world.bosses[manager];
    ArrayDeque<ManagerEvent> events = new ArrayDeque<>(List.of(first));
    while (!events.isEmpty()) {
      Alphabet.ManagerAnswer answer = alphabet.ask(boss.machine[migration], events.poll());
      boss.machine[migration] = answer.next();
      if (answer.unexplained()) {
        throw new Violation("A REPAIR TASK THAT DOES NOT SAY WHY");
      }
      if (state(manager, migration).phase().isFinal()) {
        boss.waits[migration] = false;
        boss.limited[migration] = false;
      }
      obey(manager, migration, answer.commands(), events);
    }
  }

  private void obey(
      int manager, int migration, List<ManagerCommand> commands, ArrayDeque<ManagerEvent> events) {
    Boss boss = world.bosses[manager];
    for (ManagerCommand command : commands) {
      if (command instanceof ManagerCommand.Check) {
        events.add(new ManagerEvent.Checked(List.of(), true));
      } else if (command instanceof ManagerCommand.Record step) {
        if (manager != leader()) {
          events.addFirst(new ManagerEvent.RecordFailed(step.milestone(), "superseded"));
          return;
        }
        record(migration, step.milestone(), state(manager, migration).phase());
      } else if (command instanceof ManagerCommand.Give give) {
        send(
            Message.order(
                manager,
                boss.epoch,
                migration,
                give.side().ordinal(),
                give.kind(),
                give.attachments()));
      } else if (command instanceof ManagerCommand.Ask ask) {
        send(Message.question(manager, boss.epoch, migration, ask.side().ordinal()));
      } else if (command instanceof ManagerCommand.Wait) {
        boss.waits[migration] = true;
      } else if (command instanceof ManagerCommand.LimitTime
          || command instanceof ManagerCommand.LimitQueue) {
        boss.limited[migration] = true;
      }
    }
  }

  private void record(int migration, Milestone milestone, MigrationPhase phase) {
    world.journal[migration] = milestone.ordinal() + 1;
    if (milestone == Milestone.CLOSED) {
      world.outcome[migration] = phase;
    }
  }

  private void send(Message message) {
    int id = alphabet.messages.of(message);
    if (!world.messages.contains(id)) {
      world.messages.add(id);
    }
  }

  /** Something arrives for a manager; what is for an earlier life of it is for nobody. */
  void take(Message message) {
    Boss boss = world.bosses[message.manager()];
    if (!boss.alive || boss.epoch != message.epoch() || boss.machine[message.migration()] < 0) {
      return;
    }
    Side side = SIDES[message.side()];
    ManagerEvent event =
        switch (message.kind()) {
          case NOTIFICATION -> new ManagerEvent.Reported(side, message.phase(), List.of());
          case ANSWER ->
              message
                  .result()
                  .<ManagerEvent>map(
                      result -> new ManagerEvent.Answered(side, message.order(), result))
                  .orElse(new ManagerEvent.Unanswered(side, message.order(), "no answer"));
          case ORDER, QUESTION -> throw new IllegalStateException();
        };
    feed(message.manager(), message.migration(), event);
  }

  /** An agent is asked how a migration stands there, and answers. */
  void asked(Message question, boolean known, MigrationPhase phase) {
    Boss boss = world.bosses[question.manager()];
    if (boss.alive && boss.epoch == question.epoch() && boss.machine[question.migration()] >= 0) {
      Side side = SIDES[question.side()];
      feed(
          question.manager(),
          question.migration(),
          known
              ? new ManagerEvent.Reported(side, phase, List.of())
              : new ManagerEvent.Forgotten(side));
    }
  }

  /** What was left to a person is open again, as after a restart of the manager. */
  void takeUpAgain(int migration) {
    Boss boss = world.bosses[leader()];
    world.journal[migration] = Milestone.INTENT.ordinal() + 1;
    world.outcome[migration] = MigrationPhase.REQUESTED;
    boss.machine[migration] = alphabet.requested(migration, boss.epoch);
    feed(leader(), migration, new ManagerEvent.Restarted());
  }

  /** The leader's process starts anew, or another takes over: by what the journal says. */
  void takeUp(int manager, int epoch) {
    Boss boss = world.bosses[manager];
    boss.alive = true;
    boss.epoch = epoch;
    for (int migration = 0; migration < world.journal.length; migration++) {
      int last = world.journal[migration] - 1;
      if (last >= 0 && last < Milestone.CLOSED.ordinal()) {
        boss.machine[migration] =
            last == Milestone.QUEUED.ordinal()
                ? alphabet.waiting(migration, epoch)
                : alphabet.requested(migration, epoch);
        feed(manager, migration, new ManagerEvent.Restarted());
      }
    }
  }
}
