// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StepResult;
import org.transhume.migration.side.SideCommand.Order;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.Reason;

class MigrationSideTest {

  private static final Epoch EPOCH = new Epoch(1, 4);
  private static final Epoch NEWER = new Epoch(1, 5);
  private static final Explanation WHY = Explanation.of("WHY", "because");
  private static final MigrationOrder ORDER =
      new MigrationOrder("m-1", EPOCH, "u", "etch-1-1", "a", "b", 60_000, Map.of());

  private MigrationSide side;
  private final List<SideCommand> commands = new ArrayList<>();

  private void begin(Side which) {
    take(which == Side.SOURCE ? MigrationSide.source(ORDER) : MigrationSide.target(ORDER));
  }

  private void take(SideStep step) {
    side = step.next();
    commands.addAll(step.commands());
  }

  private void on(SideEvent... events) {
    for (SideEvent event : events) {
      take(side.on(event));
    }
  }

  /** Feeds an event and, as a journal would, the confirmation of everything it wants recorded. */
  private void recording(SideEvent event) {
    SideStep step = side.on(event);
    take(step);
    for (SideCommand command : step.commands()) {
      if (command instanceof SideCommand.Note note) {
        recording(new SideEvent.Recorded(note.step()));
      }
    }
  }

  private void untilReady(Side which) {
    begin(which);
    recording(new SideEvent.StreamUp());
    recording(new SideEvent.MessageSeen(WireMessage.BANNER, 0));
    recording(new SideEvent.MessageSeen(WireMessage.READY, 0));
    commands.clear();
  }

  private boolean goForwarded() {
    return commands.contains(new SideCommand.Forward(WireMessage.GO));
  }

  private StepResult answer(Order order) {
    return commands.stream()
        .filter(SideCommand.Answer.class::isInstance)
        .map(SideCommand.Answer.class::cast)
        .filter(answer -> answer.order() == order)
        .reduce((first, second) -> second)
        .orElseThrow()
        .result();
  }

  private static CopySighting sighting(CopyState state) {
    return new CopySighting(
        state,
        state == CopyState.ABSENT
            ? Optional.empty()
            : Optional.of(new DomainIdentity("u", 7, "etch-1-1")),
        false,
        Duration.ofSeconds(1),
        state == CopyState.ABSENT ? 0 : 1);
  }

  // Beginning

  @Test
  void shouldStartTheTransferOnlyAfterItIsRecordedThatItBegins() {
    begin(Side.SOURCE);
    assertThat(commands)
        .containsExactly(
            new SideCommand.Announce(MigrationPhase.PREPARING), new SideCommand.OpenStream());
    commands.clear();

    on(new SideEvent.StreamUp());
    assertThat(commands).containsExactly(new SideCommand.Note(Step.BEGUN));
    commands.clear();

    on(new SideEvent.Recorded(Step.BEGUN));
    assertThat(commands)
        .containsExactly(
            new SideCommand.Announce(MigrationPhase.SENDING), new SideCommand.StartTransfer());
  }

  @Test
  void shouldHoldEachMessageUntilItIsRecorded() {
    begin(Side.TARGET);
    recording(new SideEvent.StreamUp());
    commands.clear();

    on(new SideEvent.MessageSeen(WireMessage.READY, 0));
    assertThat(commands).containsExactly(new SideCommand.Note(Step.READY));
    on(new SideEvent.Recorded(Step.READY));

    assertThat(commands)
        .contains(
            new SideCommand.Forward(WireMessage.READY),
            new SideCommand.Announce(MigrationPhase.HANDOVER));
  }

  @Test
  void shouldNotStartWhatWasCalledOffWhileItsBeginningWasRecorded() {
    begin(Side.SOURCE);
    on(new SideEvent.StreamUp(), new SideEvent.Aborted(WHY));
    commands.clear();

    on(new SideEvent.Recorded(Step.BEGUN));

    assertThat(commands).doesNotContain(new SideCommand.StartTransfer());
    assertThat(side.phase()).isEqualTo(MigrationPhase.FINISHING);
  }

  @Test
  void shouldGiveUpWhenTheBeginningCannotBeRecorded() {
    begin(Side.SOURCE);
    on(new SideEvent.StreamUp(), new SideEvent.RecordFailed(Step.BEGUN, WHY));

    assertThat(commands).doesNotContain(new SideCommand.StartTransfer());
    assertThat(side.phase()).isEqualTo(MigrationPhase.FINISHING);
    assertThat(side.reasons()).contains(WHY);
  }

