// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transhume.manager.internal.FakePolicy.move;
import static org.transhume.manager.internal.FakePolicy.moves;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Proposal;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.StepResult;
import org.transhume.manager.internal.journal.JournalEntry.MigrationBegun;
import org.transhume.manager.internal.journal.JournalEntry.MigrationClosed;
import org.transhume.manager.internal.journal.JournalEntry.MigrationHandedOver;

class ManagerTest {

  private final Bench bench = new Bench();
  private final FakeAgents.Host hot =
      bench.agents.host(
          "a-204-02", Samples.domain("etch-1-1", 0.9), Samples.domain("etch-1-2", 0.9));
  private final FakeAgents.Host cool = bench.agents.host("a-204-03");
  private final FakePolicy policy = new FakePolicy();

  private void policyMovesEtch() {
    policy.wish =
        snapshot ->
            snapshot.domainsOn("a-204-02").size() == 2
                ? moves(move("etch-1-1", "a-204-02", "a-204-03"))
                : Proposal.EMPTY;
  }

  @Test
  void shouldRelieveAHostWhenItsProbeSaysSo() {
    bench.serve("1.0.0", policy);
    bench.agents.connectAll();
    policyMovesEtch();
    hot.crossHigh();
    bench.agents.pass(3_000);

    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-03");
    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(bench.lastMigration().request().requestedBy()).isEqualTo("policy hotspot");
    assertThat(bench.lastMigration().progress().downtimeMillis()).isEqualTo(40);
    assertThat(bench.agents.orders)
        .containsExactly(
            "a-204-03 PREPARE",
            "a-204-02 SEND",
            "a-204-03 HAND_OVER",
            "a-204-02 HAND_OVER",
            "a-204-03 FINISH",
            "a-204-02 FINISH");
    assertThat(bench.notificationTypes())
        .containsSubsequence(
            NotificationTypes.migration(MigrationPhase.REQUESTED),
            NotificationTypes.migration(MigrationPhase.CHECKING),
            NotificationTypes.migration(MigrationPhase.PREPARING),
            NotificationTypes.migration(MigrationPhase.SENDING),
            NotificationTypes.migration(MigrationPhase.HANDOVER),
            NotificationTypes.migration(MigrationPhase.FINISHING),
            NotificationTypes.migration(MigrationPhase.DONE));
  }

  @Test
  void shouldShowWhatTheDomainItselfHasTold() {
    hot.outcome.put(StepResult.CLOCK_BEFORE_MILLIS, "-3");
    cool.outcome.put(StepResult.CLOCK_AFTER_MILLIS, "-60003");
    cool.outcome.put(StepResult.ANSWERED_MILLIS, "120");
    cool.outcome.put(StepResult.REMARK + "GUEST_CLOCK_JUMPED", "by a minute");
    bench.agents.connectAll();
    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(3_000);

    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(bench.lastMigration().guest()).isEqualTo(new GuestFigures(120L, -3L, -60_003L));
    assertThat(bench.lastMigration().outcomeReasons())
        .containsExactly(Explanation.of("GUEST_CLOCK_JUMPED", "by a minute"));
    assertThat(cool.toldAtFinish).containsEntry(StepResult.CLOCK_BEFORE_MILLIS, "-3");
  }

  @Test
  void shouldOrderTheFirstStepInTheVeryTurnOfTheProbesWord() {
    bench.serve("1.0.0", policy);
    bench.agents.connectAll();
    bench.loop.pass(1_000);
    policyMovesEtch();
    hot.crossHigh();

    assertThat(bench.agents.orders).containsExactly("a-204-03 PREPARE");
  }

  @Test
  void shouldNumberItsNotificationsFromOneWithoutAHole() {
    bench.serve("1.0.0", policy);
    bench.agents.connectAll();
    policyMovesEtch();
    hot.crossHigh();
    bench.agents.pass(3_000);

    for (int i = 0; i < bench.notifications.size(); i++) {
      assertThat(bench.notifications.get(i).getSequenceNumber()).isEqualTo(i + 1);
    }
  }

  @Test
  void shouldWriteDownEachStepBeforeItIsOrdered() {
    bench.agents.connectAll();
    bench.journal.breaksOn =
        entry -> {
          if (entry instanceof MigrationBegun) {
            assertThat(bench.agents.orders).isEmpty();
          } else if (entry instanceof MigrationHandedOver) {
            assertThat(bench.agents.orders).noneMatch(order -> order.endsWith("HAND_OVER"));
          }
          return false;
        };
    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(3_000);

    assertThat(bench.journal.entries)
        .extracting(Object::getClass)
        .containsSubsequence(
            MigrationBegun.class, MigrationHandedOver.class, MigrationClosed.class);
  }

