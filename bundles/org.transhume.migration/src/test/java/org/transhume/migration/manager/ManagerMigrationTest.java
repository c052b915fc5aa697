// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transhume.migration.manager.OrderKind.ABORT;
import static org.transhume.migration.manager.OrderKind.FINISH;
import static org.transhume.migration.manager.OrderKind.HAND_OVER;
import static org.transhume.migration.manager.OrderKind.PREPARE;
import static org.transhume.migration.manager.OrderKind.SEND;
import static org.transhume.migration.manager.Side.SOURCE;
import static org.transhume.migration.manager.Side.TARGET;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StreamTicket;
import org.transhume.migration.manager.ManagerCommand.Ask;
import org.transhume.migration.manager.ManagerCommand.Check;
import org.transhume.migration.manager.ManagerCommand.Give;
import org.transhume.migration.manager.ManagerCommand.LimitQueue;
import org.transhume.migration.manager.ManagerCommand.LimitTime;
import org.transhume.migration.manager.ManagerCommand.Record;
import org.transhume.migration.manager.ManagerCommand.Wait;

class ManagerMigrationTest {

  private static final Pace PACE = new Pace(1000, 100, 10, 40, 3, 4, 5000);
  private static final MigrationOrder ORDER =
      new MigrationOrder(
          "m-1", new Epoch(0, 1), "u-1", "etch-1-1", "a-204-02", "a-204-03", 5000, Map.of());
  private static final StreamTicket TICKET = new StreamTicket("10.0.0.3", 7444, "secret");
  private static final Explanation WHY = Explanation.of("WHY", "because");

  private final Run run = new Run();