  // GO

  @Test
  void shouldForwardGoOnceItIsAllowedAndRecorded() {
    for (Side which : Side.values()) {
      untilReady(which);
      recording(new SideEvent.HandOverOrdered(EPOCH));
      assertThat(answer(Order.HAND_OVER).accepted()).isTrue();
      on(new SideEvent.MessageSeen(WireMessage.GO, 0));
      assertThat(goForwarded()).isFalse();

      on(new SideEvent.Recorded(Step.GO));

      assertThat(goForwarded()).isTrue();
      assertThat(side.report().goPassed()).isTrue();
    }
  }

  @Test
  void shouldForwardGoThatArrivedBeforeItWasAllowed() {
    untilReady(Side.SOURCE);
    recording(new SideEvent.MessageSeen(WireMessage.GO, 0));
    assertThat(goForwarded()).isFalse();

    recording(new SideEvent.HandOverOrdered(EPOCH));

    assertThat(goForwarded()).isTrue();
  }

  @Test
  void shouldRefuseToAllowGoBeforeReady() {
    begin(Side.TARGET);
    recording(new SideEvent.StreamUp());

    on(new SideEvent.HandOverOrdered(EPOCH));

    assertThat(answer(Order.HAND_OVER).accepted()).isFalse();
    assertThat(answer(Order.HAND_OVER).reasons().get(0).code()).isEqualTo("NOT_READY");
  }

  @Test
  void shouldNeverForwardGoAfterAnAbort() {
    untilReady(Side.SOURCE);
    recording(new SideEvent.HandOverOrdered(EPOCH));
    recording(new SideEvent.Aborted(WHY));
    recording(new SideEvent.MessageSeen(WireMessage.GO, 0));

    assertThat(goForwarded()).isFalse();
    assertThat(side.report().goPassed()).isFalse();
    assertThat(answer(Order.ABORT).accepted()).isTrue();
  }

  @Test
  void shouldWithholdGoWhenAbortedWhileItsPassingIsRecorded() {
    untilReady(Side.SOURCE);
    recording(new SideEvent.HandOverOrdered(EPOCH));
    on(new SideEvent.MessageSeen(WireMessage.GO, 0), new SideEvent.Aborted(WHY));
    assertThat(answer(Order.ABORT).accepted()).isTrue();

    on(new SideEvent.Recorded(Step.GO));

    assertThat(goForwarded()).isFalse();
    assertThat(commands).contains(new SideCommand.Note(Step.GO_WITHHELD));
  }

  @Test
  void shouldNeverForwardGoAfterTheTimeLimit() {
    untilReady(Side.TARGET);
    recording(new SideEvent.HandOverOrdered(EPOCH));
    recording(new SideEvent.TimeLimitPassed(WHY));
    recording(new SideEvent.MessageSeen(WireMessage.GO, 0));

    assertThat(goForwarded()).isFalse();
    assertThat(commands).contains(new SideCommand.Cut(WHY));
  }

  @Test
  void shouldNotForwardGoUnderTheLeaveOfALeaderThatWasSuperseded() {
    untilReady(Side.SOURCE);
    recording(new SideEvent.HandOverOrdered(EPOCH));
    on(new SideEvent.EpochSeen(NEWER));
    recording(new SideEvent.MessageSeen(WireMessage.GO, 0));
    assertThat(goForwarded()).isFalse();

    recording(new SideEvent.HandOverOrdered(EPOCH));
    assertThat(answer(Order.HAND_OVER).reasons().get(0).code()).isEqualTo("STALE_EPOCH");
    assertThat(goForwarded()).isFalse();

    recording(new SideEvent.HandOverOrdered(NEWER));
    assertThat(goForwarded()).isTrue();
  }

  @Test
  void shouldRefuseALeaveThatWasBeingRecordedWhenANewerLeaderCame() {
    untilReady(Side.SOURCE);
    on(new SideEvent.HandOverOrdered(EPOCH), new SideEvent.EpochSeen(NEWER));
    recording(new SideEvent.Recorded(Step.GRANT));
    recording(new SideEvent.MessageSeen(WireMessage.GO, 0));

    assertThat(answer(Order.HAND_OVER).accepted()).isFalse();
    assertThat(goForwarded()).isFalse();
  }

