// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.MigrationPhase;
import org.transhume.migration.check.Passage.Exit;
import org.transhume.migration.check.Passage.Receiver;
import org.transhume.migration.check.Passage.Relay;
import org.transhume.migration.check.Passage.Sender;
import org.transhume.migration.check.Passage.Stream;
import org.transhume.migration.check.Passage.Word;
import org.transhume.migration.manager.ManagerEvent;
import org.transhume.migration.side.MigrationSide;
import org.transhume.migration.side.MigrationSide.Transfer;
import org.transhume.migration.side.Side;
import org.transhume.migration.side.SideEvent;

/** Everything that can happen next in a world, in an order that is always the same. */
@SuppressWarnings({"EnumOrdinal", "OperatorPrecedence"})
final class Moves {

  private final Game game;
  private final World world;
  private final List<Move> moves = new ArrayList<>();

  private Moves(Game game) {
    this.game = game;
    this.world = game.world;
  }

  /** What happens by itself: timers only when nothing else can, what is urgent before the rest. */
  static List<Move> byThemselves(Game game) {
    Moves all = new Moves(game);
    all.progress();
    if (all.moves.isEmpty()) {
      all.timers();
    }
    return all.first();
  }

  /** What happens by itself, and then everything that may strike. */
  static List<Move> all(Game game) {
    Moves progress = new Moves(game);
    progress.progress();
    List<Move> now = progress.moves;
    Moves timers = new Moves(game);
    timers.timers();
    Moves all = new Moves(game);
    all.moves.addAll(now.isEmpty() ? timers.moves : progress.first());
    if (game.world.faults < game.world.scenario.mostFaults()) {
      all.tasksTakenUp();
    }
    if (game.world.faults < game.world.scenario.mostFaults() && all.somethingIsOpen()) {
      if (!all.moves.isEmpty() && all.moves.get(0).urgent()) {
        Move urgent = all.moves.get(0);
        now.stream()
            .filter(move -> !move.equals(urgent))
            .forEach(move -> all.fault(Fault.DELAY, move.act()));
      }
      if (!now.isEmpty()) {
        timers.moves.forEach(timer -> all.fault(Fault.IMPATIENCE, timer.act()));
      }
      all.strokes();
    }
    return all.moves;
  }

  private List<Move> first() {
    for (int i = 0; i < moves.size(); i++) {
      if (moves.get(i).urgent()) {
        return moves.subList(i, i + 1);
      }
    }
    return moves;
  }

  private boolean somethingIsOpen() {
    for (int migration = 0; migration < world.journal.length; migration++) {
      if (world.requested[migration] && !world.outcome[migration].isFinal()) {
        return true;
      }
    }
    return false;
  }

  private void free(Move.Act act) {
    moves.add(Move.free(act));
  }

  private void urgent(boolean urgent, Move.Act act) {
    moves.add(urgent ? Move.urgent(act) : Move.free(act));
  }

  private void fault(Fault fault, Move.Act act) {
    if (world.scenario.faults().contains(fault)) {
      moves.add(Move.fault(fault, act));
    }
  }

  private static String sideOf(int side) {
    return Side.values()[side].word();
  }

  private static String at(int migration, int side) {
    return " of migration " + (migration + 1) + " at the " + sideOf(side);
  }

  // What happens by itself

  private void progress() {
    for (int migration = 0; migration < world.runs.length; migration++) {
      requests(migration);
      for (int side = 0; side < 2; side++) {
        work(migration, side);
      }
    }
    for (int i = 0; i < world.passages.length; i++) {
      processes(i);
    }
    for (int id : world.messages) {
      deliveries(id);
    }
    births();
  }

  private void requests(int migration) {
    if (!world.requested[migration] && world.bosses[game.managers.leader()].alive) {
      free(
          g -> {
            g.managers.request(migration);
            return "the manager is asked for migration " + (migration + 1);
          });
    }
  }