  @Test
  void shouldEndAMigrationAlthoughEveryNotificationIsLost() {
    bench.agents.connectAll();
    bench.agents.losesNotification = what -> true;
    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(5_000);

    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.DONE);
  }

  @Test
  void shouldEndAMigrationOnceAlthoughEveryNotificationComesTwice() {
    bench.agents.connectAll();
    bench.agents.doubles = true;
    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(5_000);

    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(bench.agents.orders).doesNotHaveDuplicates();
  }

  @Test
  void shouldRepeatOrdersWhoseAnswersAreLost() {
    bench.agents.connectAll();
    bench.agents.losesAnswer =
        what -> bench.agents.orders.stream().filter(what::equals).count() < 2;
    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(30_000);

    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-03");
  }

  @Test
  void shouldRollBackWhenTheTargetIsLostMidWay() {
    bench.agents.connectAll();
    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(500);
    cool.lose();
    bench.agents.pass(10_000);
    cool.connect();
    bench.agents.pass(60_000);

    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-02");
  }

  @Test
  void shouldAskForAPersonWhenTheTargetStaysLost() {
    bench.agents.connectAll();
    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(500);
    cool.lose();
    bench.agents.pass(200_000);

    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.REPAIR);
    assertThat(bench.manager.warnings()).anyMatch(line -> line.contains("a-204-03"));
  }

  @Test
  void shouldEndItselfWhatItLeftToAPersonOnceTheMissingAgentIsBackAndBothSidesAgree() {
    bench.agents.connectAll();
    String id = bench.manager.migrate("etch-1-1", "a-204-03", "ada");
    bench.agents.pass(500);
    cool.lose();
    bench.agents.pass(900_000);
    bench.start();
    hot.connect();
    bench.agents.pass(700_000);
    hot.remind(id, "etch-1-1", "a-204-03");
    bench.agents.pass(10_000);
    assertThat(bench.manager.coordinator().status(id).orElseThrow().phase())
        .isEqualTo(MigrationPhase.REPAIR);

    cool.connect();
    bench.agents.pass(30_000);
    assertThat(bench.manager.coordinator().status(id).orElseThrow().phase())
        .isEqualTo(MigrationPhase.ROLLED_BACK);
    assertThat(bench.manager.warnings()).isEmpty();
    bench.start();
    assertThat(bench.manager.warnings()).isEmpty();
    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-02");
  }

  @Test
  void shouldRememberWhatItLeftToAPersonUntilThatPersonIsDone() {
    bench.agents.connectAll();
    String id = bench.manager.migrate("etch-1-1", "a-204-03", "ada");
    bench.agents.pass(500);
    cool.lose();
    bench.agents.pass(900_000);
    assertThat(bench.manager.coordinator().status(id).orElseThrow().phase())
        .isEqualTo(MigrationPhase.REPAIR);

    bench.start();
    assertThat(bench.manager.warnings()).anyMatch(line -> line.contains(id));
    assertThat(bench.lastMigration().outcomeReasons()).isNotEmpty();
    bench.manager.repaired(id);
    bench.loop.settle();
    assertThat(bench.manager.warnings()).noneMatch(line -> line.contains(id));

    bench.start();
    assertThat(bench.manager.coordinator().status(id)).isEmpty();
    assertThatThrownBy(() -> bench.manager.repaired(id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has left no repair task");
  }

  @Test
  void shouldEndRefusedWithAllReasonsOfTheTarget() {
    bench.agents.connectAll();
    bench.agents.refuses = what -> what.equals("a-204-03 PREPARE");
    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(1_000);

    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.REFUSED);
    assertThat(bench.lastMigration().outcomeReasons())
        .extracting(Explanation::text)
        .containsExactly("a-204-03 says no");
  }

  @Test
  void shouldNotMoveAnythingWhenTheJournalsDiskIsFull() {
    bench.agents.connectAll();
    bench.journal.breaksOn = entry -> entry instanceof MigrationBegun;
    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(1_000);

    assertThat(bench.agents.orders).isEmpty();
    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.REFUSED);
    assertThat(bench.lastMigration().outcomeReasons().toString()).contains("No space left");
  }

  @Test
  void shouldFinishAfterARestartWhatWasHandedOver() {
    bench.agents.connectAll();
    bench.agents.losesAnswer = what -> what.endsWith("FINISH");
    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(1_500);
    String id = bench.lastMigration().id();
    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-03");

    bench.agents.losesAnswer = what -> false;
    bench.start();
    bench.agents.connectAll();
    bench.agents.pass(2_000);

    assertThat(bench.lastMigration().id()).isEqualTo(id);
    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.DONE);
  }

  @Test
  void shouldGoOnAfterARestartWithWhatIsBeingSent() {
    bench.agents.connectAll();
    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(500);
    bench.start();
    bench.agents.connectAll();
    bench.agents.pass(3_000);

    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-03");
  }

  @Test
  void shouldRollBackAfterARestartWhatWasNeverBegun() {
    bench.agents.connectAll();
    bench.agents.losesAnswer = what -> what.equals("a-204-03 PREPARE");
    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(100);
    bench.start();
    bench.agents.losesAnswer = what -> false;
    bench.agents.connectAll();
    bench.agents.pass(5_000);

    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-02");
  }

  @Test
  void shouldAdoptARequestMadeOnAnAgentUnderItsId() {
    bench.agents.connectAll();
    hot.request("a-1", "etch-1-1", "a-204-03");
    hot.request("a-1", "etch-1-1", "a-204-03");
    bench.agents.pass(3_000);

    assertThat(bench.manager.coordinator().statuses()).hasSize(1);
    assertThat(bench.lastMigration().id()).isEqualTo("a-1");
    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.DONE);
  }

  @Test
  void shouldFindRequestsThatWereMadeWhileNobodyListened() {
    bench.agents.connectAll();
    bench.agents.openRequests.add(
        new OpenRequest(
            "a-2", Samples.uuid("etch-1-1"), "etch-1-1", "a-204-02", "a-204-03", "wanted"));
    bench.manager.resynchronised(hot);
    bench.agents.pass(3_000);

    assertThat(bench.lastMigration().id()).isEqualTo("a-2");
    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.DONE);
  }

  @Test
  void shouldTellAgentsTheFactsThatTheyCheckWith() {
    bench.agents.connectAll();
    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.loop.settle();

    assertThat(bench.agents.lastOrder.attachments())
        .containsEntry(MigrationOrder.DOMAIN_MEMORY_BYTES, Long.toString(128L << 20))
        .containsEntry(MigrationOrder.DOMAIN_VCPUS, "1")
        .containsEntry(MigrationOrder.REQUESTED_BY, "operator");
    assertThat(bench.agents.lastOrder.timeLimitMillis()).isEqualTo(60_000 + 10 * 128);
  }

  @Test
  void shouldCloseARefusedRequestOnTheAgentWhereItWasMade() {
    bench.agents.connectAll();
    cool.setHostState(HostState.MAINTENANCE);
    hot.request("a-1", "etch-1-1", "a-204-03");
    bench.agents.pass(1_000);

    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.REFUSED);
    assertThat(bench.agents.orders).containsExactly("a-204-02 ABORT");
  }

  @Test
  void shouldCloseARequestThatTheTargetHasRefused() {
    bench.agents.connectAll();
    bench.agents.refuses = what -> what.equals("a-204-03 PREPARE");
    hot.request("a-1", "etch-1-1", "a-204-03");
    bench.agents.pass(1_000);

    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.REFUSED);
    assertThat(bench.agents.orders).containsExactly("a-204-03 PREPARE", "a-204-02 ABORT");
  }

  @Test
  void shouldTellARefusalAgainToAnAgentThatStillAsks() {
    bench.agents.connectAll();
    cool.setHostState(HostState.MAINTENANCE);
    hot.request("a-1", "etch-1-1", "a-204-03");
    bench.agents.pass(1_000);
    hot.request("a-1", "etch-1-1", "a-204-03");
    bench.agents.pass(1_000);

    assertThat(bench.manager.coordinator().statuses()).hasSize(1);
    assertThat(bench.agents.orders).containsExactly("a-204-02 ABORT", "a-204-02 ABORT");
  }

  @Test
  void shouldCancelWithOneAndTheSameAnswer() {
    bench.agents.connectAll();
    String id = bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(500);
    StepResult first = bench.manager.coordinator().cancel(id, "operator").orElseThrow();
    bench.agents.pass(2_000);

    assertThat(first.accepted()).isTrue();
    assertThat(bench.manager.coordinator().cancel(id, "operator")).contains(first);
    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.CANCELLED);
    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-02");
  }

  @Test
  void shouldNameWhatWasProbablyMeant() {
    bench.agents.connectAll();

    assertThatThrownBy(() -> bench.manager.migrate("etch1-1", "a-204-03", "operator"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown domain 'etch1-1'")
        .hasMessageContaining("etch-1-1");
    assertThatThrownBy(() -> bench.manager.migrate("etch-1-1", "a-204-3", "operator"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown host 'a-204-3'")
        .hasMessageContaining("a-204-03");
  }

  @Test
  void shouldFindADomainByItsUuid() {
    bench.agents.connectAll();
    bench.manager.migrate(Samples.uuid("etch-1-1"), "a-204-03", "operator");
    bench.agents.pass(3_000);

    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-03");
  }

  @Test
  void shouldRefuseADomainThatIsNotRunningWithEveryReason() {
    bench.agents.host(
        "a-204-04", Samples.domain("paused", 0, DomainState.PAUSED), Samples.domain("other", 0.1));
    bench.agents.connectAll();
    cool.setHostState(HostState.DRAINING);
    bench.manager.migrate("paused", "a-204-03", "operator");
    bench.loop.settle();

    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.REFUSED);
    assertThat(bench.lastMigration().outcomeReasons())
        .extracting(Explanation::code)
        .containsExactly("TARGET_STATE", "DOMAIN_STATE");
  }

  @Test
  void shouldEmptyADrainingHostOneDomainAfterTheOther() {
    bench.agents.connectAll();
    bench.manager.setHostState("a-204-02", HostState.DRAINING);

    assertThat(bench.manager.drain("a-204-02"))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).contains("leaves for a-204-03"),
            line -> assertThat(line).contains("waits for its turn"));
    bench.agents.pass(30_000);

    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-03");
    assertThat(bench.agents.placesOf("etch-1-2")).containsExactly("a-204-03");
    assertThat(bench.manager.drain("a-204-02")).isEmpty();
    assertThat(bench.lastMigration().request().requestedBy()).isEqualTo("drain of a-204-02");
  }

  @Test
  void shouldSayWhyADomainStaysOnADrainingHost() {
    cool.state = HostState.MAINTENANCE;
    bench.agents.connectAll();
    bench.manager.setHostState("a-204-02", HostState.DRAINING);

    assertThat(bench.manager.drain("a-204-02"))
        .hasSize(2)
        .allMatch(line -> line.contains("stays") && line.contains("a-204-03 is MAINTENANCE"));
    assertThat(bench.manager.coordinator().statuses()).isEmpty();
  }

  @Test
  void shouldTryAgainLaterWhatCouldNotLeaveADrainingHost() {
    bench.agents.connectAll();
    bench.agents.refuses = what -> what.equals("a-204-03 PREPARE");
    bench.manager.setHostState("a-204-02", HostState.DRAINING);
    bench.manager.drain("a-204-02");
    bench.agents.pass(8_000);
    assertThat(bench.manager.drain("a-204-02"))
        .allMatch(line -> line.contains("the last attempt ended with"));
    long tried = bench.manager.coordinator().statuses().size();

    bench.agents.refuses = what -> false;
    bench.agents.pass(60_000);

    assertThat(tried).isEqualTo(2);
    assertThat(bench.manager.drain("a-204-02")).isEmpty();
  }

  @Test
  void shouldBringADomainBackAtOnceAlthoughNoSampleHasToldOfItsArrival() {
    bench.agents.connectAll();
    String there = bench.manager.migrate("etch-1-1", "a-204-03", "ada");
    bench.loop.pass(3_000);
    assertThat(bench.manager.coordinator().status(there).orElseThrow().phase())
        .isEqualTo(MigrationPhase.DONE);

    String back = bench.manager.migrate("etch-1-1", "a-204-02", "ada");
    bench.loop.settle();
    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.CHECKING);
    assertThat(bench.lastMigration().outcomeReasons())
        .extracting(Explanation::code)
        .containsExactly("JUST_MOVED");
    bench.agents.pass(5_000);

    assertThat(bench.manager.coordinator().status(back).orElseThrow().phase())
        .isEqualTo(MigrationPhase.DONE);
    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-02");
  }

  @Test
  void shouldMoveADomainThatTheLastSampleSawSuspendedByAMoveThatCameToNothing() {
    comeToNothing(() -> hot.replace(Samples.domain("etch-1-1", 0.5, DomainState.SUSPENDED)));
    hot.burn("etch-1-1", 0.5);

    moveEtch();
  }

  @Test
  void shouldMoveADomainThatTheLastSampleDidNotShowUnderItsName() {
    comeToNothing(() -> hot.sampleWithout("etch-1-1"));
    assertThat(bench.manager.view().find("etch-1-1")).isEmpty();

    moveEtch();
  }

  @Test
  void shouldSayOfADomainBetweenTwoHostsThatItIsMoving() {
    bench.agents.connectAll();
    bench.manager.migrate("etch-1-1", "a-204-03", "ada");
    bench.loop.pass(500);
    hot.sampleWithout("etch-1-1");

    bench.manager.migrate("etch-1-1", "a-204-03", "ada");
    bench.loop.settle();

    assertThat(
            bench.manager.coordinator().statuses().stream()
                .flatMap(status -> status.outcomeReasons().stream()))
        .extracting(Explanation::code)
        .contains("ALREADY_MOVING");
  }

  /** A migration that the target refuses in the end; meanwhile the source is sampled. */
  private void comeToNothing(Runnable sampling) {
    bench.agents.connectAll();
    bench.agents.refuses = what -> what.equals("a-204-03 HAND_OVER");
    String id = bench.manager.migrate("etch-1-1", "a-204-03", "ada");
    bench.loop.pass(500);
    sampling.run();
    bench.loop.pass(2_500);
    assertThat(bench.manager.coordinator().status(id).orElseThrow().phase())
        .isEqualTo(MigrationPhase.ROLLED_BACK);
    bench.agents.refuses = what -> false;
  }

  private void moveEtch() {
    String id = bench.manager.migrate("etch-1-1", "a-204-03", "ada");
    bench.agents.pass(8_000);
    assertThat(bench.manager.coordinator().status(id).orElseThrow().phase())
        .isEqualTo(MigrationPhase.DONE);
  }

  @Test
  void shouldLetAnOperatorsSecondMoveWaitUntilTheHostIsFree() {
    bench.agents.connectAll();
    bench.manager.migrate("etch-1-1", "a-204-03", "ada");
    String second = bench.manager.migrate("etch-1-2", "a-204-03", "ada");
    bench.loop.settle();

    assertThat(bench.lastMigration().outcomeReasons())
        .extracting(Explanation::code)
        .containsExactly("SOURCE_BUSY", "TARGET_BUSY");
    bench.agents.pass(10_000);
    assertThat(bench.manager.coordinator().status(second).orElseThrow().phase())
        .isEqualTo(MigrationPhase.DONE);
  }

  @Test
  void shouldAttendToItsAgentsAgainAndAgain() {
    bench.agents.connectAll();
    assertThat(hot.attendance.leaseMillis()).isEqualTo(30_000);
    hot.attendance = null;
    bench.agents.pass(11_000);

    assertThat(hot.attendance).isNotNull();
    assertThat(hot.attendance.epoch()).isEqualTo(bench.manager.epoch());
  }

  @Test
  void shouldNotBeDisturbedWhenAPolicyIsReplacedWhileAMigrationRuns() {
    long old = bench.serve("1.0.0", policy);
    bench.agents.connectAll();
    policyMovesEtch();
    hot.crossHigh();
    bench.agents.pass(500);
    FakePolicy newer = new FakePolicy();
    newer.schema = 2;
    bench.serve("1.1.0", newer);
    bench.manager.remove(old);
    bench.agents.pass(3_000);

    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(newer.states.get(0).values()).containsKey("calls");
    assertThat(newer.states.get(0).schema()).isEqualTo(2);
    assertThat(bench.hotspot().mode).isEqualTo(Mode.AUTOMATIC);
    assertThat(bench.notificationTypes()).contains(NotificationTypes.POLICY_SWAPPED);
  }

  @Test
  void shouldLeaveItsMigrationsToTheNewerLeaderThatAnAgentKnows() {
    bench.agents.connectAll();
    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(500);
    cool.known = new Epoch(0, 9);
    hot.known = new Epoch(0, 9);
    bench.agents.pass(900_000);
    List<String> orders = List.copyOf(bench.agents.orders);
    bench.agents.pass(900_000);

    assertThat(bench.superseded).hasSize(1).allMatch(why -> why.contains("epoch 0.9"));
    assertThat(bench.lastMigration().phase().isFinal()).isFalse();
    assertThat(bench.journal.entries).noneMatch(MigrationClosed.class::isInstance);
    assertThat(bench.agents.orders).isEqualTo(orders);
  }

  @Test
  void shouldLeadNoMoreWhenItsWordIsRefusedForANewerLeader() {
    bench.agents.connectAll();
    cool.known = new Epoch(1, 0);
    bench.agents.pass(31_000);

    assertThat(bench.superseded).hasSize(1);
  }
}
