// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StreamTicket;
import org.transhume.migration.check.Passage.Relay;
import org.transhume.migration.check.Passage.Stream;
import org.transhume.migration.check.Passage.Word;
import org.transhume.migration.manager.OrderKind;
import org.transhume.migration.side.CopySighting;
import org.transhume.migration.side.CopyState;
import org.transhume.migration.side.MigrationSide;
import org.transhume.migration.side.MigrationSide.Transfer;
import org.transhume.migration.side.Remedy;
import org.transhume.migration.side.Side;
import org.transhume.migration.side.SideCommand;
import org.transhume.migration.side.SideEvent;
import org.transhume.migration.side.SideReport;
import org.transhume.migration.side.Step;
import org.transhume.migration.side.WireMessage;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.Reason;

/**
 * The agents around the machines of both sides: they take orders, keep the journal, and obey the
 * machines' commands, as the agent's bundle does. What takes a while there is left undone here, to
 * be done by a later move of the world.
 */
@SuppressWarnings({"EnumOrdinal", "OperatorPrecedence"})
final class Agents {

  static final Explanation WHY = Explanation.of("SOME", "some reason");

  /** Why a receiver leaves that finds another copy. */
  static final Explanation ANOTHER_COPY =
      Explanation.of(Reason.NAME_IN_USE.name(), "another copy is there");

  static final StreamTicket TICKET = new StreamTicket("host", 1, "token");

  private static final Side[] SIDES = Side.values();

  private final World world;
  private final Alphabet alphabet;
  private final Machines machines;
  private final Processes xl;
  private Word held;

  Agents(World world, Alphabet alphabet, Machines machines, Processes xl) {
    this.world = world;
    this.alphabet = alphabet;
    this.machines = machines;
    this.xl = xl;
  }

  Run run(int migration, int side) {
    return world.runs[migration][side];
  }

  MigrationSide machine(int migration, int side) {
    return alphabet.side(run(migration, side)).orElseThrow();
  }

  boolean isUnderWay(int migration, int side) {
    Run run = run(migration, side);
    return run.desk == Run.Desk.BEGUN && run.machine >= 0;
  }

  // Orders

  /** An order arrives at an agent that lives. */
  void take(Message order) {
    int host = world.scenario.host(order.migration(), order.side());
    Epoch known = new Epoch(1, world.epochKnown[host]);
    Epoch given = new Epoch(1, order.epoch());
    if (machines.refuses(known, given)) {
      answer(order, StepResult.refused(MigrationPhase.REFUSED, List.of(WHY)));
      return;
    }
    byte[] before = known.isNewerThan(given) ? world.bytesBesidesMessages() : null;
    learn(host, order.epoch());
    obeyOrder(order);
    if (before != null && !Arrays.equals(before, world.bytesBesidesMessages())) {
      throw new Violation("AN OLD MANAGER CHANGES SOMETHING: " + order);
    }
  }

  private void learn(int host, int epoch) {
    if (epoch <= world.epochKnown[host]) {
      return;
    }
    world.epochKnown[host] = epoch;
    for (int migration = 0; migration < world.runs.length; migration++) {
      for (int side = 0; side < 2; side++) {
        if (world.scenario.host(migration, side) == host && isUnderWay(migration, side)) {
          feed(migration, side, new SideEvent.EpochSeen(new Epoch(1, epoch)));
        }
      }
    }
  }

  private void obeyOrder(Message order) {
    switch (order.order()) {
      case PREPARE, SEND -> begin(order);
      case HAND_OVER ->
          toMachine(order, new SideEvent.HandOverOrdered(new Epoch(1, order.epoch())));
      case FINISH ->
          toMachine(
              order,
              new SideEvent.FinishOrdered(
                  SideReport.from(order.attachments(), SIDES[1 - order.side()])));
      case ABORT -> toMachine(order, new SideEvent.Aborted(WHY));
    }
  }

  private void begin(Message order) {
    Run run = run(order.migration(), order.side());
    switch (run.desk) {
      case UNKNOWN -> {
        run.desk = Run.Desk.CHECKING;
        run.orderEpoch = order.epoch();
        run.waiting |= 64 << order.manager();
      }
      case CHECKING -> run.waiting |= 64 << order.manager();
      case BEGUN, OVER -> answer(order, firstAnswer(run, order.side()));
    }
  }