  @Test
  void shouldCutInsteadOfForwardingGoThatCannotBeRecorded() {
    untilReady(Side.SOURCE);
    recording(new SideEvent.HandOverOrdered(EPOCH));
    on(new SideEvent.MessageSeen(WireMessage.GO, 0), new SideEvent.RecordFailed(Step.GO, WHY));

    assertThat(goForwarded()).isFalse();
    assertThat(commands).contains(new SideCommand.Cut(WHY));
    assertThat(side.report().goPassed()).isFalse();
  }

  @Test
  void shouldTakeNoMessageOutOfItsOrder() {
    begin(Side.SOURCE);
    recording(new SideEvent.StreamUp());
    recording(new SideEvent.MessageSeen(WireMessage.GO, 0));
    recording(new SideEvent.MessageSeen(WireMessage.READY, 0));
    recording(new SideEvent.HandOverOrdered(EPOCH));
    assertThat(goForwarded()).isFalse();
    recording(new SideEvent.MessageSeen(WireMessage.GO, 0));
    assertThat(goForwarded()).isTrue();
    commands.clear();

    recording(new SideEvent.MessageSeen(WireMessage.READY, 0));
    recording(new SideEvent.MessageSeen(WireMessage.GO, 0));

    assertThat(commands).isEmpty();
  }

  @Test
  void shouldRefuseEveryWayBackOnceGoHasPassed() {
    untilReady(Side.SOURCE);
    recording(new SideEvent.HandOverOrdered(EPOCH));
    recording(new SideEvent.MessageSeen(WireMessage.GO, 0));
    commands.clear();

    on(new SideEvent.Aborted(WHY), new SideEvent.StreamBroken(WHY));

    assertThat(answer(Order.ABORT).accepted()).isFalse();
    assertThat(answer(Order.ABORT).reasons().get(0).code()).isEqualTo("GO_PASSED");
    assertThat(commands).noneMatch(SideCommand.Cut.class::isInstance);
  }

  @Test
  void shouldCutAStreamThatBringsNoWordAfterGoWithinTheTimeLimit() {
    untilReady(Side.SOURCE);
    recording(new SideEvent.HandOverOrdered(EPOCH));
    recording(new SideEvent.MessageSeen(WireMessage.GO, 0));
    commands.clear();

    on(new SideEvent.TimeLimitPassed(WHY));

    assertThat(commands).containsExactly(new SideCommand.Cut(WHY));
    assertThat(side.gate().passed()).isTrue();
    assertThat(side.gate().stopped()).isFalse();
  }

  @Test
  void shouldStayAWhileWithAGuestThatMaySuspendLate() {
    untilReady(Side.SOURCE);
    on(
        new SideEvent.TransferEnded(
            Optional.of(Explanation.of("GUEST_DID_NOT_SUSPEND", "it did not answer"))),
        new SideEvent.FinishOrdered(
            Optional.of(
                new SideReport(Side.TARGET, CopyState.ABSENT, false, ReceiverReport.NONE))));
    commands.clear();
    CopySighting running = sighting(CopyState.RUNNING);
    for (int i = 0; i < 10; i++) {
      on(new SideEvent.Observed(running));
    }
    assertThat(side.phase()).isEqualTo(MigrationPhase.FINISHING);
    assertThat(commands).hasSize(10).allMatch(SideCommand.LookLater.class::isInstance);
    commands.clear();

    on(new SideEvent.Observed(sighting(CopyState.SUSPENDED)));
    assertThat(commands)
        .filteredOn(SideCommand.Act.class::isInstance)
        .extracting(command -> ((SideCommand.Act) command).remedy())
        .containsExactly(Remedy.RESUME_SOURCE);
  }

  /** Whatever comes in whatever order: GO passes only with a leave, and never after a way back. */
  @Test
  void shouldKeepTheRuleOfGoForEveryOrderOfEvents() {
    for (long seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      commands.clear();
      begin(random.nextBoolean() ? Side.SOURCE : Side.TARGET);
      Walk walk = new Walk();
      for (int i = 0; i < 30; i++) {
        walk.step(random, seed);
      }
    }
  }

  private final class Walk {
    private final List<Step> unconfirmed = new ArrayList<>();
    private MigrationPhase phase = MigrationPhase.PREPARING;
    private boolean calledOff;
    private boolean goSeen;
    private Epoch newest = EPOCH;
    private Epoch leave;