  private void work(int migration, int side) {
    Run run = world.runs[migration][side];
    if (run.desk == Run.Desk.CHECKING) {
      urgent(
          true,
          g -> {
            g.agents.checked(migration, side);
            return "the checks" + at(migration, side) + " are done";
          });
    }
    if (!run.writing.isEmpty()) {
      urgent(
          run.writing.get(0) != org.transhume.migration.side.Step.GO,
          g -> {
            var step = g.agents.run(migration, side).writing.remove(0);
            Agents.log(g.agents.run(migration, side), step);
            g.agents.feed(migration, side, new SideEvent.Recorded(step));
            return step + at(migration, side) + " is recorded";
          });
    }
    if (run.opening) {
      urgent(
          true,
          g -> {
            g.agents.opened(migration);
            return "the stream of migration " + (migration + 1) + " is opened or refused";
          });
    }
    if (run.streamComesUp) {
      urgent(
          true,
          g -> {
            g.agents.streamUpAtSource(migration);
            return "the source of migration " + (migration + 1) + " has its stream";
          });
    }
    if (run.starting) {
      urgent(
          true,
          g -> {
            g.agents.started(migration, side);
            return (side == 0 ? "xl migrate" : "xl migrate-receive")
                + at(migration, side)
                + " starts";
          });
    }
    if (run.looks > 0) {
      free(
          g -> {
            g.agents.run(migration, side).looks--;
            var seen = g.agents.sighting(migration, side);
            g.agents.look(migration, side);
            return "a look"
                + at(migration, side)
                + " finds "
                + seen.state()
                + (seen.unsettled() ? ", with xl at work" : "");
          });
    }
    if (!run.acts.isEmpty()) {
      free(
          g -> "the agent" + at(migration, side) + " does " + g.agents.act(migration, side, false));
    }
  }

  private void processes(int i) {
    Passage p = world.passages[i];
    boolean foreign = world.scenario.isForeign(i);
    String whose = foreign ? " (started by hand) " : " of migration " + (i + 1) + " ";
    if (game.xl.senderCanStep(i)) {
      urgent(p.sender == Sender.AWAITS_BANNER, g -> "xl migrate" + whose + g.xl.senderStep(i));
    }
    if (game.xl.receiverCanStep(i)) {
      urgent(
          p.receiver == Receiver.SAYS_BANNER || p.receiver == Receiver.AWAITS_HEADER,
          g -> "xl migrate-receive" + whose + g.xl.receiverStep(i));
    }
    if (foreign) {
      foreignStream(i, p);
    } else {
      relays(i, p);
    }
  }

  private void foreignStream(int i, Passage p) {
    boolean over = p.stream == Stream.UP && (!p.senderLives() || !p.receiverLives());
    if (over) {
      free(
          g -> {
            Passage q = g.world.passages[i];
            q.stream = Stream.BROKEN;
            q.senderInputEnded = true;
            q.senderOutputBroken = true;
            q.receiverInputEnded = true;
            return "the stream started by hand ends";
          });
    }
  }

  private void relays(int i, Passage p) {
    if (!p.receiverSaid.isEmpty()) {
      urgent(
          true,
          g -> {
            Word word = g.world.passages[i].receiverSaid.remove(0);
            g.agents.seen(i, 1, word);
            return "the target's relay of migration " + (i + 1) + " reads " + word;
          });
    }
    if (!p.wordsOnTheirWay.isEmpty() && p.sourceRelay == Relay.CARRIES) {
      urgent(
          true,
          g -> {
            Word word = g.world.passages[i].wordsOnTheirWay.remove(0);
            g.agents.seen(i, 0, word);
            return "the source's relay of migration " + (i + 1) + " reads " + word;
          });
    }
    if (p.senderWroteGo) {
      urgent(
          true,
          g -> {
            g.world.passages[i].senderWroteGo = false;
            g.agents.feed(i, 0, go());
            return "the source's relay of migration " + (i + 1) + " reads GO and holds it";
          });
    }
    if (p.goOnItsWay && p.targetRelay == Relay.CARRIES) {
      urgent(
          true,
          g -> {
            g.world.passages[i].goOnItsWay = false;
            g.agents.feed(i, 1, go());
            return "the target's relay of migration " + (i + 1) + " reads GO and holds it";
          });
    }
    endings(i, p);
  }