  private static StepResult firstAnswer(Run run, int side) {
    if (!run.firstAccepted) {
      return StepResult.refused(
          run.desk == Run.Desk.OVER ? run.end : MigrationPhase.FINISHING, List.of(WHY));
    }
    return new StepResult(
        true, MigrationPhase.PREPARING, List.of(), side == 1 ? TICKET : null, Map.of());
  }

  private void toMachine(Message order, SideEvent event) {
    Run run = run(order.migration(), order.side());
    if (run.machine >= 0) {
      run.waiting |= waits(order.manager(), order.order());
      feed(order.migration(), order.side(), event);
      return;
    }
    switch (order.order()) {
      case FINISH -> answer(order, finishUnbegun(run));
      case ABORT -> answer(order, abortUnbegun(order, run));
      default -> answer(order, StepResult.refused(endOf(run), List.of(WHY)));
    }
  }

  private static MigrationPhase endOf(Run run) {
    return run.desk == Run.Desk.OVER ? run.end : MigrationPhase.REFUSED;
  }

  private static StepResult finishUnbegun(Run run) {
    return new StepResult(true, endOf(run), List.of(WHY), null, Map.of());
  }

  private StepResult abortUnbegun(Message order, Run run) {
    if (run.desk == Run.Desk.OVER) {
      boolean moved = run.end == MigrationPhase.DONE || run.end == MigrationPhase.REPAIR;
      return moved ? StepResult.refused(run.end, List.of(WHY)) : StepResult.accepted(run.end);
    }
    run.orderEpoch = order.epoch();
    run.orderLogged = true;
    endUnbegun(order.migration(), order.side(), MigrationPhase.CANCELLED);
    run.endLogged = MigrationPhase.CANCELLED;
    return StepResult.accepted(MigrationPhase.CANCELLED);
  }

  private void endUnbegun(int migration, int side, MigrationPhase end) {
    Run run = run(migration, side);
    run.desk = Run.Desk.OVER;
    run.end = end;
    announce(migration, side, end);
    answerFirst(migration, side, StepResult.refused(end, List.of(WHY)));
  }

  private void answerFirst(int migration, int side, StepResult result) {
    Run run = run(migration, side);
    OrderKind kind = side == 0 ? OrderKind.SEND : OrderKind.PREPARE;
    for (int manager = 0; manager < World.MANAGERS; manager++) {
      if ((run.waiting & 64 << manager) != 0) {
        run.waiting &= ~(64 << manager);
        answer(
            Message.order(manager, world.bosses[manager].epoch, migration, side, kind, Map.of()),
            result);
      }
    }
  }

  /** The checks before a beginning are done. */
  void checked(int migration, int side) {
    Run run = run(migration, side);
    if (!passesChecks(migration, side)) {
      endUnbegun(migration, side, MigrationPhase.REFUSED);
      return;
    }
    if (side == 1 && isBusy(migration)) {
      run.desk = Run.Desk.UNKNOWN;
      answerFirst(migration, side, StepResult.refusedForNow(MigrationPhase.CHECKING, List.of(WHY)));
      return;
    }
    run.desk = Run.Desk.BEGUN;
    run.firstAccepted = true;
    run.orderLogged = true;
    take(
        migration,
        side,
        alphabet.answer(machines.begin(SIDES[side], alphabet.order(migration, run.orderEpoch))));
    answerFirst(migration, side, firstAnswer(run, side));
  }

  private boolean passesChecks(int migration, int side) {
    Scenario.Move way = world.scenario.migrations().get(migration);
    int host = world.scenario.host(migration, side);
    if (side == 1) {
      return world.copies.stream().noneMatch(c -> c.host == host && c.domain == way.domain());
    }
    Optional<Copy> copy = world.named(host, way.domain(), CopyKind.ORDINARY);
    if (copy.isEmpty() || copy.get().state != Copy.State.RUNNING) {
      return false;
    }
    world.passages[migration].sentDomid = copy.get().domid;
    return !machines.locksDomains()
        || !world.isBusy(host, way.domain())
            && others(migration).stream().noneMatch(o -> holds(o, host, way.domain()));
  }