    void step(Random random, long seed) {
      SideEvent event = event(random);
      boolean passedBefore = side.report().goPassed();
      int before = commands.size();
      on(event);
      List<SideCommand> fresh = commands.subList(before, commands.size());
      if (fresh.contains(new SideCommand.Forward(WireMessage.GO))) {
        assertThat(calledOff).as("seed %d: called off", seed).isFalse();
        assertThat(goSeen).as("seed %d: GO was there", seed).isTrue();
        assertThat(leave).as("seed %d: leave of the newest leader", seed).isEqualTo(newest);
        assertThat(passedBefore).as("seed %d: only once", seed).isFalse();
      }
      for (SideCommand command : fresh) {
        if (command instanceof SideCommand.Note note) {
          unconfirmed.add(note.step());
        }
        if (command instanceof SideCommand.Answer answer
            && answer.order() == Order.HAND_OVER
            && answer.result().accepted()) {
          leave = side.epoch();
        }
      }
      assertThat(side.phase()).as("seed %d: never back", seed).isGreaterThanOrEqualTo(phase);
      phase = side.phase();
      boolean wayBack =
          event instanceof SideEvent.Aborted
              || event instanceof SideEvent.TimeLimitPassed
              || event instanceof SideEvent.StreamBroken;
      calledOff |= wayBack && !side.report().goPassed();
    }

    private SideEvent event(Random random) {
      if (!unconfirmed.isEmpty() && random.nextInt(3) > 0) {
        Step step = unconfirmed.remove(0);
        return random.nextInt(10) == 0
            ? new SideEvent.RecordFailed(step, WHY)
            : new SideEvent.Recorded(step);
      }
      List<Supplier<SideEvent>> choices =
          List.of(
              SideEvent.StreamUp::new,
              () -> new SideEvent.MessageSeen(WireMessage.READY, 0),
              this::go,
              () -> new SideEvent.HandOverOrdered(newest),
              () -> new SideEvent.HandOverOrdered(EPOCH),
              this::newer,
              () -> new SideEvent.Aborted(WHY),
              () -> new SideEvent.TimeLimitPassed(WHY),
              () -> new SideEvent.StreamBroken(WHY),
              () -> new SideEvent.TransferEnded(Optional.of(WHY)));
      // The ways back are rarer, so that walks come far.
      int most = random.nextInt(8) == 0 ? choices.size() : 6;
      return choices.get(random.nextInt(most)).get();
    }

    private SideEvent go() {
      goSeen |=
          side.gate().stage() == Gate.Stage.READY
              && side.transfer() == MigrationSide.Transfer.ALIVE;
      return new SideEvent.MessageSeen(WireMessage.GO, 0);
    }

    private SideEvent newer() {
      newest = new Epoch(newest.generation(), newest.counter() + 1);
      return new SideEvent.EpochSeen(newest);
    }
  }

  // Closing

  private void handedOver(Side which) {
    untilReady(which);
    recording(new SideEvent.HandOverOrdered(EPOCH));
    recording(new SideEvent.MessageSeen(WireMessage.GO, 0));
  }

  private void finish(Optional<SideReport> other, CopyState found) {
    on(new SideEvent.FinishOrdered(other));
    assertThat(commands).contains(new SideCommand.Look());
    recording(new SideEvent.Observed(sighting(found)));
  }

  @Test
  void shouldEndDoneOnBothSidesWithoutHearingOfEachOther() {
    handedOver(Side.TARGET);
    recording(new SideEvent.MessageSeen(WireMessage.REPORT, 0));
    recording(new SideEvent.TransferEnded(Optional.empty()));
    finish(Optional.empty(), CopyState.RUNNING);
    assertThat(answer(Order.FINISH).phase()).isEqualTo(MigrationPhase.DONE);

    handedOver(Side.SOURCE);
    recording(new SideEvent.MessageSeen(WireMessage.REPORT, 0));
    recording(new SideEvent.TransferEnded(Optional.empty()));
    finish(Optional.empty(), CopyState.ABSENT);
    assertThat(answer(Order.FINISH).phase()).isEqualTo(MigrationPhase.DONE);
  }

  @Test
  void shouldForwardAReportThatIsReadAfterTheReceiverHasLeft() {
    handedOver(Side.TARGET);
    recording(new SideEvent.TransferEnded(Optional.empty()));
    commands.clear();

    recording(new SideEvent.MessageSeen(WireMessage.REPORT, 0));

    assertThat(commands).contains(new SideCommand.Forward(WireMessage.REPORT));
  }

