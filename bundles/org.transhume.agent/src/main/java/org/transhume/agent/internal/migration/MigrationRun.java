// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.AgentContext;
import org.transhume.agent.internal.AgentExecution;
import org.transhume.agent.internal.relay.StreamDoor;
import org.transhume.agent.internal.relay.StreamPreface;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StreamTicket;
import org.transhume.migration.side.CopySighting;
import org.transhume.migration.side.MigrationSide;
import org.transhume.migration.side.Remedy;
import org.transhume.migration.side.Side;
import org.transhume.migration.side.SideCommand;
import org.transhume.migration.side.SideCommand.Order;
import org.transhume.migration.side.SideEvent;
import org.transhume.migration.side.SideStep;
import org.transhume.migration.side.Step;
import org.transhume.migration.side.WireMessage;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.StreamConnection;

/**
 * One side of one migration at work: feeds the protocol with what happens, obeys its commands, and
 * shows how it stands. Decides nothing itself. Belongs to the loop, but for {@link #view}.
 */
final class MigrationRun {

  private static final Logger LOG = LoggerFactory.getLogger(MigrationRun.class);
  private static final long TICK_MILLIS = 250;
  private static final long LOOK_AGAIN_MILLIS = 500;
  private static final long SETTLE_MILLIS = 30_000;
  private static final long REQUEST_AGAIN_MILLIS = 15_000;

  private final MigrationSurroundings around;
  private final AgentContext context;
  private final MigrationOrder order;
  private final Side side;
  private final long beganEpochMillis;
  private final Consumer<MigrationRun> onEnd;
  private final Passage passage;
  private final GuestWatch guest;
  private final Map<Order, List<CompletableFuture<StepResult>>> waiting =
      new EnumMap<>(Order.class);
  private final CompletableFuture<StepResult> firstAnswer = new CompletableFuture<>();
  private MigrationSide state;
  private Optional<DomainIdentity> domain = Optional.empty();
  private Optional<StreamTicket> ticket = Optional.empty();
  private Map<String, String> luggage = Map.of();
  private AgentExecution.Timer ticks;
  private long tickNanos;
  private volatile MigrationView view;

  /**
   * A run that has not begun.
   *
   * @param phase REQUESTED, CHECKING, or FINISHING for one that is to be recovered
   * @param bandwidthLimit what it may copy in a second, asked each time; 0 for no limit
   * @param onEnd called on the loop when it has ended
   */
  MigrationRun(
      MigrationSurroundings around,
      Side side,
      MigrationOrder order,
      MigrationPhase phase,
      LongSupplier bandwidthLimit,
      Consumer<MigrationRun> onEnd) {
    this.around = around;
    this.onEnd = onEnd;
    this.context = around.context();
    this.order = order;
    this.side = side;
    this.guest = new GuestWatch(context, order);
    this.beganEpochMillis = context.nowMillis();
    this.passage =
        new Passage(
            context,
            order.migrationId(),
            side,
            bandwidthLimit,
            event -> context.loop().execute(() -> happened(event)));
    this.view =
        new MigrationView(
            order, phase, MigrationView.Progress.NONE, beganEpochMillis, null, null, List.of());
  }

  MigrationOrder order() {
    return order;
  }

  Side side() {
    return side;
  }

  MigrationView view() {
    return view;
  }

  GuestFigures guestFigures() {
    return guest.figures();
  }

  MigrationPhase phase() {
    return view.phase();
  }

  /** The answer to the order that began it; a repeated order gets the same. */
  CompletableFuture<StepResult> firstAnswer() {
    return firstAnswer;
  }

  /** Whether the protocol has begun here. */
  boolean begun() {
    return state != null;
  }

  // Beginnings and an end without a beginning

  /** Tells the manager that it is wanted, until it begins or ends: what is told may be lost. */
  void request() {
    if (phase() == MigrationPhase.REQUESTED) {
      announce(MigrationPhase.REQUESTED);
      context.later(REQUEST_AGAIN_MILLIS, this::request);
    }
  }

  /** Refused, or cancelled before anything was begun. */
  void end(MigrationPhase phase, List<Explanation> reasons) {
    show(phase, reasons);
    announce(phase);
    firstAnswer.complete(StepResult.refused(phase, reasons));
  }

  /** Refused for reasons that pass; nobody else is told, for it has not ended. */
  void putOff(List<Explanation> reasons) {
    firstAnswer.complete(StepResult.refusedForNow(phase(), reasons));
  }

  /** The source's checks have passed. */
  void beginSource(DomainIdentity what, StreamTicket leave) {
    domain = Optional.of(what);
    ticket = Optional.of(leave);
    begin(MigrationSide.source(order));
    guest.departs(
        () -> phase().compareTo(MigrationPhase.HANDOVER) < 0 && passage.suspendedAt().isEmpty());
    firstAnswer.complete(StepResult.accepted(phase()));
  }