  private static SideEvent go() {
    return new SideEvent.MessageSeen(org.transhume.migration.side.WireMessage.GO, 0);
  }

  private void endings(int i, Passage p) {
    if (p.senderExit != Exit.NOTHING_NEW) {
      urgent(
          true,
          g -> {
            Passage q = g.world.passages[i];
            Exit exit = q.senderExit;
            q.senderExit = Exit.NOTHING_NEW;
            g.agents.feed(i, 0, ended(exit));
            return "the source's agent notices that xl migrate has left";
          });
    }
    if (p.receiverExit != Exit.NOTHING_NEW) {
      urgent(
          true,
          g -> {
            Passage q = g.world.passages[i];
            Exit exit = q.receiverExit;
            q.receiverExit = Exit.NOTHING_NEW;
            g.agents.run(i, 1).toldOfAnother = exit == Exit.NAME_IN_USE;
            g.agents.feed(i, 1, ended(exit));
            return "the target's agent notices that xl migrate-receive has left";
          });
    }
    boolean left =
        p.sender == Sender.GONE && !p.senderWroteGo && p.sourceRelay == Relay.CARRIES
            || p.receiver == Receiver.GONE
                && p.receiverSaid.isEmpty()
                && p.targetRelay == Relay.CARRIES;
    if (p.stream == Stream.UP && left) {
      urgent(
          true,
          g -> {
            g.world.passages[i].stream = Stream.BROKEN;
            return "a relay ends the stream, since its process has left";
          });
    }
    if (p.stream == Stream.BROKEN) {
      breaks(i, p);
    }
  }

  private static SideEvent ended(Exit exit) {
    return new SideEvent.TransferEnded(
        switch (exit) {
          case NOTHING_NEW, SUCCESS -> Optional.empty();
          case FAILURE -> Optional.of(Agents.WHY);
          case NAME_IN_USE -> Optional.of(Agents.ANOTHER_COPY);
        });
  }

  private void breaks(int i, Passage p) {
    boolean atSource =
        p.sourceRelay == Relay.CARRIES && !p.senderInputEnded && p.wordsOnTheirWay.isEmpty();
    boolean atTarget =
        p.targetRelay == Relay.CARRIES
            && !p.receiverInputEnded
            && !p.goOnItsWay
            && !p.pagesOnTheirWay;
    for (boolean loud : new boolean[] {true, false}) {
      if (atSource) {
        free(
            g -> {
              g.world.passages[i].senderInputEnded = true;
              if (loud) {
                g.agents.feed(i, 0, new SideEvent.StreamBroken(Agents.WHY));
              }
              return "the source's relay finds the stream " + (loud ? "broken" : "at its end");
            });
      }
      if (atTarget) {
        free(
            g -> {
              g.world.passages[i].receiverInputEnded = true;
              if (loud) {
                g.agents.feed(i, 1, new SideEvent.StreamBroken(Agents.WHY));
              }
              return "the target's relay finds the stream " + (loud ? "broken" : "at its end");
            });
      }
    }
  }

  private void deliveries(int id) {
    // What an earlier or superseded manager has ordered may arrive at any time.
    Message message = game.alphabet.messages.get(id);
    boolean ofLeader =
        message.epoch() == world.bosses[game.managers.leader()].epoch
            && world.bosses[game.managers.leader()].alive;
    urgent(message.kind() != Message.Kind.ORDER || ofLeader, g -> deliver(g, id, true));
  }

  private static String deliver(Game g, int id, boolean taken) {
    Message message = g.alphabet.messages.get(id);
    if (taken) {
      g.world.messages.remove(Integer.valueOf(id));
    }
    int host = g.world.scenario.host(message.migration(), message.side());
    switch (message.kind()) {
      case ANSWER, NOTIFICATION -> g.managers.take(message);
      case ORDER -> {
        if (g.world.agentLives[host]) {
          g.agents.take(message);
        } else {
          g.agents.unanswered(message);
        }
      }
      case QUESTION -> {
        Run run = g.agents.run(message.migration(), message.side());
        if (g.world.agentLives[host]) {
          boolean known = run.desk == Run.Desk.CHECKING || run.machine >= 0;
          MigrationPhase phase =
              run.machine >= 0
                  ? g.agents.machine(message.migration(), message.side()).phase()
                  : MigrationPhase.CHECKING;
          g.managers.asked(message, known, phase);
        }
      }
    }
    return message + " arrives";
  }

