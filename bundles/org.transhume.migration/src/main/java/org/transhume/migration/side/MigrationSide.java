// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StepResult;
import org.transhume.migration.side.SideCommand.Order;
import org.transhume.spi.hypervisor.Reason;

/**
 * One side of one migration. Immutable: {@link #on} answers with the next state. Both sides obey
 * the same {@link Gate} and the same {@link RecoveryTable}; they differ in how they begin and in
 * which remedies are theirs.
 *
 * @param side which one
 * @param order what was ordered first
 * @param epoch the newest epoch that is known to this migration
 * @param phase how far this side has come
 * @param transfer whether a sender or receiver was started
 * @param gate what GO has to pass
 * @param receiver what the receiver has said
 * @param ending how far closing has come
 */
public record MigrationSide(
    Side side,
    MigrationOrder order,
    Epoch epoch,
    MigrationPhase phase,
    Transfer transfer,
    Gate gate,
    ReceiverReport receiver,
    Ending ending) {

  /** How often a side looks again while a tool process is busy with the domain. */
  static final int PATIENCE_LOOKS = 60;

  /** How often a started copy is looked at for processor time that advances. */
  static final int PATIENCE_ADVANCE = 10;

  private static final String GUEST_SILENT = "GUEST_SILENT";

  private static final int MOST_ACTS = 4;

  /** At half a second each: longer than a guest was ever seen to be late. */
  private static final int LATE_LOOKS = 40;

  /** What became of this side's sender or receiver. */
  public enum Transfer {
    /** Not begun: nothing can have been left behind. */
    NONE,
    /** Running, or being started. */
    ALIVE,
    /** Ended. */
    ENDED
  }

  /** Requires every component. */
  public MigrationSide {
    Objects.requireNonNull(side, "side");
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(epoch, "epoch");
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(transfer, "transfer");
    Objects.requireNonNull(gate, "gate");
    Objects.requireNonNull(receiver, "receiver");
    Objects.requireNonNull(ending, "ending");
  }

  /** The source's side, its checks passed: opens the stream. */
  public static SideStep source(MigrationOrder order) {
    MigrationSide begun = begun(Side.SOURCE, order);
    return SideStep.of(
        begun, new SideCommand.Announce(begun.phase()), new SideCommand.OpenStream());
  }

  /** The target's side, its checks passed: waits for the stream. */
  public static SideStep target(MigrationOrder order) {
    MigrationSide begun = begun(Side.TARGET, order);
    return SideStep.of(begun, new SideCommand.Announce(begun.phase()));
  }

  private static MigrationSide begun(Side side, MigrationOrder order) {
    return new MigrationSide(
        side,
        order,
        order.epoch(),
        MigrationPhase.PREPARING,
        Transfer.NONE,
        Gate.CLOSED,
        ReceiverReport.NONE,
        Ending.NONE);
  }

  /**
   * What is known of a side after the agent was started anew: its process for the transfer cannot
   * be spoken to any more, and GO has passed when it was recorded.
   *
   * @param steps what the journal says, in its order
   */
  public static MigrationSide recovered(Side side, MigrationOrder order, List<Step> steps) {
    MigrationSide state = begun(side, order);
    for (Step step : steps) {
      state = state.replayed(step);
    }
    Explanation why = Explanation.of("AGENT_RESTARTED", "the agent was restarted meanwhile");
    Gate gate = state.gate.calledOff(new Stop(false, why));
    Transfer transfer = state.transfer == Transfer.NONE ? Transfer.NONE : Transfer.ENDED;
    Ending ending = state.ending.because(why);
    boolean mayHaveAskedTheGuest = side == Side.SOURCE && transfer == Transfer.ENDED;
    return state
        .with(gate)
        .with(transfer)
        .with(MigrationPhase.FINISHING)
        .with(mayHaveAskedTheGuest ? ending.lookingForLateSuspension(LATE_LOOKS) : ending);
  }

  private MigrationSide replayed(Step step) {
    return switch (step) {
      case BEGUN -> with(Transfer.ALIVE);
      case READY -> with(gate.at(Gate.Stage.READY));
      case GO -> with(gate.at(Gate.Stage.GO_PASSED));
      case GO_WITHHELD -> with(gate.at(Gate.Stage.GO_HELD));
      case REPORT -> with(ReceiverReport.STARTED);
      case REPORT_FAILURE -> with(ReceiverReport.FAILED);
      case RESUME_GRANT, COPY_REMOVED -> with(ReceiverReport.RESUME_GRANTED);
      case ENDED -> with(Transfer.ENDED);
      case NOTHING_BROUGHT -> with(Transfer.NONE);
      case BANNER, GRANT, STOPPED, CLOSED -> this;
    };
  }

  /** What the event leads to. A finished side only answers. */
  public SideStep on(SideEvent event) {
    return event.applyTo(this);
  }

  /** What this side can tell the other. */
  public SideReport report() {
    return new SideReport(side, ending.copy(), gate.passed(), receiver);
  }

  /**
   * Why it ends as it does, or what has gone wrong so far; empty while all is well. When it is done
   * only what is to be looked after is left of that.
   */
  public List<Explanation> reasons() {
    return phase == MigrationPhase.DONE ? remarks() : ending.reasons();
  }

  private List<Explanation> remarks() {
    return ending.reasons().stream().filter(why -> why.code().equals(GUEST_SILENT)).toList();
  }

  // Beginning and copying

  SideStep streamUp() {
    if (phase != MigrationPhase.PREPARING || gate.stopped()) {
      return SideStep.of(this);
    }
    return SideStep.of(with(Transfer.ALIVE), new SideCommand.Note(Step.BEGUN));
  }

  SideStep messageSeen(WireMessage message, int status) {
    // The receiver may have left before its last words have been read.
    boolean lastWords = message == WireMessage.REPORT || message == WireMessage.RESUME_GRANT;
    if (transfer == Transfer.NONE || (transfer == Transfer.ENDED && !lastWords)) {
      return SideStep.of(this);
    }
    return switch (message) {
      case BANNER -> SideStep.of(this, new SideCommand.Note(Step.BANNER));
      case READY -> readySeen();
      case GO -> goSeen();
      case REPORT ->
          SideStep.of(
              with(status == 0 ? ReceiverReport.STARTED : ReceiverReport.FAILED),
              new SideCommand.Note(status == 0 ? Step.REPORT : Step.REPORT_FAILURE));
      case RESUME_GRANT ->
          SideStep.of(with(ReceiverReport.RESUME_GRANTED), new SideCommand.Note(Step.RESUME_GRANT));
    };
  }

  /** READY and GO count once, and in this order; anything else is no conversation of xl's. */
  private SideStep readySeen() {
    return gate.stage() == Gate.Stage.COPYING
        ? SideStep.of(with(gate.at(Gate.Stage.READY)), new SideCommand.Note(Step.READY))
        : SideStep.of(this);
  }

  private SideStep goSeen() {
    return gate.stage() == Gate.Stage.READY
        ? with(gate.at(Gate.Stage.GO_HELD)).recordGoIfAllowed()
        : SideStep.of(this);
  }

  // The hand-over

  private SideStep recordGoIfAllowed() {
    return gate.opens() && transfer == Transfer.ALIVE
        ? SideStep.of(with(gate.at(Gate.Stage.GO_RECORDING)), new SideCommand.Note(Step.GO))
        : SideStep.of(this);
  }

  SideStep handOverOrdered(Epoch by) {
    if (epoch.isNewerThan(by)) {
      return answer(
          Order.HAND_OVER,
          refused(StepResult.STALE_EPOCH, "a leader of epoch " + epoch + " is known"));
    }
    if (gate.passed() || gate.allowed().equals(Optional.of(by))) {
      return answer(Order.HAND_OVER, StepResult.accepted(phase));
    }
    if (gate.stopped()) {
      return answer(Order.HAND_OVER, StepResult.refused(phase, List.of(gate.stop().get().why())));
    }
    if (!gate.ready()) {
      return answer(Order.HAND_OVER, refused("NOT_READY", "no complete copy is at the target yet"));
    }
    return SideStep.of(with(by).with(gate.askedUnder(by)), new SideCommand.Note(Step.GRANT));
  }

  SideStep epochSeen(Epoch newer) {
    return newer.isNewerThan(epoch)
        ? SideStep.of(with(newer).with(gate.forbidden()))
        : SideStep.of(this);
  }

  SideStep recorded(Step step) {
    return switch (step) {
      case BEGUN -> begin();
      case BANNER -> SideStep.of(this, new SideCommand.Forward(WireMessage.BANNER));
      case READY -> forwardReady();
      case GRANT -> grantRecorded();
      case GO -> goRecorded();
      case REPORT, REPORT_FAILURE -> SideStep.of(this, new SideCommand.Forward(WireMessage.REPORT));
      case RESUME_GRANT -> SideStep.of(this, new SideCommand.Forward(WireMessage.RESUME_GRANT));
      case COPY_REMOVED -> look(this);
      case STOPPED, GO_WITHHELD, ENDED, NOTHING_BROUGHT, CLOSED -> SideStep.of(this);
    };
  }

  private SideStep begin() {
    if (phase != MigrationPhase.PREPARING) {
      return SideStep.of(this);
    }
    return gate.stopped()
        ? with(Transfer.NONE).enterFinishing()
        : SideStep.of(
            with(MigrationPhase.SENDING),
            new SideCommand.Announce(MigrationPhase.SENDING),
            new SideCommand.StartTransfer());
  }

  private SideStep forwardReady() {
    if (gate.stopped() || phase != MigrationPhase.SENDING) {
      return SideStep.of(this);
    }
    return SideStep.of(
        with(MigrationPhase.HANDOVER),
        new SideCommand.Forward(WireMessage.READY),
        new SideCommand.Announce(MigrationPhase.HANDOVER));
  }

  private SideStep grantRecorded() {
    if (gate.stopped()) {
      return answer(Order.HAND_OVER, StepResult.refused(phase, List.of(gate.stop().get().why())));
    }
    if (gate.asked().isEmpty()) {
      return answer(
          Order.HAND_OVER,
          refused(StepResult.STALE_EPOCH, "a leader of epoch " + epoch + " is known"));
    }
    SideStep go = with(gate.allowedAsAsked()).recordGoIfAllowed();
    return go.and(new SideCommand.Answer(Order.HAND_OVER, StepResult.accepted(phase)));
  }

  private SideStep goRecorded() {
    // For a process that has left meanwhile GO is better withheld: then it is sure that no copy
    // ran.
    if (gate.opensAfterRecord() && transfer == Transfer.ALIVE) {
      return SideStep.of(
          with(gate.at(Gate.Stage.GO_PASSED)), new SideCommand.Forward(WireMessage.GO));
    }
    return SideStep.of(with(gate.at(Gate.Stage.GO_HELD)), new SideCommand.Note(Step.GO_WITHHELD));
  }

  SideStep recordFailed(Step step, Explanation why) {
    MigrationSide state = with(ending.because(why));
    return switch (step) {
      case BEGUN -> state.with(Transfer.NONE).calledOff(new Stop(false, why));
      case BANNER, READY -> state.calledOff(new Stop(false, why));
      case GRANT ->
          state
              .with(gate.forbidden())
              .answer(Order.HAND_OVER, StepResult.refused(phase, List.of(why)));
      case GO -> state.with(gate.at(Gate.Stage.GO_HELD)).calledOff(new Stop(false, why));
      // The domain has been started, or given back: to hold this back would only do harm.
      case REPORT, REPORT_FAILURE, RESUME_GRANT, COPY_REMOVED -> state.recorded(step);
      case STOPPED, GO_WITHHELD, ENDED, NOTHING_BROUGHT, CLOSED -> SideStep.of(state);
    };
  }

  // Calling off

  SideStep aborted(Explanation why) {
    if (phase.isFinal()) {
      boolean fine = phase == MigrationPhase.CANCELLED || phase == MigrationPhase.ROLLED_BACK;
      return answer(
          Order.ABORT,
          fine ? StepResult.accepted(phase) : refused("ALREADY_OVER", "it ended " + phase));
    }
    if (gate.passed()) {
      return answer(
          Order.ABORT,
          refused("GO_PASSED", "GO may have reached the target: only finishing is possible now"));
    }
    SideStep off = calledOff(new Stop(true, why));
    return off.and(new SideCommand.Answer(Order.ABORT, StepResult.accepted(off.next().phase)));
  }

  SideStep timeLimitPassed(Explanation why) {
    if (gate.passed() && transfer == Transfer.ALIVE && !phase.isFinal()) {
      // The other end may be dead without a word. The process ends when it is cut off, and what it
      // leaves is judged by the table.
      return SideStep.of(with(ending.because(why)), new SideCommand.Cut(why));
    }
    SideStep off = calledOff(new Stop(false, why));
    return phase == MigrationPhase.FINISHING ? off.next().finishOrdered(Optional.empty()) : off;
  }

  SideStep calledOff(Stop stop) {
    if (phase.isFinal() || gate.passed() || gate.stopped()) {
      return SideStep.of(this);
    }
    if (phase == MigrationPhase.FINISHING) {
      // It has failed by itself before; from now on it is also sure that GO will never pass.
      return SideStep.of(with(gate.calledOff(new Stop(false, stop.why()))));
    }
    MigrationSide state = with(gate.calledOff(stop)).with(ending.because(stop.why()));
    SideCommand record = new SideCommand.Note(Step.STOPPED);
    SideCommand cut = new SideCommand.Cut(stop.why());
    return transfer == Transfer.ALIVE
        ? SideStep.of(state, record, cut)
        : state.enterFinishing(record, cut);
  }

  // Closing

  SideStep transferEnded(Optional<Explanation> failure) {
    if (transfer != Transfer.ALIVE) {
      return SideStep.of(this);
    }
    // The failure of what was cut on purpose explains nothing.
    Explanation why =
        gate.stop()
            .map(Stop::why)
            .or(() -> failure)
            .orElse(Explanation.of("ENDED_EARLY", "the " + side.word() + "'s process has left"));
    boolean failed = failure.isPresent() || !gate.passed();
    boolean broughtNothing = failure.filter(this::foundAnotherCopy).isPresent();
    MigrationSide state =
        with(broughtNothing ? Transfer.NONE : Transfer.ENDED)
            .with(gate.calledOff(new Stop(false, why)))
            .with(failed ? ending.because(why) : ending);
    if (failure.filter(MigrationSide::guestMaySuspendLate).isPresent()) {
      state = state.with(state.ending.lookingForLateSuspension(LATE_LOOKS));
    }
    SideCommand record = new SideCommand.Note(broughtNothing ? Step.NOTHING_BROUGHT : Step.ENDED);
    return side == Side.SOURCE && !gate.passed()
        ? state.enterFinishing(record, new SideCommand.Cut(why))
        : state.enterFinishing(record);
  }

  /** Before READY only: after it the name that is in use is the domain's, and the copy ours. */
  private boolean foundAnotherCopy(Explanation failure) {
    return side == Side.TARGET
        && gate.stage() == Gate.Stage.COPYING
        && failure.code().equals(Reason.NAME_IN_USE.name());
  }

  /** After this failure, and after this one alone, nobody resumes a guest that obeys late. */
  private static boolean guestMaySuspendLate(Explanation failure) {
    return failure.code().equals(Reason.GUEST_DID_NOT_SUSPEND.name());
  }

  private SideStep enterFinishing(SideCommand... before) {
    MigrationSide state = with(MigrationPhase.FINISHING);
    SideStep step =
        SideStep.of(state, before).and(new SideCommand.Announce(MigrationPhase.FINISHING));
    return ending.ordered() ? step.and(new SideCommand.Look()) : step;
  }

  SideStep finishOrdered(Optional<SideReport> otherSide) {
    if (phase.isFinal()) {
      return answerFinish(this);
    }
    MigrationSide state = with(ending.orderedWith(otherSide));
    if (phase == MigrationPhase.FINISHING) {
      return look(state);
    }
    if (gate.passed() || gate.stopped()) {
      return SideStep.of(state);
    }
    if (side == Side.TARGET && transfer == Transfer.NONE) {
      Explanation why = Explanation.of("FINISHED_UNUSED", "finished before a stream arrived");
      return state.calledOff(new Stop(true, why));
    }
    return answer(Order.FINISH, refused("UNDER_WAY", "the migration is under way; abort it first"));
  }

  private static SideStep look(MigrationSide state) {
    return SideStep.of(state, new SideCommand.Look());
  }

  SideStep observed(CopySighting sighting) {
    if (phase != MigrationPhase.FINISHING || !ending.ordered()) {
      return SideStep.of(this);
    }
    if (transfer == Transfer.NONE) {
      // Whatever is here is not of this migration.
      CopyState ours = side == Side.TARGET ? CopyState.ABSENT : sighting.state();
      return with(ending.found(ours))
          .close(Verdict.of(Remedy.BACK, "NOTHING_BEGUN", "nothing was begun on this side"));
    }
    MigrationSide state = with(ending.found(sighting.state()));
    if (sighting.copies() > 1) {
      return state.close(
          Verdict.repair(
              state.copyOf(Side.SOURCE),
              state.copyOf(Side.TARGET),
              sighting.copies() + " copies of the domain are on this host; keep the right one"));
    }
    // While xl is still at it the guest is not late yet.
    boolean mayBeLate = sighting.state() == CopyState.RUNNING && !sighting.unsettled();
    if (mayBeLate && state.ending.lateLooks() > 0) {
      int left = state.ending.lateLooks() - 1;
      return SideStep.of(
          state.with(state.ending.lookingForLateSuspension(left)), new SideCommand.LookLater());
    }
    if (state.mustLookAgain(sighting)) {
      return SideStep.of(state.with(state.ending.lookedInVain()), new SideCommand.LookLater());
    }
    if (sighting.unsettled() || sighting.state() == CopyState.UNREACHABLE) {
      String what =
          sighting.unsettled() ? "a tool is still busy with the domain" : "no look succeeded";
      return answerFinish(
          state.with(state.ending.because(Explanation.of("UNSETTLED", what)).answered()));
    }
    MigrationSide told = isSilent(sighting) ? state.with(state.ending.because(silence())) : state;
    return told.obey(told.verdict(), sighting);
  }

  /** A copy begins with no processor time of its own; what it has used it has used here. */
  private boolean isSilent(CopySighting sighting) {
    return side == Side.TARGET
        && sighting.state() == CopyState.RUNNING
        && sighting.cpuTime().isZero();
  }

  private Explanation silence() {
    return new Explanation(
        GUEST_SILENT,
        order.domain()
            + " runs on "
            + order.target()
            + " and has used no processor time there yet: look at its console",
        Map.of("domain", order.domain(), "host", order.target()));
  }

  private boolean mustLookAgain(CopySighting sighting) {
    if (sighting.state() == CopyState.UNREACHABLE || sighting.unsettled()) {
      return ending.looks() < PATIENCE_LOOKS;
    }
    return isSilent(sighting) && ending.looks() < PATIENCE_ADVANCE;
  }

  private Verdict verdict() {
    boolean goMayHaveArrived =
        side == Side.TARGET
            ? gate.passed()
            : gate.passed() && ending.otherSide().map(SideReport::goPassed).orElse(true);
    ReceiverReport said =
        ending.otherSide().map(SideReport::receiver).map(receiver::and).orElse(receiver);
    return RecoveryTable.verdict(
        copyOf(Side.SOURCE),
        copyOf(Side.TARGET),
        new Evidence(goMayHaveArrived, gate.stopped(), said));
  }

  private CopyState copyOf(Side whose) {
    return whose == side
        ? ending.copy()
        : ending.otherSide().map(SideReport::copy).orElse(CopyState.UNREACHABLE);
  }

  private SideStep obey(Verdict verdict, CopySighting sighting) {
    Remedy remedy = verdict.remedy();
    if (remedy == Remedy.DONE || remedy == Remedy.BACK || remedy == Remedy.REPAIR) {
      return close(verdict);
    }
    if (remedy == Remedy.DESTROY_SOURCE && side == Side.TARGET) {
      return close(new Verdict(Remedy.DONE, verdict.why()));
    }
    if (leavesNothingToDoHere(remedy)) {
      return close(new Verdict(Remedy.BACK, verdict.why()));
    }
    if (remedy.actor().equals(Optional.of(side)) && !mayHaveLeftThis()) {
      return close(
          Verdict.repair(
              copyOf(Side.SOURCE),
              copyOf(Side.TARGET),
              "somebody else has moved the domain meanwhile: what is at the "
                  + side.word()
                  + " is not of this migration, so it is left alone. Find out where the domain has"
                  + " run last, and destroy the other copy"));
    }
    if (remedy.actor().equals(Optional.of(side))) {
      return ending.acts() < MOST_ACTS
          ? SideStep.of(
              with(ending.because(verdict.why()).acted()),
              new SideCommand.Act(remedy, sighting.identity().orElseThrow()))
          : close(
              Verdict.repair(
                  copyOf(Side.SOURCE),
                  copyOf(Side.TARGET),
                  "this was tried " + MOST_ACTS + " times in vain: " + verdict.why().text()));
    }
    return answerFinish(with(ending.because(verdict.why()).answered()));
  }

  /** Whether only the other side has still to act, and the domain stays or returns there. */
  private boolean leavesNothingToDoHere(Remedy remedy) {
    return side == Side.SOURCE
        ? remedy == Remedy.DESTROY_TARGET && ending.copy() != CopyState.MIGRATED_AWAY
        : remedy == Remedy.RESUME_SOURCE && ending.copy() == CopyState.ABSENT;
  }

  /**
   * Whether this migration can have left the copy that was found here. Its sender renames after
   * READY, its receiver after GO; and the receiver that gives the domain back has destroyed its own
   * copy.
   */
  private boolean mayHaveLeftThis() {
    boolean givenBack = receiver == ReceiverReport.RESUME_GRANTED;
    return switch (ending.copy()) {
      case MIGRATED_AWAY -> gate.ready();
      case INCOMING -> !givenBack;
      case PAUSED -> gate.passed() && !givenBack;
      case ABSENT, RUNNING, SUSPENDED, SHUT_DOWN, UNREACHABLE -> true;
    };
  }

  SideStep acted(Remedy remedy) {
    return remedy == Remedy.DESTROY_TARGET
        ? SideStep.of(
            with(receiver.and(ReceiverReport.RESUME_GRANTED)),
            new SideCommand.Note(Step.COPY_REMOVED))
        : look(this);
  }

  SideStep actFailed(Explanation why) {
    return look(with(ending.because(why)));
  }

  private SideStep close(Verdict verdict) {
    MigrationPhase end =
        switch (verdict.remedy()) {
          case DONE -> MigrationPhase.DONE;
          case REPAIR -> MigrationPhase.REPAIR;
          case BACK, RESUME_SOURCE, DESTROY_SOURCE, DESTROY_TARGET, UNPAUSE_TARGET, WAIT ->
              gate.stop().map(Stop::endsAs).orElse(MigrationPhase.ROLLED_BACK);
        };
    MigrationSide closed =
        with(end)
            .with(
                end == MigrationPhase.DONE
                    ? ending.answered()
                    : ending.because(verdict.why()).answered());
    return answerFinish(closed, new SideCommand.Note(Step.CLOSED), new SideCommand.Announce(end));
  }

  private static SideStep answerFinish(MigrationSide state, SideCommand... before) {
    List<Explanation> reasons =
        state.phase == MigrationPhase.DONE ? List.of() : state.ending.reasons();
    Map<String, String> attachments = new TreeMap<>(state.report().toAttachments());
    if (state.phase == MigrationPhase.DONE) {
      state.remarks().forEach(why -> attachments.put(StepResult.REMARK + why.code(), why.text()));
    }
    StepResult result = new StepResult(true, state.phase, reasons, null, attachments);
    return SideStep.of(state, before).and(new SideCommand.Answer(Order.FINISH, result));
  }

  private SideStep answer(Order what, StepResult result) {
    return SideStep.of(this, new SideCommand.Answer(what, result));
  }

  private StepResult refused(String code, String text) {
    return StepResult.refused(
        phase, List.of(new Explanation(code, text, Map.of("migration", order.migrationId()))));
  }

  private MigrationSide with(Epoch newEpoch) {
    return new MigrationSide(side, order, newEpoch, phase, transfer, gate, receiver, ending);
  }

  private MigrationSide with(MigrationPhase newPhase) {
    return new MigrationSide(side, order, epoch, newPhase, transfer, gate, receiver, ending);
  }

  private MigrationSide with(Transfer newTransfer) {
    return new MigrationSide(side, order, epoch, phase, newTransfer, gate, receiver, ending);
  }

  private MigrationSide with(Gate newGate) {
    return new MigrationSide(side, order, epoch, phase, transfer, newGate, receiver, ending);
  }

  private MigrationSide with(ReceiverReport newReceiver) {
    return new MigrationSide(side, order, epoch, phase, transfer, gate, newReceiver, ending);
  }

  private MigrationSide with(Ending newEnding) {
    return new MigrationSide(side, order, epoch, phase, transfer, gate, receiver, newEnding);
  }
}