  /** Whether another domain arrives there: that passes. */
  private boolean isBusy(int migration) {
    int host = world.scenario.host(migration, 1);
    return others(migration).stream().anyMatch(other -> arrivesAt(other, host));
  }

  private List<Integer> others(int migration) {
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < world.runs.length; i++) {
      if (i != migration) {
        others.add(i);
      }
    }
    return others;
  }

  private boolean arrivesAt(int other, int host) {
    Run run = run(other, 1);
    return world.scenario.host(other, 1) == host && isAlive(run);
  }

  private boolean holds(int other, int host, int domain) {
    if (world.scenario.migrations().get(other).domain() != domain) {
      return false;
    }
    return world.scenario.host(other, 0) == host && isAlive(run(other, 0))
        || world.scenario.host(other, 1) == host && isAlive(run(other, 1));
  }

  private static boolean isAlive(Run run) {
    return run.desk == Run.Desk.CHECKING || run.desk == Run.Desk.BEGUN;
  }

  // The machine and its commands

  void seen(int migration, int side, Word word) {
    held = word;
    feed(migration, side, new SideEvent.MessageSeen(word.message, word.status));
    held = null;
  }

  void feed(int migration, int side, SideEvent event) {
    Run run = run(migration, side);
    if (run.machine >= 0) {
      take(migration, side, alphabet.ask(run.machine, event));
    }
  }

  private void take(int migration, int side, Alphabet.SideAnswer answer) {
    Run run = run(migration, side);
    run.machine = answer.next();
    ArrayDeque<SideEvent> recorded = new ArrayDeque<>();
    for (SideCommand command : answer.commands()) {
      if (command instanceof SideCommand.Note note) {
        note(run, note.step(), recorded);
      } else {
        obey(migration, side, command);
      }
    }
    while (!recorded.isEmpty()) {
      feed(migration, side, recorded.poll());
    }
  }

  /** What is written while something else may happen is written by a later move. */
  private static void note(Run run, Step step, ArrayDeque<SideEvent> recorded) {
    boolean slowly =
        step == Step.BEGUN || step == Step.GRANT || step == Step.GO || step == Step.COPY_REMOVED;
    if (slowly) {
      run.writing.add(step);
    } else {
      log(run, step);
      recorded.add(new SideEvent.Recorded(step));
    }
  }

  static void log(Run run, Step step) {
    boolean matters = step != Step.BANNER && step != Step.CLOSED && step != Step.ENDED;
    int last = run.log.lastIndexOf(step);
    boolean again =
        last >= 0 && (step != Step.GO && step != Step.GO_WITHHELD || last == run.log.size() - 1);
    if (matters && !again) {
      run.log.add(step);
    }
  }

  private void obey(int migration, int side, SideCommand command) {
    Run run = run(migration, side);
    if (command instanceof SideCommand.OpenStream) {
      run.opening = true;
    } else if (command instanceof SideCommand.StartTransfer) {
      run.starting = true;
    } else if (command instanceof SideCommand.Forward forward) {
      forward(migration, side, forward.message());
    } else if (command instanceof SideCommand.Cut) {
      cut(migration, side);
    } else if (command instanceof SideCommand.Look) {
      run.looks = Math.min(2, run.looks + 1);
    } else if (command instanceof SideCommand.LookLater) {
      run.looksLater = true;
    } else if (command instanceof SideCommand.Act act) {
      run.acts.add(alphabet.acts.of(act));
    } else if (command instanceof SideCommand.Announce announced) {
      if (announced.phase().isFinal()) {
        run.desk = Run.Desk.OVER;
        run.end = announced.phase();
        run.endLogged = announced.phase();
        run.log = new ArrayList<>();
      }
      announce(migration, side, announced.phase());
    } else if (command instanceof SideCommand.Answer answer) {
      answerAll(migration, side, answer);
    }
  }

  private void announce(int migration, int side, MigrationPhase phase) {
    if (phase == MigrationPhase.PREPARING || phase == MigrationPhase.SENDING) {
      return;
    }
    for (int manager = 0; manager < World.MANAGERS; manager++) {
      Boss boss = world.bosses[manager];
      if (boss.alive && boss.machine[migration] >= 0) {
        send(Message.notification(manager, boss.epoch, migration, side, phase));
      }
    }
  }

  private void answerAll(int migration, int side, SideCommand.Answer answer) {
    Run run = run(migration, side);
    if (answer.order() == SideCommand.Order.ABORT && answer.result().accepted()) {
      run.abortAccepted = true;
    }
    OrderKind kind =
        switch (answer.order()) {
          case HAND_OVER -> OrderKind.HAND_OVER;
          case FINISH -> OrderKind.FINISH;
          case ABORT -> OrderKind.ABORT;
        };
    for (int manager = 0; manager < World.MANAGERS; manager++) {
      int bit = waits(manager, kind);
      if ((run.waiting & bit) != 0) {
        run.waiting &= ~bit;
        answer(
            Message.order(manager, world.bosses[manager].epoch, migration, side, kind, Map.of()),
            answer.result());
      }
    }
  }

  private static int waits(int manager, OrderKind order) {
    return 1 << (manager * 3 + order.ordinal() - OrderKind.HAND_OVER.ordinal());
  }

  private void answer(Message order, StepResult result) {
    send(order.answeredWith(Optional.of(Alphabet.canonical(result))));
  }

  private void send(Message message) {
    int id = alphabet.messages.of(message);
    if (message.kind() == Message.Kind.ANSWER || !world.messages.contains(id)) {
      world.messages.add(id);
    }
  }

  // The relay

  private void forward(int migration, int side, WireMessage message) {
    Passage p = world.passages[migration];
    if (message == WireMessage.GO) {
      if (run(migration, side).abortAccepted) {
        throw new Violation("GO PASSES THE " + SIDES[side] + " AFTER A CANCEL WAS ACCEPTED THERE");
      }
      if (side == 0) {
        p.goOnItsWay = p.sourceRelay == Relay.CARRIES && p.stream == Stream.UP;
      } else {
        p.receiverHearsGo =
            p.targetRelay == Relay.CARRIES && p.receiverLives() && !p.receiverInputEnded;
      }
    } else if (held != null) {
      if (side == 1 && p.targetRelay == Relay.CARRIES && p.stream == Stream.UP) {
        p.wordsOnTheirWay.add(held);
      } else if (side == 0 && p.sourceRelay == Relay.CARRIES && p.senderLives()) {
        p.senderHears.add(held);
      }
    }
  }

  private void cut(int migration, int side) {
    Passage p = world.passages[migration];
    Run run = run(migration, side);
    run.cutBeforeStart = run.starting;
    if (p.stream == Stream.UP) {
      p.stream = Stream.BROKEN;
    }
    if (side == 0) {
      p.sourceRelay = p.sourceRelay == Relay.NONE ? Relay.NONE : Relay.CUT;
      p.senderInputEnded = p.senderLives();
      p.senderOutputBroken = p.senderLives();
      p.senderWroteGo = false;
      p.wordsOnTheirWay.clear();
    } else {
      p.targetRelay = p.targetRelay == Relay.NONE ? Relay.NONE : Relay.CUT;
      p.receiverInputEnded = p.receiverLives();
      p.receiverSaid.clear();
      p.goOnItsWay = false;
      p.pagesOnTheirWay = false;
      p.pagesStale = false;
    }
  }

  /** The stream is opened, or refused. */
  void opened(int migration) {
    Run source = run(migration, 0);
    source.opening = false;
    boolean expected =
        world.agentLives[world.scenario.host(migration, 1)]
            && isUnderWay(migration, 1)
            && machine(migration, 1).phase() == MigrationPhase.PREPARING
            && machine(migration, 1).transfer() == Transfer.NONE;
    if (!expected) {
      feed(migration, 0, new SideEvent.StreamFailed(WHY));
      return;
    }
    world.passages[migration].stream = Stream.UP;
    source.streamComesUp = true;
    feed(migration, 1, new SideEvent.StreamUp());
  }

  void streamUpAtSource(int migration) {
    run(migration, 0).streamComesUp = false;
    feed(migration, 0, new SideEvent.StreamUp());
    if (machine(migration, 0).transfer() == Transfer.NONE) {
      world.passages[migration].stream = Stream.BROKEN;
    }
  }

  /** The process of the transfer starts. */
  void started(int migration, int side) {
    Run run = run(migration, side);
    Passage p = world.passages[migration];
    run.starting = false;
    boolean cut = run.cutBeforeStart;
    run.cutBeforeStart = false;
    if (side == 0 && xl.sent(migration).isEmpty()) {
      cut(migration, 0);
      feed(migration, 0, new SideEvent.TransferEnded(Optional.of(WHY)));
      return;
    }
    if (side == 0) {
      p.sender = Passage.Sender.AWAITS_BANNER;
      p.sourceRelay = Relay.CARRIES;
    } else {
      p.receiver = Passage.Receiver.SAYS_BANNER;
      p.targetRelay = Relay.CARRIES;
    }
    if (cut) {
      cut(migration, side);
    }
  }

  // Looking and acting

  void look(int migration, int side) {
    feed(migration, side, new SideEvent.Observed(sighting(migration, side)));
  }

  CopySighting sighting(int migration, int side) {
    int host = world.scenario.host(migration, side);
    int domain = world.scenario.migrations().get(migration).domain();
    List<Copy> here =
        world.copies.stream().filter(c -> c.host == host && c.domain == domain).toList();
    if (here.isEmpty()) {
      return new CopySighting(CopyState.ABSENT, Optional.empty(), false, Duration.ZERO, 0);
    }
    Copy copy = here.get(0);
    DomainIdentity identity =
        new DomainIdentity(Alphabet.uuid(domain), copy.domid, copy.kind.name());
    return new CopySighting(
        copy.seen(),
        Optional.of(identity),
        world.isBusy(host, domain),
        Duration.ofSeconds(1),
        here.size());
  }

  /** Carries out the first remedy that is due, or fails to. */
  String act(int migration, int side, boolean fails) {
    SideCommand.Act act = alphabet.acts.get(run(migration, side).acts.remove(0));
    int host = world.scenario.host(migration, side);
    Optional<Copy> copy = world.copy(host, act.copy().domainId());
    boolean done =
        !fails && copy.isPresent() && carryOut(migration, act.remedy(), copy.get(), false);
    feed(migration, side, done ? new SideEvent.Acted(act.remedy()) : new SideEvent.ActFailed(WHY));
    return act.remedy() + (done ? "" : " in vain");
  }

  boolean carryOut(int migration, Remedy remedy, Copy copy, boolean onlyHalf) {
    switch (remedy) {
      case DESTROY_SOURCE, DESTROY_TARGET -> destroy(migration, copy);
      case UNPAUSE_TARGET -> {
        if (copy.state == Copy.State.PAUSED) {
          world.runs(copy);
        }
      }
      case RESUME_SOURCE -> {
        if (copy.kind != CopyKind.ORDINARY && !xl.rename(Optional.of(copy), CopyKind.ORDINARY)) {
          return false;
        }
        if (!onlyHalf && copy.state == Copy.State.SUSPENDED) {
          world.runs(copy);
        }
      }
      case DONE, BACK, WAIT, REPAIR -> throw new IllegalStateException(remedy.name());
    }
    return true;
  }

  private void destroy(int migration, Copy copy) {
    if (copy.broughtBy != Copy.NOBODY
        && copy.broughtBy != migration
        && !isRubble(migration, copy)) {
      throw new Violation("A COPY OF ANOTHER MIGRATION IS DESTROYED: " + copy.name());
    }
    if (copy.state == Copy.State.RUNNING) {
      throw new Violation("A RUNNING COPY IS DESTROYED: " + copy.name());
    }
    boolean last =
        !copy.stale
            && copy.state != Copy.State.ENDED
            && world.copiesOf(copy.domain).noneMatch(c -> c != copy && !c.stale);
    if (last && !world.excused[copy.domain]) {
      throw new Violation("THE LAST GOOD IMAGE IS DESTROYED: " + copy.name());
    }
    world.copies.remove(copy);
  }

  /**
   * Whose a copy is, xl does not write down. A received copy that was never started, with nobody at
   * it any more, may be one that was brought by hand while a receiver of this migration was killed
   * before it could tell of it: then both leave the same, and it may go.
   */
  private boolean isRubble(int migration, Copy copy) {
    return world.scenario.isForeign(copy.broughtBy)
        && !world.passages[copy.broughtBy].receiverLives()
        && copy.kind == CopyKind.INCOMING
        && machine(migration, 1).transfer() == Transfer.ENDED
        && !run(migration, 1).toldOfAnother;
  }

  // Death and rebirth

  void die(int host, boolean loggedFirst, boolean halfActed) {
    world.agentLives[host] = false;
    for (int migration = 0; migration < world.runs.length; migration++) {
      for (int side = 0; side < 2; side++) {
        if (world.scenario.host(migration, side) == host) {
          die(migration, side, loggedFirst, halfActed);
        }
      }
    }
  }

  private void die(int migration, int side, boolean loggedFirst, boolean halfActed) {
    Run run = run(migration, side);
    if (loggedFirst) {
      run.writing.forEach(step -> log(run, step));
    }
    if (halfActed && !run.acts.isEmpty()) {
      SideCommand.Act act = alphabet.acts.get(run.acts.get(0));
      world
          .copy(world.scenario.host(migration, side), act.copy().domainId())
          .ifPresent(copy -> carryOut(migration, act.remedy(), copy, true));
    }
    for (int manager = 0; manager < World.MANAGERS; manager++) {
      for (OrderKind kind : OrderKind.values()) {
        boolean first = kind == (side == 0 ? OrderKind.SEND : OrderKind.PREPARE);
        boolean waits =
            kind.compareTo(OrderKind.HAND_OVER) >= 0
                ? (run.waiting & waits(manager, kind)) != 0
                : first && (run.waiting & 64 << manager) != 0;
        if (waits) {
          unanswered(
              Message.order(manager, world.bosses[manager].epoch, migration, side, kind, Map.of()));
        }
      }
    }
    run.forget();
    Passage p = world.passages[migration];
    if (p.stream == Stream.UP) {
      p.stream = Stream.BROKEN;
    }
    if (side == 0) {
      p.sourceRelay = Relay.NONE;
      p.senderInputEnded = p.senderLives();
      p.senderOutputBroken = p.senderLives();
      p.senderWroteGo = false;
      p.wordsOnTheirWay.clear();
      p.senderExit = Passage.Exit.NOTHING_NEW;
    } else {
      p.targetRelay = Relay.NONE;
      p.receiverInputEnded = p.receiverLives();
      p.receiverOutputBroken = p.receiverLives();
      p.receiverSaid.clear();
      p.goOnItsWay = false;
      p.pagesOnTheirWay = false;
      p.pagesStale = false;
      p.receiverExit = Passage.Exit.NOTHING_NEW;
    }
  }

  void unanswered(Message order) {
    send(order.answeredWith(Optional.empty()));
  }

  void restart(int host) {
    world.agentLives[host] = true;
    for (int migration = 0; migration < world.runs.length; migration++) {
      for (int side = 0; side < 2; side++) {
        Run run = run(migration, side);
        if (world.scenario.host(migration, side) != host || !run.orderLogged) {
          continue;
        }
        if (run.endLogged.isFinal()) {
          run.desk = Run.Desk.OVER;
          run.end = run.endLogged;
        } else {
          run.desk = Run.Desk.BEGUN;
          run.machine =
              alphabet.sides.of(
                  org.transhume.migration.side.Canonical.of(
                      machines.recovered(
                          SIDES[side], alphabet.order(migration, run.orderEpoch), run.log)));
        }
      }
    }
  }

  void forgetManager(int manager) {
    for (Run[] both : world.runs) {
      for (Run run : both) {
        run.waiting &= ~((7 << (manager * 3)) | (64 << manager));
      }
    }
  }
}