  @Test
  void shouldPassEveryPhaseInOrderWhenAllGoesWell() {
    run.on(new ManagerEvent.Begun());
    assertThat(run.commands()).containsExactly(new Check());

    run.on(new ManagerEvent.Checked(List.of(), true));
    assertThat(run.commands())
        .containsExactly(
            new Record(Milestone.INTENT),
            new LimitTime(5000),
            Give.order(TARGET, PREPARE),
            new Wait(1000));

    run.answer(TARGET, PREPARE, prepared());
    assertThat(run.commands())
        .containsExactly(new Give(SOURCE, SEND, Optional.of(TICKET), Map.of()), new Wait(1000));

    run.answer(SOURCE, SEND, accepted(MigrationPhase.SENDING));
    assertThat(run.commands()).containsExactly(new Wait(100));

    run.report(SOURCE, MigrationPhase.HANDOVER);
    assertThat(run.commands())
        .containsExactly(
            new Record(Milestone.HAND_OVER), Give.order(TARGET, HAND_OVER), new Wait(1000));

    run.answer(TARGET, HAND_OVER, accepted(MigrationPhase.HANDOVER));
    assertThat(run.commands()).containsExactly(Give.order(SOURCE, HAND_OVER), new Wait(1000));

    run.answer(SOURCE, HAND_OVER, accepted(MigrationPhase.HANDOVER));
    assertThat(run.commands()).containsExactly(new Wait(100));

    run.report(TARGET, MigrationPhase.FINISHING);
    assertThat(run.commands()).containsExactly(Give.order(TARGET, FINISH), new Wait(1000));

    run.answer(TARGET, FINISH, finished(MigrationPhase.DONE, Map.of("target.copy", "RUNNING")));
    assertThat(run.commands())
        .containsExactly(
            new Give(SOURCE, FINISH, Optional.empty(), Map.of("target.copy", "RUNNING")),
            new Wait(1000));

    run.answer(SOURCE, FINISH, finished(MigrationPhase.DONE, Map.of("source.copy", "ABSENT")));
    assertThat(run.commands()).containsExactly(new Record(Milestone.CLOSED));
    assertThat(run.state.phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(run.state.reasons()).isEmpty();
    assertThat(run.phases)
        .containsExactly(
            MigrationPhase.REQUESTED,
            MigrationPhase.CHECKING,
            MigrationPhase.PREPARING,
            MigrationPhase.SENDING,
            MigrationPhase.HANDOVER,
            MigrationPhase.FINISHING,
            MigrationPhase.DONE);
  }

  @Test
  void shouldBeDoneAndPassOnWhatTheTargetRemarks() {
    run.toPreparing();
    run.answer(TARGET, PREPARE, prepared());
    run.answer(SOURCE, SEND, accepted(MigrationPhase.SENDING));
    run.report(SOURCE, MigrationPhase.HANDOVER);
    run.answer(TARGET, HAND_OVER, accepted(MigrationPhase.HANDOVER));
    run.answer(SOURCE, HAND_OVER, accepted(MigrationPhase.HANDOVER));
    run.report(TARGET, MigrationPhase.FINISHING);
    run.answer(
        TARGET,
        FINISH,
        finished(MigrationPhase.DONE, Map.of(StepResult.REMARK + "GUEST_SILENT", "is silent")));
    run.answer(SOURCE, FINISH, finished(MigrationPhase.DONE, Map.of("source.copy", "ABSENT")));

    assertThat(run.state.phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(run.state.reasons()).containsExactly(Explanation.of("GUEST_SILENT", "is silent"));
  }

  @Nested
  class CarryingStates {

    private static final Map<String, String> LUGGAGE =
        Map.of(MigrationOrder.WRAPPER_STATE + "shop", "its state");

    private void handOver(Map<String, String> given) {
      run.toPreparing();
      run.answer(TARGET, PREPARE, prepared());
      run.answer(SOURCE, SEND, accepted(MigrationPhase.SENDING));
      run.report(SOURCE, MigrationPhase.HANDOVER);
      run.answer(TARGET, HAND_OVER, accepted(MigrationPhase.HANDOVER));
      run.answer(
          SOURCE, HAND_OVER, new StepResult(true, MigrationPhase.HANDOVER, List.of(), null, given));
      run.report(TARGET, MigrationPhase.FINISHING);
    }

    @Test
    void shouldGiveTheTargetWhatTheSourceGaveAtTheHandOver() {
      handOver(LUGGAGE);

      assertThat(run.commands())
          .containsExactly(new Give(TARGET, FINISH, Optional.empty(), LUGGAGE), new Wait(1000));
      run.answer(TARGET, FINISH, finished(MigrationPhase.DONE, Map.of("target.copy", "RUNNING")));
      run.answer(SOURCE, FINISH, finished(MigrationPhase.DONE, LUGGAGE));
      assertThat(run.commands()).containsExactly(new Record(Milestone.CLOSED));
    }

    @Test
    void shouldGiveTheTargetAfterItsEndWhatTheSourceGaveTooLate() {
      handOver(Map.of());
      run.answer(TARGET, FINISH, finished(MigrationPhase.DONE, Map.of("target.copy", "RUNNING")));
      run.answer(SOURCE, FINISH, finished(MigrationPhase.DONE, LUGGAGE));

      assertThat(run.commands())
          .containsExactly(new Give(TARGET, FINISH, Optional.empty(), LUGGAGE), new Wait(1000));
      assertThat(run.state.phase()).isEqualTo(MigrationPhase.FINISHING);
      run.answer(TARGET, FINISH, finished(MigrationPhase.DONE, Map.of("target.copy", "RUNNING")));
      assertThat(run.commands()).containsExactly(new Record(Milestone.CLOSED));
      assertThat(run.state.phase()).isEqualTo(MigrationPhase.DONE);
    }

    @Test
    void shouldBeDoneEvenIfTheTargetNeverHearsOfIt() {
      handOver(Map.of());
      run.answer(TARGET, FINISH, finished(MigrationPhase.DONE, Map.of("target.copy", "RUNNING")));
      run.answer(SOURCE, FINISH, finished(MigrationPhase.DONE, LUGGAGE));
      for (int i = 0; i < PACE.finishAttempts(); i++) {
        run.on(new ManagerEvent.Unanswered(TARGET, FINISH, "lost"));
        run.on(new ManagerEvent.WaitPassed());
      }

      assertThat(run.state.phase()).isEqualTo(MigrationPhase.DONE);
    }
  }

  @Nested
  class Refusing {

    @Test
    void shouldRefuseWithAllObjectionsAndTellNoAgent() {
      Explanation other = Explanation.of("OTHER", "also because");
      run.on(new ManagerEvent.Begun());
      run.on(new ManagerEvent.Checked(List.of(WHY, other), false));

      assertThat(run.state.phase()).isEqualTo(MigrationPhase.REFUSED);
      assertThat(run.state.reasons()).containsExactly(WHY, other);
      assertThat(run.commands()).isEmpty();
    }

    @Test
    void shouldWaitForObjectionsThatPassAndSayWhatItWaitsFor() {
      run.on(new ManagerEvent.Begun());
      run.on(new ManagerEvent.Checked(List.of(WHY), true));
      assertThat(run.commands())
          .containsExactly(new LimitQueue(5000), new Record(Milestone.QUEUED));
      assertThat(run.state.stage()).isEqualTo(Stage.QUEUED);
      assertThat(run.state.phase()).isEqualTo(MigrationPhase.CHECKING);
      assertThat(run.state.reasons()).containsExactly(WHY);

      run.on(new ManagerEvent.Checked(List.of(), true));
      assertThat(run.state.phase()).isEqualTo(MigrationPhase.PREPARING);
      assertThat(run.state.reasons()).isEmpty();
    }

    @Test
    void shouldRefuseAfterAllWhenSomethingElseComesUpWhileItWaits() {
      Explanation other = Explanation.of("OTHER", "this stays");
      run.on(new ManagerEvent.Begun());
      run.on(new ManagerEvent.Checked(List.of(WHY), true));
      run.on(new ManagerEvent.Checked(List.of(other), false));

      assertThat(run.state.phase()).isEqualTo(MigrationPhase.REFUSED);
      assertThat(run.state.reasons()).containsExactly(other);
    }

    @Test
    void shouldNotWaitForEver() {
      run.on(new ManagerEvent.Begun());
      run.on(new ManagerEvent.Checked(List.of(WHY), true));
      run.on(new ManagerEvent.LimitPassed());

      assertThat(run.state.phase()).isEqualTo(MigrationPhase.REFUSED);
      assertThat(run.state.reasons())
          .extracting(Explanation::code)
          .containsExactly(WHY.code(), "QUEUED_TOO_LONG");
    }

    private void prepareAndBeRefusedForNow() {
      run.on(new ManagerEvent.Checked(List.of(), true));
      run.answer(TARGET, PREPARE, StepResult.refusedForNow(MigrationPhase.CHECKING, List.of(WHY)));
    }

    @Test
    void shouldTryAgainEverLessOftenWhenTheTargetsReasonsPass() {
      run.on(new ManagerEvent.Begun());
      for (long wait : List.of(10L, 20L, 40L, 40L)) {
        prepareAndBeRefusedForNow();
        assertThat(run.commands())
            .containsExactly(new LimitQueue(5000), new Record(Milestone.QUEUED), new Wait(wait));
        assertThat(run.state.stage()).isEqualTo(Stage.PUT_OFF);
        assertThat(run.state.phase()).isEqualTo(MigrationPhase.CHECKING);
        assertThat(run.state.reasons()).containsExactly(WHY);

        run.on(new ManagerEvent.Checked(List.of(), true));
        assertThat(run.state.stage()).isEqualTo(Stage.PUT_OFF);
        run.on(new ManagerEvent.WaitPassed());
        assertThat(run.commands()).containsExactly(new Check());
      }
      run.on(new ManagerEvent.Checked(List.of(), true));
      run.answer(TARGET, PREPARE, prepared());
      assertThat(run.state.phase()).isEqualTo(MigrationPhase.SENDING);
      assertThat(run.state.reasons()).isEmpty();
    }

    @Test
    void shouldCloseTheJournalWhenItHasWaitedTooLongForTheTarget() {
      run.on(new ManagerEvent.Begun());
      prepareAndBeRefusedForNow();
      run.on(new ManagerEvent.LimitPassed());

      assertThat(run.commands()).containsExactly(new Record(Milestone.CLOSED));
      assertThat(run.state.phase()).isEqualTo(MigrationPhase.REFUSED);
      assertThat(run.state.reasons())
          .extracting(Explanation::code)
          .containsExactly(WHY.code(), "QUEUED_TOO_LONG");
    }

    @Test
    void shouldBeCheckedAnewAfterARestartWhileItWaited() {
      run.state = ManagerMigration.waiting(ORDER, PACE);
      run.on(new ManagerEvent.Restarted());
      assertThat(run.commands()).containsExactly(new LimitQueue(5000), new Check());

      run.on(new ManagerEvent.Checked(List.of(), true));
      assertThat(run.state.stage()).isEqualTo(Stage.PREPARING);
    }

    @Test
    void shouldBeCancelledWhileItWaits() {
      run.on(new ManagerEvent.Begun());
      run.on(new ManagerEvent.Checked(List.of(WHY), true));
      run.on(new ManagerEvent.CancelRequested("ada"));

      assertThat(run.state.phase()).isEqualTo(MigrationPhase.CANCELLED);
      assertThat(run.commands()).containsExactly(new Record(Milestone.CLOSED));
    }

    @Test
    void shouldRefuseWithTheTargetsReasonsAndTroubleNoSource() {
      run.toPreparing();
      run.answer(TARGET, PREPARE, refused(MigrationPhase.REFUSED));

      assertThat(run.state.phase()).isEqualTo(MigrationPhase.REFUSED);
      assertThat(run.state.reasons()).containsExactly(WHY);
      assertThat(run.commands()).containsExactly(new Record(Milestone.CLOSED));
    }

    @Test
    void shouldRefuseAlsoWhenASidesNotificationOvertakesItsAnswer() {
      run.to(Stage.PREPARING);
      run.report(TARGET, MigrationPhase.REFUSED);
      assertThat(run.state.stage()).isEqualTo(Stage.PREPARING);

      run.answer(TARGET, PREPARE, refused(MigrationPhase.REFUSED));
      assertThat(run.state.phase()).isEqualTo(MigrationPhase.REFUSED);
    }

    @Test
    void shouldAwaitTheSourcesAnswerWhenItsNotificationOvertakesIt() {
      run.to(Stage.STARTING);
      run.report(SOURCE, MigrationPhase.REFUSED);
      assertThat(run.state.stage()).isEqualTo(Stage.STARTING);

      run.answer(SOURCE, SEND, refused(MigrationPhase.REFUSED));
      assertThat(run.state.stage()).isEqualTo(Stage.ABORTING);
      assertThat(codes()).isNotEmpty();
    }

    @Test
    void shouldReleaseTheTargetWhenTheSourceRefusesToSend() {
      run.toPreparing();
      run.answer(TARGET, PREPARE, prepared());
      run.answer(SOURCE, SEND, refused(MigrationPhase.REFUSED));
      assertThat(run.commands())
          .containsExactly(Give.order(SOURCE, ABORT), Give.order(TARGET, ABORT), new Wait(1000));

      run.aborted();
      run.bothFinish(MigrationPhase.CANCELLED, MigrationPhase.ROLLED_BACK);
      assertThat(run.state.phase()).isEqualTo(MigrationPhase.REFUSED);
      assertThat(run.state.reasons()).containsExactly(WHY);
    }

    @Test
    void shouldTakeTheWayBackWhenATargetPreparesWithoutGivingLeave() {
      run.toPreparing();
      run.answer(TARGET, PREPARE, accepted(MigrationPhase.PREPARING));

      assertThat(run.state.stage()).isEqualTo(Stage.ABORTING);
      assertThat(codes()).contains("NO_TICKET");
    }

    @Test
    void shouldSayThatAnAgentGaveNoReason() {
      run.toPreparing();
      run.answer(TARGET, PREPARE, StepResult.refused(MigrationPhase.REFUSED, List.of()));

      assertThat(codes()).containsExactly("REFUSED_BY_AGENT");
    }
  }

  @Nested
  class LosingMessages {

    @Test
    void shouldGiveAnOrderAgainWhenItsAnswerIsLost() {
      run.toPreparing();
      run.on(new ManagerEvent.WaitPassed());

      assertThat(run.commands()).containsExactly(Give.order(TARGET, PREPARE), new Wait(1000));
    }

    @Test
    void shouldRepeatSendWithTheSameTicket() {
      run.toPreparing();
      run.answer(TARGET, PREPARE, prepared());
      run.on(new ManagerEvent.Unanswered(SOURCE, SEND, "connection reset"));
      assertThat(run.commands()).containsExactly(new Wait(10));

      run.on(new ManagerEvent.WaitPassed());
      assertThat(run.commands())
          .containsExactly(new Give(SOURCE, SEND, Optional.of(TICKET), Map.of()), new Wait(1000));
    }

    @Test
    void shouldWaitLongerAfterEachVainAttemptUpToTheLimit() {
      run.toFinishing();
      List<ManagerCommand> waits = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        run.on(new ManagerEvent.Unanswered(run.state.asked(), FINISH, "gone"));
        waits.addAll(run.commands());
        run.on(new ManagerEvent.WaitPassed());
      }

      assertThat(waits).containsExactly(new Wait(10), new Wait(20), new Wait(40));
    }

    @Test
    void shouldTakeTheWayBackWhenTheTargetNeverAnswersPrepare() {
      run.toPreparing();
      run.waits(PACE.orderAttempts());

      assertThat(run.state.stage()).isEqualTo(Stage.ABORTING);
      run.aborted();
      run.bothFinish(MigrationPhase.ROLLED_BACK, MigrationPhase.ROLLED_BACK);
      assertThat(run.state.phase()).isEqualTo(MigrationPhase.REFUSED);
      assertThat(codes()).contains("NO_ANSWER");
    }

    @Test
    void shouldAskTheSourceWhileItSends() {
      run.toSending();
      run.on(new ManagerEvent.WaitPassed());

      assertThat(run.commands()).containsExactly(new Ask(SOURCE), new Wait(100));
    }

    @Test
    void shouldAskBothSidesAfterTheHandOver() {
      run.toHandedOver();
      run.on(new ManagerEvent.WaitPassed());

      assertThat(run.commands()).containsExactly(new Ask(TARGET), new Ask(SOURCE), new Wait(100));
    }

    @Test
    void shouldRepeatTheHandOverAndNeverTellTheSourceBeforeTheTarget() {
      run.toSending();
      run.report(SOURCE, MigrationPhase.HANDOVER);
      run.on(new ManagerEvent.WaitPassed());

      assertThat(run.commands()).containsExactly(Give.order(TARGET, HAND_OVER), new Wait(1000));
    }

    @Test
    void shouldAbortWhenTheTargetNeverAnswersTheHandOver() {
      run.toSending();
      run.report(SOURCE, MigrationPhase.HANDOVER);
      run.waits(PACE.orderAttempts());

      assertThat(run.state.stage()).isEqualTo(Stage.ABORTING);
      assertThat(run.given(SOURCE, HAND_OVER)).isFalse();
    }

    @Test
    void shouldNotBelieveOneAnswerThatTheAgentForgot() {
      run.toSending();
      run.on(new ManagerEvent.Forgotten(SOURCE));
      run.on(new ManagerEvent.Forgotten(SOURCE));
      run.report(SOURCE, MigrationPhase.SENDING);
      run.on(new ManagerEvent.Forgotten(SOURCE));
      assertThat(run.state.stage()).isEqualTo(Stage.SENDING);

      run.on(new ManagerEvent.Forgotten(SOURCE));
      run.on(new ManagerEvent.Forgotten(SOURCE));
      assertThat(run.state.stage()).isEqualTo(Stage.ABORTING);
      assertThat(codes()).contains("AGENT_FORGOT");
    }

    @Test
    void shouldFinishWhenAnAgentForgetsAfterTheHandOver() {
      run.toHandedOver();
      for (int i = 0; i < PACE.orderAttempts(); i++) {
        run.on(new ManagerEvent.Forgotten(TARGET));
      }

      assertThat(run.state.stage()).isEqualTo(Stage.FINISHING);
    }

    @Test
    void shouldIgnoreWhatComesTwiceOrTooLate() {
      run.toHandedOver();
      ManagerMigration before = run.state;
      run.report(SOURCE, MigrationPhase.HANDOVER);
      run.answer(TARGET, PREPARE, prepared());
      run.answer(SOURCE, SEND, refused(MigrationPhase.REFUSED));
      run.answer(TARGET, HAND_OVER, refused(MigrationPhase.HANDOVER));
      run.on(new ManagerEvent.Unanswered(TARGET, PREPARE, "late"));
      run.on(new ManagerEvent.Checked(List.of(WHY), false));
      run.on(new ManagerEvent.Begun());

      assertThat(run.state).isEqualTo(before);
      assertThat(run.commands()).isEmpty();
    }
  }

  @Nested
  class FailingOnTheWay {

    @Test
    void shouldRollBackWhenTheStreamBreaks() {
      run.toSending();
      run.on(new ManagerEvent.Reported(SOURCE, MigrationPhase.FINISHING, List.of(WHY)));
      run.aborted();
      run.bothFinish(MigrationPhase.ROLLED_BACK, MigrationPhase.ROLLED_BACK);

      assertThat(run.state.phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
      assertThat(run.state.reasons()).contains(WHY);
    }

    @Test
    void shouldCallItCancelledWhenItWasCancelledAtTheSource() {
      run.toSending();
      run.report(SOURCE, MigrationPhase.FINISHING);
      run.aborted();
      run.bothFinish(MigrationPhase.ROLLED_BACK, MigrationPhase.CANCELLED);

      assertThat(run.state.phase()).isEqualTo(MigrationPhase.CANCELLED);
    }

    @Test
    void shouldAbortWhenTheSourceRefusesTheHandOver() {
      run.toSending();
      run.report(SOURCE, MigrationPhase.HANDOVER);
      run.answer(TARGET, HAND_OVER, accepted(MigrationPhase.HANDOVER));
      run.answer(SOURCE, HAND_OVER, refused(MigrationPhase.HANDOVER));

      assertThat(run.state.stage()).isEqualTo(Stage.ABORTING);
      assertThat(run.state.reasons()).containsExactly(WHY);
    }

    @Test
    void shouldAbortWhenTheTimeLimitPassesBeforeTheHandOver() {
      run.toSending();
      run.on(new ManagerEvent.LimitPassed());

      assertThat(run.state.stage()).isEqualTo(Stage.ABORTING);
      assertThat(run.state.reasons())
          .extracting(reason -> reason.operands().get("timeLimitMillis"))
          .containsExactly("5000");
    }

    /** The order that lets GO pass may have been lost: its side would refuse to finish. */
    @Test
    void shouldTryTheWayBackBeforeItFinishesWhenTheTimeLimitPassesAfterTheHandOver() {
      run.toHandedOver();
      run.on(new ManagerEvent.LimitPassed());
      assertThat(run.commands()).contains(Give.order(SOURCE, ABORT), Give.order(TARGET, ABORT));

      run.answer(SOURCE, ABORT, StepResult.refused(MigrationPhase.HANDOVER, List.of(WHY)));
      run.answer(TARGET, ABORT, StepResult.refused(MigrationPhase.HANDOVER, List.of(WHY)));
      assertThat(run.state.stage()).isEqualTo(Stage.FINISHING);
    }

    @Test
    void shouldTellEachSideWhatTheOtherFoundUntilBothClose() {
      run.toFinishing();
      run.answer(TARGET, FINISH, open(Map.of("target.copy", "INCOMING")));
      assertThat(run.commands())
          .contains(new Give(SOURCE, FINISH, Optional.empty(), Map.of("target.copy", "INCOMING")));

      run.answer(SOURCE, FINISH, open(Map.of("source.copy", "MIGRATED_AWAY")));
      assertThat(run.commands())
          .contains(
              new Give(TARGET, FINISH, Optional.empty(), Map.of("source.copy", "MIGRATED_AWAY")));

      run.answer(
          TARGET, FINISH, finished(MigrationPhase.ROLLED_BACK, Map.of("target.copy", "ABSENT")));
      run.answer(
          SOURCE, FINISH, finished(MigrationPhase.ROLLED_BACK, Map.of("source.copy", "RUNNING")));
      assertThat(run.state.phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
    }

    @Test
    void shouldWaitBeforeItAsksAgainWhenNothingIsNew() {
      run.toFinishing();
      run.answer(TARGET, FINISH, open(Map.of("target.copy", "INCOMING")));
      run.answer(SOURCE, FINISH, open(Map.of()));
      run.answer(TARGET, FINISH, open(Map.of("target.copy", "INCOMING")));

      assertThat(run.commands()).containsExactly(new Wait(10));
    }

    @Test
    void shouldForgetWhatASideToldOnceItAnswersNoMore() {
      run.toFinishing();
      run.answer(TARGET, FINISH, open(Map.of("target.copy", "INCOMING")));
      run.answer(SOURCE, FINISH, open(Map.of("source.copy", "MIGRATED_AWAY")));
      run.on(new ManagerEvent.Unanswered(TARGET, FINISH, "gone"));
      run.on(new ManagerEvent.WaitPassed());

      assertThat(run.commands()).contains(new Give(SOURCE, FINISH, Optional.empty(), Map.of()));
    }

    @Test
    void shouldAskForAPersonWhenASideCanNeverBeFinished() {
      run.toFinishing();
      run.waits(PACE.finishAttempts());

      assertThat(run.state.phase()).isEqualTo(MigrationPhase.REPAIR);
      assertThat(codes()).contains("NOT_FINISHED");
      assertThat(run.state.reasons().toString()).contains("etch-1-1--incoming", "a-204-03");
      assertThat(run.commands()).containsExactly(new Record(Milestone.CLOSED));
    }

    /** A person who hears of the lost source alone may boot the domain a second time. */
    @Test
    void shouldSayWhereTheDomainIsWhenOnlyTheSourceCannotBeFinished() {
      run.toFinishing();
      run.answer(TARGET, FINISH, finished(MigrationPhase.DONE, Map.of()));
      run.waits(PACE.finishAttempts());

      assertThat(run.state.phase()).isEqualTo(MigrationPhase.REPAIR);
      assertThat(run.state.reasons().toString())
          .contains("the domain is at a-204-03; a-204-02 could not be finished");
    }

    @Test
    void shouldAskForAPersonWhenTheSidesDisagree() {
      run.toFinishing();
      run.bothFinish(MigrationPhase.DONE, MigrationPhase.ROLLED_BACK);

      assertThat(run.state.phase()).isEqualTo(MigrationPhase.REPAIR);
      assertThat(codes()).contains("SIDES_DISAGREE");
    }

    @Test
    void shouldPassOnThatASideNeedsAPerson() {
      run.toFinishing();
      run.answer(
          TARGET,
          FINISH,
          new StepResult(true, MigrationPhase.REPAIR, List.of(WHY), null, Map.of("a", "b")));
      run.answer(SOURCE, FINISH, finished(MigrationPhase.ROLLED_BACK, Map.of()));

      assertThat(run.state.phase()).isEqualTo(MigrationPhase.REPAIR);
      assertThat(run.state.reasons()).contains(WHY);
    }

    @Test
    void shouldNotTakeARefusedFinishForAnEnd() {
      run.toFinishing();
      run.answer(TARGET, FINISH, refused(MigrationPhase.REFUSED));

      assertThat(run.state.closed()).isEmpty();
      assertThat(run.state.phase().isFinal()).isFalse();
    }

    @Test
    void shouldGiveTheAbortAgainToWhomeverDidNotAnswerAndThenFinishAnyway() {
      run.toSending();
      run.on(new ManagerEvent.LimitPassed());
      run.answer(SOURCE, ABORT, accepted(MigrationPhase.FINISHING));
      run.on(new ManagerEvent.Unanswered(TARGET, ABORT, "gone"));
      run.on(new ManagerEvent.WaitPassed());
      assertThat(run.commands()).containsExactly(Give.order(TARGET, ABORT), new Wait(1000));

      run.waits(2);
      assertThat(run.state.stage()).isEqualTo(Stage.FINISHING);
    }
  }

  @Nested
  class Cancelling {

    @ParameterizedTest
    @EnumSource(
        value = Stage.class,
        names = {"PREPARING", "STARTING", "SENDING"})
    void shouldCutTheStreamUpToTheHandOver(Stage stage) {
      run.to(stage);
      assertThat(run.state.whyNotCancellable()).isEmpty();
      run.on(new ManagerEvent.CancelRequested("operator"));
      assertThat(run.commands()).contains(Give.order(SOURCE, ABORT), Give.order(TARGET, ABORT));

      run.aborted();
      run.bothFinish(MigrationPhase.CANCELLED, MigrationPhase.CANCELLED);
      assertThat(run.state.phase()).isEqualTo(MigrationPhase.CANCELLED);
      assertThat(run.state.reasons().get(0).text()).isEqualTo("cancelled by operator");
    }

    @ParameterizedTest
    @EnumSource(
        value = Stage.class,
        names = {"HANDING_OVER_TO_TARGET", "HANDING_OVER_AT_SOURCE", "HANDED_OVER", "FINISHING"})
    void shouldBeRefusedOnceTheHandOverIsRecorded(Stage stage) {
      run.to(stage);
      ManagerMigration before = run.state;
      run.on(new ManagerEvent.CancelRequested("operator"));

      assertThat(run.state).isEqualTo(before);
      assertThat(run.state.whyNotCancellable()).isPresent();
    }

    @Test
    void shouldNeverHandOverWhatWasCancelledMeanwhile() {
      run.toSending();
      run.on(new ManagerEvent.CancelRequested("operator"));
      run.report(SOURCE, MigrationPhase.HANDOVER);

      assertThat(run.given(TARGET, HAND_OVER)).isFalse();
      assertThat(run.state.stage()).isEqualTo(Stage.ABORTING);
    }

    @Test
    void shouldEndAtOnceWhatWasNeverBegun() {
      run.on(new ManagerEvent.CancelRequested("operator"));

      assertThat(run.state.phase()).isEqualTo(MigrationPhase.CANCELLED);
      assertThat(run.commands()).isEmpty();
      assertThat(run.state.whyNotCancellable().orElseThrow().code()).isEqualTo("ALREADY_ENDED");
    }
  }

  @Nested
  class Journalling {

    @Test
    void shouldTellNoAgentWhenTheIntentCannotBeWritten() {
      run.toPreparing();
      run.on(new ManagerEvent.RecordFailed(Milestone.INTENT, "disk full"));

      assertThat(run.state.phase()).isEqualTo(MigrationPhase.REFUSED);
      assertThat(run.state.reasons().get(0).text()).contains("disk full");
      assertThat(run.commands()).isEmpty();
    }

    @Test
    void shouldNotHandOverWhatCannotBeWritten() {
      run.toSending();
      run.report(SOURCE, MigrationPhase.HANDOVER);
      run.on(new ManagerEvent.RecordFailed(Milestone.HAND_OVER, "disk full"));

      assertThat(run.state.stage()).isEqualTo(Stage.ABORTING);
    }

    @Test
    void shouldStayEndedWhenTheEndCannotBeWritten() {
      run.toFinishing();
      run.bothFinish(MigrationPhase.DONE, MigrationPhase.DONE);
      run.on(new ManagerEvent.RecordFailed(Milestone.CLOSED, "disk full"));

      assertThat(run.state.phase()).isEqualTo(MigrationPhase.DONE);
    }

    @Test
    void shouldAskTheSourceAfterARestartAndGoOnWithWhatItDoes() {
      run.on(new ManagerEvent.Restarted());
      assertThat(run.commands())
          .containsExactly(
              new LimitTime(ORDER.timeLimitMillis()), new Ask(SOURCE), new Wait(PACE.pollMillis()));

      run.report(SOURCE, MigrationPhase.SENDING);
      assertThat(run.state.stage()).isEqualTo(Stage.SENDING);
      run.report(SOURCE, MigrationPhase.HANDOVER);
      assertThat(run.commands()).contains(Give.order(TARGET, HAND_OVER));
    }

    @Test
    void shouldHandOverAnewAfterARestartWhatTheSourceHolds() {
      run.on(new ManagerEvent.Restarted());
      run.report(SOURCE, MigrationPhase.HANDOVER);

      assertThat(run.commands())
          .startsWith(new Record(Milestone.HAND_OVER), Give.order(TARGET, HAND_OVER));
    }

    @Test
    void shouldBelieveWhatBothSidesFindWhenTheSourceHasEndedMeanwhile() {
      run.on(new ManagerEvent.Restarted());
      run.report(SOURCE, MigrationPhase.FINISHING);
      run.answer(SOURCE, ABORT, refused(MigrationPhase.HANDOVER));
      run.answer(TARGET, ABORT, refused(MigrationPhase.HANDOVER));
      run.bothFinish(MigrationPhase.DONE, MigrationPhase.DONE);

      assertThat(run.state.phase()).isEqualTo(MigrationPhase.DONE);
    }

    @Test
    void shouldCallOffAfterARestartWhatTheSourceNeverBegan() {
      run.on(new ManagerEvent.Restarted());
      for (int i = 0; i < PACE.orderAttempts(); i++) {
        run.on(new ManagerEvent.Forgotten(SOURCE));
      }

      assertThat(run.state.stage()).isEqualTo(Stage.ABORTING);
      assertThat(codes()).containsExactly("AGENT_FORGOT");
    }

    @Test
    void shouldCallOffAfterARestartWhatTheSourceIsSilentAbout() {
      run.on(new ManagerEvent.Restarted());
      run.waits(20);
      assertThat(run.commands()).containsExactly(new Ask(SOURCE), new Wait(PACE.pollMillis()));
      run.on(new ManagerEvent.LimitPassed());

      assertThat(run.state.stage()).isEqualTo(Stage.ABORTING);
    }

    @Test
    void shouldNotPromiseToCancelBeforeItKnowsHowFarTheSourceHasCome() {
      run.on(new ManagerEvent.Restarted());
      assertThat(run.state.whyNotCancellable().orElseThrow().code())
          .isEqualTo("GO_MAY_HAVE_PASSED");
      run.on(new ManagerEvent.CancelRequested("ada"));
      assertThat(run.state.stage()).isEqualTo(Stage.RESUMING);

      run.report(SOURCE, MigrationPhase.SENDING);
      assertThat(run.state.whyNotCancellable()).isEmpty();
    }
  }

  @Test
  void shouldRefuseAPaceThatCouldNeverEnd() {
    assertThatThrownBy(() -> new Pace(0, 1, 1, 1, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<String> codes() {
    return run.state.reasons().stream().map(Explanation::code).toList();
  }

  private static StepResult prepared() {
    return new StepResult(true, MigrationPhase.PREPARING, List.of(), TICKET, Map.of());
  }

  private static StepResult accepted(MigrationPhase phase) {
    return StepResult.accepted(phase);
  }

  private static StepResult refused(MigrationPhase phase) {
    return StepResult.refused(phase, List.of(WHY));
  }

  private static StepResult finished(MigrationPhase phase, Map<String, String> found) {
    return new StepResult(true, phase, List.of(), null, found);
  }

  private static StepResult open(Map<String, String> found) {
    return new StepResult(true, MigrationPhase.FINISHING, List.of(), null, found);
  }

  /** Feeds a migration and remembers what it commanded. */
  private static final class Run {
    private ManagerMigration state = ManagerMigration.requested(ORDER, PACE);
    private List<ManagerCommand> last = List.of();
    private final List<ManagerCommand> all = new ArrayList<>();
    private final List<MigrationPhase> phases = new ArrayList<>(List.of(MigrationPhase.REQUESTED));

    void on(ManagerEvent event) {
      Transition transition = state.on(event);
      state = transition.next();
      last = transition.commands();
      all.addAll(last);
      if (phases.get(phases.size() - 1) != state.phase()) {
        phases.add(state.phase());
      }
    }

    List<ManagerCommand> commands() {
      return last;
    }

    boolean given(Side side, OrderKind kind) {
      return all.stream()
          .anyMatch(
              command ->
                  command instanceof Give give && give.side() == side && give.kind() == kind);
    }

    void answer(Side side, OrderKind kind, StepResult result) {
      on(new ManagerEvent.Answered(side, kind, result));
    }

    void report(Side side, MigrationPhase phase) {
      on(new ManagerEvent.Reported(side, phase, List.of()));
    }

    void waits(int times) {
      for (int i = 0; i < times; i++) {
        on(new ManagerEvent.WaitPassed());
      }
    }

    void aborted() {
      answer(SOURCE, ABORT, accepted(MigrationPhase.FINISHING));
      answer(TARGET, ABORT, accepted(MigrationPhase.FINISHING));
    }

    void bothFinish(MigrationPhase target, MigrationPhase source) {
      answer(TARGET, FINISH, finished(target, Map.of("target.copy", "x")));
      answer(SOURCE, FINISH, finished(source, Map.of("source.copy", "x")));
    }

    void toPreparing() {
      on(new ManagerEvent.Begun());
      on(new ManagerEvent.Checked(List.of(), true));
    }

    void toSending() {
      toPreparing();
      answer(TARGET, PREPARE, prepared());
      answer(SOURCE, SEND, accepted(MigrationPhase.SENDING));
    }

    void toHandedOver() {
      toSending();
      report(SOURCE, MigrationPhase.HANDOVER);
      answer(TARGET, HAND_OVER, accepted(MigrationPhase.HANDOVER));
      answer(SOURCE, HAND_OVER, accepted(MigrationPhase.HANDOVER));
    }

    void toFinishing() {
      toHandedOver();
      report(TARGET, MigrationPhase.FINISHING);
    }

    void to(Stage stage) {
      switch (stage) {
        case PREPARING -> toPreparing();
        case STARTING -> {
          toPreparing();
          answer(TARGET, PREPARE, prepared());
        }
        case SENDING -> toSending();
        case HANDING_OVER_TO_TARGET -> {
          toSending();
          report(SOURCE, MigrationPhase.HANDOVER);
        }
        case HANDING_OVER_AT_SOURCE -> {
          toSending();
          report(SOURCE, MigrationPhase.HANDOVER);
          answer(TARGET, HAND_OVER, accepted(MigrationPhase.HANDOVER));
        }
        case HANDED_OVER -> toHandedOver();
        case FINISHING -> toFinishing();
        default -> throw new IllegalArgumentException(stage.toString());
      }
      assertThat(state.stage()).isEqualTo(stage);
    }
  }
}