  /** The target's checks have passed. */
  void beginTarget(StreamDoor door, StreamTicket leave) {
    ticket = Optional.of(leave);
    door.expect(
        new StreamDoor.Guest(
            preface(), order.source(), stream -> context.loop().execute(() -> arrived(stream))));
    begin(MigrationSide.target(order));
    long millis = context.settings().get().patience().reservationMillis();
    context.later(millis, () -> expire(millis));
    firstAnswer.complete(new StepResult(true, phase(), List.of(), leave, Map.of()));
  }

  /** It had begun before the agent was restarted. */
  void recover(List<Step> steps) {
    begin(new SideStep(MigrationSide.recovered(side, order, steps), List.of()));
    show(MigrationPhase.FINISHING, state.reasons());
    firstAnswer.complete(StepResult.refused(MigrationPhase.FINISHING, state.reasons()));
  }

  private void begin(SideStep first) {
    state = first.next();
    context.later(Math.max(1, order.timeLimitMillis()), this::timeIsUp);
    tickNanos = context.nanoTime().getAsLong();
    ticks = context.every(TICK_MILLIS, this::tick);
    carryOut(first);
  }

  private void expire(long millis) {
    if (state.transfer() == MigrationSide.Transfer.NONE) {
      happened(
          new SideEvent.StreamFailed(
              new Explanation(
                  "RESERVATION_EXPIRED",
                  "no stream came from " + order.source() + " within " + millis + " ms",
                  Map.of("millis", Long.toString(millis)))));
    }
  }

  private void timeIsUp() {
    if (phase().isFinal()) {
      return;
    }
    happened(
        new SideEvent.TimeLimitPassed(
            new Explanation(
                "TIME_LIMIT",
                "not done within the time limit of " + order.timeLimitMillis() + " ms",
                Map.of("timeLimitMillis", Long.toString(order.timeLimitMillis())))));
    if (!phase().isFinal()) {
      remind();
    }
    context.later(SETTLE_MILLIS, this::timeIsUp);
  }

  /** A manager that has closed it, or never heard of it, takes it up again. */
  private void remind() {
    emit(
        phase(),
        List.of(
            Explanation.of(
                MigrationEvent.UNFINISHED,
                "the "
                    + side.word()
                    + " "
                    + context.host()
                    + " waits to be told how this migration is to be finished")));
  }

  private void arrived(StreamConnection stream) {
    passage.join(stream);
    happened(new SideEvent.StreamUp());
    if (state.transfer() == MigrationSide.Transfer.NONE) {
      context.execution().workers().execute(stream::close);
    }
  }

  // Orders

  /** Takes what an order carries of the domain's clock. */
  void told(Map<String, String> attachments) {
    guest.told(attachments);
  }

  /** Feeds an order's event; the answer comes when the protocol gives it. */
  CompletableFuture<StepResult> ordered(Order what, SideEvent event) {
    CompletableFuture<StepResult> answer = new CompletableFuture<>();
    waiting.computeIfAbsent(what, w -> new ArrayList<>()).add(answer);
    happened(event);
    return answer;
  }

  /** Feeds an event. */
  void happened(SideEvent event) {
    if (state == null) {
      return;
    }
    LOG.debug("migration {} at the {}: {}", order.migrationId(), side.word(), event);
    if (event instanceof SideEvent.MessageSeen seen && seen.message() == WireMessage.REPORT) {
      noteDowntime();
      if (side == Side.TARGET) {
        // Its clock is read while the hosts are looked at, so that nobody has to wait for it.
        guest.arrives();
      }
    }
    SideStep step = state.on(event);
    state = step.next();
    carryOut(step);
  }

  private void carryOut(SideStep step) {
    show(state.phase(), state.reasons());
    step.commands().forEach(this::obey);
  }

  // Commands

  private void obey(SideCommand command) {
    if (command instanceof SideCommand.Note note) {
      record(note.step());
    } else if (command instanceof SideCommand.OpenStream) {
      context.execution().workers().execute(this::openStream);
    } else if (command instanceof SideCommand.StartTransfer) {
      context.execution().workers().execute(() -> passage.start(domain));
    } else if (command instanceof SideCommand.Forward forward) {
      passage.forward(forward.message());
    } else if (command instanceof SideCommand.Cut cut) {
      cut(cut.why());
    } else if (command instanceof SideCommand.Look) {
      context.execution().workers().execute(this::look);
    } else if (command instanceof SideCommand.LookLater) {
      context.later(LOOK_AGAIN_MILLIS, () -> context.execution().workers().execute(this::look));
    } else if (command instanceof SideCommand.Act act) {
      context.execution().workers().execute(() -> act(act.remedy(), act.copy()));
    } else if (command instanceof SideCommand.Announce announced) {
      announce(announced.phase());
    } else if (command instanceof SideCommand.Answer answer) {
      answer(answer);
    }
  }