  private void births() {
    for (int host = 0; host < world.agentLives.length; host++) {
      int which = host;
      if (!world.agentLives[host]) {
        free(
            g -> {
              g.agents.restart(which);
              return "the agent of host " + World.hostName(which) + " starts anew";
            });
      }
    }
    int leader = game.managers.leader();
    if (!world.bosses[leader].alive) {
      free(
          g -> {
            g.managers.takeUp(leader, g.world.bosses[leader].epoch + 1);
            return "the manager starts anew under epoch " + g.world.bosses[leader].epoch;
          });
    }
    for (Copy copy : world.copies) {
      int host = copy.host;
      int domid = copy.domid;
      if (copy.state == Copy.State.ENDED) {
        free(
            g -> {
              Copy ended = g.world.copy(host, domid).orElseThrow();
              g.world.copies.remove(ended);
              return "xl's monitor removes " + ended.name() + ", whose guest has ended";
            });
      } else if (copy.state == Copy.State.REBOOTING) {
        free(
            g -> {
              Copy old = g.world.copy(host, domid).orElseThrow();
              g.world.copies.remove(old);
              g.world.runs(g.world.create(host, old.domain, CopyKind.ORDINARY, old.broughtBy));
              return "xl's monitor starts " + old.name() + " anew, whose guest has rebooted";
            });
      }
    }
  }

  // Timers

  private void timers() {
    for (int migration = 0; migration < world.runs.length; migration++) {
      int m = migration;
      for (int side = 0; side < 2; side++) {
        sideTimers(m, side);
      }
      for (int manager = 0; manager < World.MANAGERS; manager++) {
        managerTimers(manager, m);
      }
    }
    moves.sort(java.util.Comparator.comparingInt(Move::timer));
  }

  private void sideTimers(int migration, int side) {
    Run run = world.runs[migration][side];
    if (run.looksLater) {
      moves.add(
          Move.timer(
              1,
              g -> {
                g.agents.run(migration, side).looksLater = false;
                g.agents.look(migration, side);
                return "the agent" + at(migration, side) + " looks again";
              }));
    }
    if (!game.agents.isUnderWay(migration, side)) {
      return;
    }
    MigrationSide machine = game.agents.machine(migration, side);
    if (side == 1 && machine.transfer() == Transfer.NONE && !machine.gate().stopped()) {
      moves.add(
          Move.timer(
              3,
              g -> {
                g.agents.feed(migration, 1, new SideEvent.StreamFailed(Agents.WHY));
                return "the reservation of migration " + (migration + 1) + " expires";
              }));
    }
    moves.add(
        Move.timer(
            4,
            g -> {
              g.agents.feed(migration, side, new SideEvent.TimeLimitPassed(Agents.WHY));
              return "the time limit" + at(migration, side) + " passes";
            }));
  }

  private void managerTimers(int manager, int migration) {
    Boss boss = world.bosses[manager];
    if (!boss.alive || boss.machine[migration] < 0) {
      return;
    }
    String who = "manager " + (manager + 1);
    if (boss.waits[migration]) {
      moves.add(
          Move.timer(
              2,
              g -> {
                g.world.bosses[manager].waits[migration] = false;
                g.managers.feed(manager, migration, new ManagerEvent.WaitPassed());
                return who + " has waited long enough for migration " + (migration + 1);
              }));
    }
    if (boss.limited[migration]) {
      moves.add(
          Move.timer(
              4,
              g -> {
                g.world.bosses[manager].limited[migration] = false;
                g.managers.feed(manager, migration, new ManagerEvent.LimitPassed());
                return "the time limit at " + who + " passes";
              }));
    }
  }

  // What may strike