  @Test
  void shouldWaitWithFinishingUntilTheTransferHasEnded() {
    handedOver(Side.SOURCE);
    on(new SideEvent.FinishOrdered(Optional.empty()));
    assertThat(commands).doesNotContain(new SideCommand.Look());

    recording(new SideEvent.TransferEnded(Optional.empty()));

    assertThat(commands).contains(new SideCommand.Look());
  }

  @Test
  void shouldRefuseToFinishWhatIsUnderWay() {
    untilReady(Side.SOURCE);
    on(new SideEvent.FinishOrdered(Optional.empty()));

    assertThat(answer(Order.FINISH).accepted()).isFalse();
    assertThat(answer(Order.FINISH).reasons().get(0).code()).isEqualTo("UNDER_WAY");
  }

  @Test
  void shouldLookAgainWhileAToolIsBusyAndActOnNothingMeanwhile() {
    handedOver(Side.SOURCE);
    recording(new SideEvent.TransferEnded(Optional.of(WHY)));
    on(new SideEvent.FinishOrdered(Optional.empty()));
    CopySighting busy =
        new CopySighting(
            CopyState.MIGRATED_AWAY,
            Optional.of(new DomainIdentity("u", 7, "etch-1-1--migratedaway")),
            true,
            Duration.ZERO,
            1);

    for (int i = 0; i < MigrationSide.PATIENCE_LOOKS; i++) {
      commands.clear();
      on(new SideEvent.Observed(busy));
      assertThat(commands).containsExactly(new SideCommand.LookLater());
    }
    on(new SideEvent.Observed(busy));

    assertThat(answer(Order.FINISH).phase()).isEqualTo(MigrationPhase.FINISHING);
    assertThat(commands).noneMatch(SideCommand.Act.class::isInstance);
  }

  @Test
  void shouldDestroyTheSourceOnlyOnTheTargetsWordThatItRan() {
    handedOver(Side.SOURCE);
    recording(new SideEvent.TransferEnded(Optional.of(WHY)));
    finish(Optional.empty(), CopyState.MIGRATED_AWAY);
    assertThat(answer(Order.FINISH).phase()).isEqualTo(MigrationPhase.FINISHING);
    assertThat(commands).noneMatch(SideCommand.Act.class::isInstance);

    SideReport runs = new SideReport(Side.TARGET, CopyState.RUNNING, true, ReceiverReport.STARTED);
    finish(Optional.of(runs), CopyState.MIGRATED_AWAY);

    assertThat(commands)
        .contains(
            new SideCommand.Act(Remedy.DESTROY_SOURCE, new DomainIdentity("u", 7, "etch-1-1")));
    recording(new SideEvent.Acted(Remedy.DESTROY_SOURCE));
    recording(new SideEvent.Observed(sighting(CopyState.ABSENT)));
    assertThat(answer(Order.FINISH).phase()).isEqualTo(MigrationPhase.DONE);
  }