  private void record(Step step) {
    around
        .journal()
        .write(
            file -> file.step(order.migrationId(), step),
            failure -> context.loop().execute(() -> recorded(step, failure)));
  }

  private void recorded(Step step, Optional<IOException> failure) {
    happened(
        failure.isEmpty()
            ? new SideEvent.Recorded(step)
            : new SideEvent.RecordFailed(step, unrecorded(step, failure.get())));
  }

  private Explanation unrecorded(Step step, IOException failure) {
    LOG.error("migration {}: {} cannot be recorded", order.migrationId(), step, failure);
    return JournalLane.explain(failure);
  }

  private void openStream() {
    StreamTicket leave = ticket.orElseThrow();
    Duration patience = Duration.ofMillis(context.settings().get().patience().connectMillis());
    try {
      StreamDoor door =
          around.door().get().orElseThrow(() -> new IOException("no migration stream is set up"));
      StreamConnection stream =
          door.open(
              new Endpoint(leave.address(), leave.port()), order.target(), preface(), patience);
      context.loop().execute(() -> arrived(stream));
    } catch (IOException e) {
      LOG.warn("migration {}: no stream to {}", order.migrationId(), leave, e);
      Explanation why =
          new Explanation(
              "STREAM_NOT_OPENED",
              "no stream to " + order.target() + ": " + e.getMessage(),
              Map.of("address", leave.address(), "port", Integer.toString(leave.port())));
      context.loop().execute(() -> happened(new SideEvent.StreamFailed(why)));
    }
  }

  private StreamPreface preface() {
    return new StreamPreface(order.migrationId(), ticket.orElseThrow().token(), order.domainUuid());
  }

  private void cut(Explanation why) {
    LOG.info("migration {} of {} is cut: {}", order.migrationId(), order.domain(), why);
    around.door().get().ifPresent(door -> door.forget(order.migrationId()));
    context.execution().workers().execute(passage::cut);
  }

  private void look() {
    CopySighting sighting;
    try {
      sighting = CopySighting.in(context.hypervisor().glance(), order.domainUuid());
    } catch (HypervisorException e) {
      LOG.warn("migration {}: the host cannot be looked at", order.migrationId(), e);
      sighting = CopySighting.UNREACHABLE;
    }
    SideEvent seen = new SideEvent.Observed(sighting);
    context.loop().execute(() -> happened(seen));
  }

  private void act(Remedy remedy, DomainIdentity copy) {
    LOG.info("migration {}: {} {}", order.migrationId(), remedy, copy);
    SideEvent event;
    try {
      carryOut(remedy, copy);
      event = new SideEvent.Acted(remedy);
    } catch (HypervisorException e) {
      LOG.warn("migration {}: {} {} failed", order.migrationId(), remedy, copy, e);
      event = new SideEvent.ActFailed(e.explanation());
    }
    SideEvent told = event;
    context.loop().execute(() -> happened(told));
  }