  private void strokes() {
    messagesSuffer();
    agentsSuffer();
    managersSuffer();
    for (int i = 0; i < world.passages.length; i++) {
      processesSuffer(i, world.passages[i]);
    }
    guests();
    for (int i = world.runs.length; i < world.passages.length; i++) {
      foreigners(i);
    }
  }

  private void messagesSuffer() {
    for (int id : world.messages) {
      fault(
          Fault.LOSS,
          g -> {
            g.world.messages.remove(Integer.valueOf(id));
            return g.alphabet.messages.get(id) + " is lost";
          });
      fault(Fault.REPETITION, g -> deliver(g, id, false) + ", and will arrive again");
    }
  }

  private void agentsSuffer() {
    for (int host = 0; host < world.agentLives.length; host++) {
      int which = host;
      if (!world.agentLives[host]) {
        continue;
      }
      boolean writes = false;
      boolean acts = false;
      for (int m = 0; m < world.runs.length; m++) {
        for (int side = 0; side < 2; side++) {
          if (world.scenario.host(m, side) == host) {
            writes |= !world.runs[m][side].writing.isEmpty();
            acts |= !world.runs[m][side].acts.isEmpty();
          }
        }
      }
      String agent = "the agent of host " + World.hostName(which) + " is killed";
      fault(
          Fault.AGENT_RESTART,
          g -> {
            g.agents.die(which, false, false);
            return agent;
          });
      if (writes) {
        fault(
            Fault.AGENT_RESTART,
            g -> {
              g.agents.die(which, true, false);
              return agent + " after its journal was written";
            });
      }
      if (acts) {
        fault(
            Fault.AGENT_RESTART,
            g -> {
              g.agents.die(which, false, true);
              return agent + " in the middle of tidying up";
            });
      }
      fault(
          Fault.HOST_LOST,
          g -> {
            g.agents.die(which, false, false);
            lose(g.world, which);
            return "host " + World.hostName(which) + " loses its power";
          });
    }
    for (int m = 0; m < world.runs.length; m++) {
      for (int side = 0; side < 2; side++) {
        runSuffers(m, side);
      }
    }
  }

  private void runSuffers(int migration, int side) {
    Run run = world.runs[migration][side];
    if (!run.writing.isEmpty()) {
      fault(
          Fault.JOURNAL_FAILS,
          g -> {
            var step = g.agents.run(migration, side).writing.remove(0);
            g.agents.feed(migration, side, new SideEvent.RecordFailed(step, Agents.WHY));
            return step + at(migration, side) + " cannot be recorded";
          });
    }
    if (!run.acts.isEmpty()) {
      fault(
          Fault.ACT_FAILS,
          g -> "the agent" + at(migration, side) + " does " + g.agents.act(migration, side, true));
    }
    if (run.looks > 0) {
      fault(
          Fault.ACT_FAILS,
          g -> {
            g.agents.run(migration, side).looks--;
            g.agents.feed(
                migration,
                side,
                new SideEvent.Observed(org.transhume.migration.side.CopySighting.UNREACHABLE));
            return "a look" + at(migration, side) + " fails";
          });
    }
    if (game.agents.isUnderWay(migration, side)) {
      fault(
          Fault.CANCEL,
          g -> {
            g.agents.feed(migration, side, new SideEvent.Aborted(Agents.WHY));
            return "an operator cancels migration " + (migration + 1) + " at its " + sideOf(side);
          });
    }
  }

  private static void lose(World world, int host) {
    for (Copy copy : List.copyOf(world.copies)) {
      if (copy.host == host) {
        world.excused[copy.domain] |= !copy.stale;
        world.copies.remove(copy);
      }
    }
    for (int i = 0; i < world.passages.length; i++) {
      Passage p = world.passages[i];
      Scenario.Move way = world.scenario.way(i);
      if (way.source() == host && p.senderLives()) {
        Processes.senderLeaves(p, Exit.NOTHING_NEW, "");
        p.stream = p.stream == Stream.UP ? Stream.BROKEN : p.stream;
      }
      if (way.target() == host && p.receiverLives()) {
        Processes.receiverLeaves(p, Exit.NOTHING_NEW, "");
        p.stream = p.stream == Stream.UP ? Stream.BROKEN : p.stream;
      }
    }
  }