  @Test
  void shouldTellDurablyThatTheCopyWhichNeverRanIsGone() {
    handedOver(Side.TARGET);
    recording(new SideEvent.TransferEnded(Optional.of(WHY)));
    SideReport away =
        new SideReport(Side.SOURCE, CopyState.MIGRATED_AWAY, true, ReceiverReport.NONE);
    finish(Optional.of(away), CopyState.INCOMING);
    commands.clear();

    on(new SideEvent.Acted(Remedy.DESTROY_TARGET));
    assertThat(commands).containsExactly(new SideCommand.Note(Step.COPY_REMOVED));
    on(new SideEvent.Recorded(Step.COPY_REMOVED));
    on(new SideEvent.Observed(sighting(CopyState.ABSENT)));

    assertThat(answer(Order.FINISH).phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
    assertThat(side.report().receiver()).isEqualTo(ReceiverReport.RESUME_GRANTED);
    MigrationSide restarted =
        MigrationSide.recovered(
            Side.TARGET, ORDER, List.of(Step.BEGUN, Step.GO, Step.COPY_REMOVED));
    assertThat(restarted.report().receiver()).isEqualTo(ReceiverReport.RESUME_GRANTED);
  }

  @Test
  void shouldLeaveForeignCopiesAloneWhereItHasBegunNothing() {
    begin(Side.TARGET);
    on(new SideEvent.StreamFailed(WHY));
    finish(Optional.empty(), CopyState.INCOMING);

    assertThat(commands).noneMatch(SideCommand.Act.class::isInstance);
    assertThat(answer(Order.FINISH).phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
  }

  @Test
  void shouldAskForAPersonWhenTwoCopiesAreOnOneHost() {
    handedOver(Side.TARGET);
    recording(new SideEvent.TransferEnded(Optional.of(WHY)));
    on(new SideEvent.FinishOrdered(Optional.empty()));
    on(
        new SideEvent.Observed(
            new CopySighting(
                CopyState.INCOMING,
                Optional.of(new DomainIdentity("u", 7, "etch-1-1--incoming")),
                false,
                Duration.ZERO,
                2)));

    assertThat(answer(Order.FINISH).phase()).isEqualTo(MigrationPhase.REPAIR);
  }

  private static CopySighting running(Duration cpuTime) {
    return new CopySighting(
        CopyState.RUNNING, Optional.of(new DomainIdentity("u", 7, "etch-1-1")), false, cpuTime, 1);
  }

  private void startedAtTheTarget() {
    handedOver(Side.TARGET);
    recording(new SideEvent.MessageSeen(WireMessage.REPORT, 0));
    recording(new SideEvent.TransferEnded(Optional.empty()));
    on(new SideEvent.FinishOrdered(Optional.empty()));
  }

  @Test
  void shouldTellSuccessAsSoonAsTheGuestUsesProcessorTime() {
    startedAtTheTarget();
    commands.clear();
    on(new SideEvent.Observed(running(Duration.ZERO)));
    assertThat(commands).containsExactly(new SideCommand.LookLater());

    on(new SideEvent.Observed(running(Duration.ofMillis(100))));
    assertThat(answer(Order.FINISH).phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(StepResult.remarks(answer(Order.FINISH).attachments())).isEmpty();
  }

  @Test
  void shouldBeDoneAndSaySoWhenTheGuestStaysSilentAndNeverGoBack() {
    startedAtTheTarget();
    for (int i = 0; i < MigrationSide.PATIENCE_ADVANCE; i++) {
      commands.clear();
      on(new SideEvent.Observed(running(Duration.ZERO)));
      assertThat(commands).containsExactly(new SideCommand.LookLater());
    }
    on(new SideEvent.Observed(running(Duration.ZERO)));

    assertThat(answer(Order.FINISH).phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(answer(Order.FINISH).reasons()).isEmpty();
    assertThat(StepResult.remarks(answer(Order.FINISH).attachments()))
        .extracting("code")
        .containsExactly("GUEST_SILENT");
    assertThat(commands).noneMatch(SideCommand.Act.class::isInstance);
  }

  @Test
  void shouldLeaveTheCopyAloneThatItsReceiverHasFound() {
    begin(Side.TARGET);
    recording(new SideEvent.StreamUp());
    recording(
        new SideEvent.TransferEnded(
            Optional.of(Explanation.of(Reason.NAME_IN_USE.name(), "another copy is there"))));
    assertThat(commands).contains(new SideCommand.Note(Step.NOTHING_BROUGHT));

    finish(at(Side.SOURCE, CopyState.RUNNING), CopyState.INCOMING);

    assertThat(commands).noneMatch(SideCommand.Act.class::isInstance);
    assertThat(answer(Order.FINISH).phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
  }

  @Test
  void shouldLeaveTheCopyAloneThatItsReceiverHadFoundBeforeTheAgentWasRestarted() {
    side = MigrationSide.recovered(Side.TARGET, ORDER, List.of(Step.BEGUN, Step.NOTHING_BROUGHT));

    finish(at(Side.SOURCE, CopyState.RUNNING), CopyState.INCOMING);

    assertThat(commands).noneMatch(SideCommand.Act.class::isInstance);
  }

  @Test
  void shouldNotTouchWhatSomebodyElseHasMovedToTheTargetMeanwhile() {
    untilReady(Side.TARGET);
    recording(new SideEvent.Aborted(WHY));
    recording(new SideEvent.MessageSeen(WireMessage.RESUME_GRANT, 0));
    recording(new SideEvent.TransferEnded(Optional.of(WHY)));

    finish(at(Side.SOURCE, CopyState.RUNNING), CopyState.PAUSED);

    assertThat(commands).noneMatch(SideCommand.Act.class::isInstance);
    assertThat(answer(Order.FINISH).phase()).isEqualTo(MigrationPhase.REPAIR);
    assertThat(answer(Order.FINISH).reasons().toString()).contains("somebody else has moved");
  }

  @Test
  void shouldNotResumeWhatSomebodyElseHasHandedOver() {
    begin(Side.SOURCE);
    recording(new SideEvent.StreamUp());
    recording(new SideEvent.TransferEnded(Optional.of(WHY)));

    finish(at(Side.TARGET, CopyState.ABSENT), CopyState.MIGRATED_AWAY);

    assertThat(commands).noneMatch(SideCommand.Act.class::isInstance);
    assertThat(answer(Order.FINISH).phase()).isEqualTo(MigrationPhase.REPAIR);
  }

  private static Optional<SideReport> at(Side other, CopyState copy) {
    return Optional.of(new SideReport(other, copy, false, ReceiverReport.NONE));
  }

  @Test
  void shouldGiveUpAReservationThatIsFinishedUnused() {
    begin(Side.TARGET);
    finish(Optional.empty(), CopyState.ABSENT);

    assertThat(answer(Order.FINISH).phase()).isEqualTo(MigrationPhase.CANCELLED);
    recording(new SideEvent.StreamUp());
    assertThat(commands).doesNotContain(new SideCommand.StartTransfer());
  }

  @Test
  void shouldStopTryingARemedyThatFailsAndAskForAPerson() {
    untilReady(Side.SOURCE);
    recording(new SideEvent.Aborted(WHY));
    recording(new SideEvent.TransferEnded(Optional.of(WHY)));
    on(new SideEvent.FinishOrdered(Optional.empty()));
    for (int i = 0; i < 4; i++) {
      on(new SideEvent.Observed(sighting(CopyState.SUSPENDED)));
      on(new SideEvent.ActFailed(Explanation.of("UNSUPPORTED", "no way to resume")));
    }
    on(new SideEvent.Observed(sighting(CopyState.SUSPENDED)));

    assertThat(answer(Order.FINISH).phase()).isEqualTo(MigrationPhase.REPAIR);
    assertThat(answer(Order.FINISH).reasons()).extracting("code").contains("UNSUPPORTED");
  }

  @Test
  void shouldGiveTheSameAnswerToARepeatedFinish() {
    handedOver(Side.TARGET);
    recording(new SideEvent.MessageSeen(WireMessage.REPORT, 0));
    recording(new SideEvent.TransferEnded(Optional.empty()));
    finish(Optional.empty(), CopyState.RUNNING);
    StepResult first = answer(Order.FINISH);
    commands.clear();

    on(new SideEvent.FinishOrdered(Optional.empty()));

    assertThat(answer(Order.FINISH)).isEqualTo(first);
    assertThat(commands).hasSize(1);
  }

  @Test
  void shouldTakeARecordedGoForPassedAfterARestart() {
    MigrationSide passed =
        MigrationSide.recovered(Side.SOURCE, ORDER, List.of(Step.BEGUN, Step.READY, Step.GO));
    MigrationSide withheld =
        MigrationSide.recovered(
            Side.SOURCE, ORDER, List.of(Step.BEGUN, Step.READY, Step.GO, Step.GO_WITHHELD));

    assertThat(passed.report().goPassed()).isTrue();
    assertThat(withheld.report().goPassed()).isFalse();
    assertThat(passed.phase()).isEqualTo(MigrationPhase.FINISHING);
  }

  @Test
  void shouldSettleByItselfWhenNobodyFinishesItInTime() {
    untilReady(Side.SOURCE);
    recording(new SideEvent.TransferEnded(Optional.of(WHY)));
    commands.clear();

    on(new SideEvent.TimeLimitPassed(WHY));
    assertThat(commands).contains(new SideCommand.Look());
    recording(new SideEvent.Observed(sighting(CopyState.RUNNING)));

    assertThat(side.phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
    assertThat(commands).contains(new SideCommand.Announce(MigrationPhase.ROLLED_BACK));
  }

  @Test
  void shouldCarryAReportThroughAttachmentsUnchanged() {
    SideReport report =
        new SideReport(Side.TARGET, CopyState.INCOMING, true, ReceiverReport.FAILED);

    assertThat(SideReport.from(report.toAttachments(), Side.TARGET)).contains(report);
    assertThat(SideReport.from(report.toAttachments(), Side.SOURCE)).isEmpty();
    assertThat(SideReport.from(Map.of("target.copy", "FLYING"), Side.TARGET)).isEmpty();
  }
}