  private void carryOut(Remedy remedy, DomainIdentity copy) throws HypervisorException {
    Hypervisor hypervisor = context.hypervisor();
    switch (remedy) {
      case DESTROY_SOURCE, DESTROY_TARGET -> hypervisor.destroy(copy);
      case UNPAUSE_TARGET -> hypervisor.unpause(copy);
      case RESUME_SOURCE -> {
        DomainIdentity own = new DomainIdentity(copy.uuid(), copy.domainId(), order.domain());
        if (!copy.name().equals(own.name())) {
          hypervisor.rename(copy, own.name());
        }
        hypervisor.resume(own);
      }
      case DONE, BACK, WAIT, REPAIR ->
          throw new IllegalArgumentException(remedy + " is nothing to carry out");
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Whatever it comes to is passed on.
  private void answer(SideCommand.Answer answer) {
    List<CompletableFuture<StepResult>> asked = waiting.remove(answer.order());
    if (asked != null) {
      StepResult result = withOutcome(withLuggage(answer.order(), answer.result()));
      if (side == Side.TARGET && result.phase() == MigrationPhase.DONE && result.accepted()) {
        guest
            .arrival()
            .thenAccept(found -> asked.forEach(one -> one.complete(attaching(result, found))));
      } else {
        asked.forEach(one -> one.complete(result));
      }
    }
  }

  /**
   * From the hand-over on the domain does nothing more here, and its wrappers do not either: what
   * they remember goes along. Said again with each finish, for the first word may be lost.
   */
  private StepResult withLuggage(Order to, StepResult result) {
    boolean leaves = (to == Order.HAND_OVER && result.accepted()) || to == Order.FINISH;
    if (side != Side.SOURCE || !leaves) {
      return result;
    }
    if (luggage.isEmpty()) {
      luggage = around.wrappers().luggage(order.domainUuid());
    }
    return attaching(attaching(result, luggage), guest.luggage());
  }

  /** A final answer brings the figures along: a notification with them may be lost or late. */
  private StepResult withOutcome(StepResult result) {
    if (!result.phase().isFinal()) {
      return result;
    }
    Map<String, String> facts = new HashMap<>();
    facts.put(StepResult.BYTES_SENT, Long.toString(passage.progress().bytes()));
    if (view.downtimeMillis() != null) {
      facts.put(StepResult.DOWNTIME_MILLIS, Long.toString(view.downtimeMillis()));
    }
    return attaching(result, facts);
  }

  private static StepResult attaching(StepResult result, Map<String, String> more) {
    Map<String, String> facts = new HashMap<>(result.attachments());
    facts.putAll(more);
    return new StepResult(
        result.accepted(), result.phase(), result.reasons(), result.ticket(), facts);
  }

  // What people see

  private void announce(MigrationPhase phase) {
    if (phase.isFinal()) {
      ended(phase);
    }
    emit(phase, view.reasons());
    // Not before the end: what finishes the migration has to look too, and would wait for it.
    if (phase.isFinal()) {
      around.watch().lookSoon();
    }
  }

  private void emit(MigrationPhase phase, List<Explanation> reasons) {
    MigrationView shown = view;
    MigrationEvent event =
        new MigrationEvent(
            context.startedAtEpochMillis(),
            context.host(),
            order.migrationId(),
            order.domainUuid(),
            order.domain(),
            order.source(),
            order.target(),
            phase,
            shown.progress().bytes(),
            context.nowMillis() - beganEpochMillis,
            shown.downtimeMillis(),
            reasons,
            context.nowMillis());
    around
        .emitter()
        .emit(
            NotificationTypes.migration(phase),
            "migration " + order.migrationId() + " of " + order.domain() + ": " + phase,
            event,
            event.atEpochMillis());
  }

  private void ended(MigrationPhase phase) {
    if (ticks != null) {
      tick();
      ticks.cancel();
    }
    LOG.info(
        "migration {} of {} ended at the {} as {} {} {}",
        order.migrationId(),
        order.domain(),
        side.word(),
        phase,
        passage.figures(),
        view.reasons());
    around
        .journal()
        .write(
            file -> file.end(order.migrationId(), phase),
            failure ->
                failure.ifPresent(
                    e ->
                        LOG.error(
                            "migration {}: its end is not recorded", order.migrationId(), e)));
    onEnd.accept(this);
  }

  private void noteDowntime() {
    passage
        .suspendedAt()
        .ifPresent(
            suspended ->
                view =
                    copyOf(
                        view.phase(),
                        view.progress(),
                        Duration.between(suspended, context.clock().instant()).toMillis(),
                        view.reasons()));
  }

  private void show(MigrationPhase phase, List<Explanation> reasons) {
    view = copyOf(phase, view.progress(), view.downtimeMillis(), reasons);
  }

  private MigrationView copyOf(
      MigrationPhase phase,
      MigrationView.Progress progress,
      Long downtimeMillis,
      List<Explanation> reasons) {
    boolean over = phase.isFinal();
    Long ended =
        over && view.endedEpochMillis() == null
            ? Long.valueOf(context.nowMillis())
            : view.endedEpochMillis();
    return new MigrationView(
        order, phase, progress, beganEpochMillis, ended, downtimeMillis, reasons);
  }

  private void tick() {
    MigrationView.Progress now = passage.progress();
    long nanos = context.nanoTime().getAsLong();
    boolean sending = phase() == MigrationPhase.SENDING && nanos > tickNanos;
    double passed = now.bytes() - view.progress().bytes();
    Double rate = sending ? Double.valueOf(passed * 1e9 / (nanos - tickNanos)) : null;
    tickNanos = nanos;
    view =
        copyOf(
            phase(),
            new MigrationView.Progress(now.bytes(), now.expectedBytes(), rate, now.round()),
            view.downtimeMillis(),
            view.reasons());
    long silent = passage.silentMillis();
    if (phase() == MigrationPhase.SENDING
        && silent > context.settings().get().patience().stallMillis()) {
      happened(
          new SideEvent.StreamBroken(
              new Explanation(
                  "STALLED",
                  "no byte has passed for " + silent + " ms",
                  Map.of("silentMillis", Long.toString(silent)))));
    }
  }
}