  private void managersSuffer() {
    int leader = game.managers.leader();
    if (world.bosses[leader].alive) {
      for (boolean silently : new boolean[] {false, true}) {
        fault(
            Fault.MANAGER_RESTART,
            g -> {
              if (silently) {
                g.world.messages.removeIf(
                    id ->
                        g.alphabet.messages.get(id).manager() == leader
                            && g.alphabet.messages.get(id).kind() == Message.Kind.ORDER);
              }
              g.agents.forgetManager(leader);
              g.world.bosses[leader].forget();
              return "the manager is killed" + (silently ? " and its orders never leave" : "");
            });
      }
      for (int m = 0; m < world.runs.length; m++) {
        int migration = m;
        if (game.managers.isOpen(leader, m)
            && game.managers.state(leader, m).whyNotCancellable().isEmpty()) {
          fault(
              Fault.CANCEL,
              g -> {
                g.managers.feed(leader, migration, new ManagerEvent.CancelRequested("operator"));
                return "an operator cancels migration " + (migration + 1) + " at the manager";
              });
        }
      }
    }
    if (leader == 0) {
      fault(
          Fault.SUPERSESSION,
          g -> {
            g.managers.takeUp(1, g.world.bosses[0].epoch + 1);
            return "another manager takes over under epoch " + g.world.bosses[1].epoch;
          });
    }
  }

  private void tasksTakenUp() {
    int leader = game.managers.leader();
    for (int m = 0; m < world.runs.length; m++) {
      int migration = m;
      if (world.bosses[leader].alive && world.outcome[m] == MigrationPhase.REPAIR) {
        fault(
            Fault.TASK_TAKEN_UP,
            g -> {
              g.managers.takeUpAgain(migration);
              return "the manager takes up again what migration " + (migration + 1) + " has left";
            });
      }
    }
  }

  private void processesSuffer(int i, Passage p) {
    String whose = world.scenario.isForeign(i) ? " (started by hand)" : " of migration " + (i + 1);
    if (p.senderLives()) {
      fault(
          Fault.SENDER_KILLED,
          g ->
              Processes.senderLeaves(
                  g.world.passages[i], Exit.FAILURE, "xl migrate" + whose + " is killed"));
    }
    if (p.receiverLives()) {
      fault(
          Fault.RECEIVER_KILLED,
          g ->
              Processes.receiverLeaves(
                  g.world.passages[i], Exit.FAILURE, "xl migrate-receive" + whose + " is killed"));
    }
    if (p.stream == Stream.UP) {
      fault(
          Fault.STREAM_BREAK,
          g -> breakStream(g.world.passages[i], g.world.scenario.isForeign(i), false));
      if (p.goOnItsWay || p.pagesOnTheirWay || !p.wordsOnTheirWay.isEmpty()) {
        fault(
            Fault.STREAM_BREAK,
            g -> breakStream(g.world.passages[i], g.world.scenario.isForeign(i), true));
      }
    }
    senderFails(i, p, whose);
    receiverFails(i, p, whose);
  }

  private static String breakStream(Passage p, boolean foreign, boolean loses) {
    p.stream = Stream.BROKEN;
    if (loses) {
      p.goOnItsWay = false;
      p.pagesOnTheirWay = false;
      p.pagesStale = false;
      p.wordsOnTheirWay.clear();
    }
    if (foreign) {
      p.senderInputEnded = true;
      p.senderOutputBroken = true;
      p.receiverInputEnded = true;
    }
    return "the stream breaks" + (loses ? " and loses what was on its way" : "");
  }

  private void senderFails(int i, Passage p, String whose) {
    if (p.sender == Sender.COPIES) {
      fault(
          Fault.SENDER_FAILS,
          g -> {
            g.world.passages[i].sender = Sender.RESUMES;
            return "xl migrate" + whose + " fails while it copies";
          });
    } else if (p.sender == Sender.SENDS_LAST_PAGES) {
      fault(
          Fault.SENDER_FAILS,
          g -> {
            g.world.passages[i].sender = Sender.RESUMES;
            return "xl migrate" + whose + " fails at the last pages";
          });
    } else if (p.sender == Sender.AWAITS_READY && p.senderHears.contains(Word.READY)) {
      fault(
          Fault.SENDER_FAILS,
          g -> "xl migrate" + whose + " " + g.xl.awaitsReady(i, g.world.passages[i], true));
    } else if (p.sender == Sender.DESTROYS) {
      fault(
          Fault.SENDER_FAILS,
          g ->
              Processes.senderLeaves(
                  g.world.passages[i],
                  Exit.SUCCESS,
                  "xl migrate" + whose + " fails to destroy its copy and reports success"));
    }
  }

  private void receiverFails(int i, Passage p, String whose) {
    switch (p.receiver) {
      case AWAITS_HEADER ->
          fault(
              Fault.RECEIVER_FAILS,
              g ->
                  Processes.receiverLeaves(
                      g.world.passages[i],
                      Exit.FAILURE,
                      "xl migrate-receive" + whose + " cannot create its copy"));
      case RECEIVES ->
          fault(
              Fault.RECEIVER_FAILS,
              g -> {
                g.xl.received(i).ifPresent(g.world.copies::remove);
                return Processes.receiverLeaves(
                    g.world.passages[i],
                    Exit.FAILURE,
                    "xl migrate-receive" + whose + " runs out of memory and destroys its copy");
              });
      case RENAMES, UNPAUSES ->
          fault(
              Fault.RECEIVER_FAILS,
              g -> {
                g.world.passages[i].receiver = Receiver.REPORTS_FAILURE;
                return "xl migrate-receive" + whose + " fails to start its copy";
              });
      case DESTROYS ->
          fault(
              Fault.RECEIVER_FAILS,
              g ->
                  Processes.receiverLeaves(
                      g.world.passages[i],
                      Exit.FAILURE,
                      "xl migrate-receive" + whose + " fails to destroy its copy"));
      default -> {
        // Nothing else of it can fail without being killed.
      }
    }
  }

  private void guests() {
    for (Copy copy : world.copies) {
      int host = copy.host;
      int domid = copy.domid;
      if (copy.state != Copy.State.RUNNING) {
        continue;
      }
      fault(
          Fault.GUEST_ENDS,
          g -> {
            Copy ends = g.world.copy(host, domid).orElseThrow();
            ends.state = Copy.State.ENDED;
            g.world.excused[ends.domain] = true;
            return "the guest of " + ends.name() + " powers off on host " + World.hostName(host);
          });
      fault(
          Fault.GUEST_REBOOTS,
          g -> {
            Copy reboots = g.world.copy(host, domid).orElseThrow();
            reboots.state = Copy.State.REBOOTING;
            return "the guest of " + reboots.name() + " reboots on host " + World.hostName(host);
          });
    }
  }

  private void foreigners(int i) {
    Scenario.Move way = world.scenario.way(i);
    Optional<Copy> copy = world.named(way.source(), way.domain(), CopyKind.ORDINARY);
    boolean ours = false;
    for (int m = 0; m < world.runs.length; m++) {
      ours |=
          world.scenario.migrations().get(m).domain() == way.domain()
              && (world.passages[m].senderLives()
                  || world.runs[m][0].starting
                  || world.runs[m][0].desk == Run.Desk.BEGUN);
    }
    boolean idle = world.passages[i].sender == Sender.NONE;
    if (idle && !ours && copy.isPresent() && copy.get().state == Copy.State.RUNNING) {
      fault(
          Fault.FOREIGN_MIGRATION,
          g -> {
            Passage p = g.world.passages[i];
            p.sentDomid =
                g.world.named(way.source(), way.domain(), CopyKind.ORDINARY).orElseThrow().domid;
            p.sender = Sender.AWAITS_BANNER;
            p.receiver = Receiver.SAYS_BANNER;
            p.stream = Stream.UP;
            return "somebody starts xl migrate to host "
                + World.hostName(way.target())
                + " by hand";
          });
    }
  }
}
