// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import javax.management.Notification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.agent.internal.sntp.TimeServer;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.StepResult;

/** Two agents, their real relay over loopback, and hosts in memory that speak xl's conversation. */
@Timeout(120)
class MigrationBetweenAgentsTest {

  private static final String UUID = "8b74d785-336c-45d4-a578-90a6facbe4fe";
  private static final String ID = "m-1";

  @TempDir Path data;

  private final FakeHost here = new FakeHost("a-204-02");
  private final FakeHost there = new FakeHost("a-204-03");
  private AgentBench source;
  private AgentBench target;
  private final MigrationOrder order =
      AgentBench.order(ID, UUID, "etch-1-1", "a-204-02", "a-204-03");

  @BeforeEach
  void start() throws Exception {
    here.add(UUID, "etch-1-1");
    source = new AgentBench(here, data).awaitSample();
    target = new AgentBench(there, data).awaitSample();
  }

  @AfterEach
  void stop() {
    source.close();
    target.close();
  }

  private void prepareAndSend() {
    StepResult prepared = target.bean().prepare(order);
    assertThat(prepared.reasons()).isEmpty();
    assertThat(prepared.ticket().token()).hasSize(43);
    StepResult sent = source.bean().send(order, prepared.ticket());
    assertThat(sent.reasons()).isEmpty();
  }

  private StepResult finish(AgentBench side, StepResult other) {
    Map<String, String> attachments = new TreeMap<>(other == null ? Map.of() : other.attachments());
    return side.bean()
        .finish(
            new MigrationOrder(
                ID, order.epoch(), UUID, "etch-1-1", "a-204-02", "a-204-03", 60_000, attachments));
  }

  @Test
  void shouldMoveADomainAndLeaveNothingBehind() throws Exception {
    prepareAndSend();
    source.awaitPhase(ID, MigrationPhase.HANDOVER);
    assertThat(target.bean().handOver(order).accepted()).isTrue();
    assertThat(source.bean().handOver(order).accepted()).isTrue();
    source.awaitPhase(ID, MigrationPhase.FINISHING);

    assertThat(finish(target, null).phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(finish(source, null).phase()).isEqualTo(MigrationPhase.DONE);

    assertThat(here.copies()).isEmpty();
    assertThat(there.copies()).hasSize(1);
    assertThat(there.copies().get(0).state).isEqualTo(DomainState.RUNNING);
    assertThat(source.migration(ID).getBytesSent()).isGreaterThan(30_000_000);
    assertThat(source.migration(ID).getProgressPercent()).isEqualTo(100);
    assertThat(source.migration(ID).getDowntimeMillis()).isBetween(0L, 30_000L);
    AgentBench.await(
        "the domain's MBean moves",
        () ->
            target.registered(ObjectNames.domain("a-204-03", "etch-1-1"))
                && !source.registered(ObjectNames.domain("a-204-02", "etch-1-1")));
    List<String> all = List.of("preparing", "sending", "handover", "finishing", "done");
    AgentBench.await("the source has told all", () -> phases(source).equals(all));
    AgentBench.await("the target has told all", () -> phases(target).equals(all));
  }

  private static AgentSettings asking(AgentSettings now, AgentSettings.Guests guests) {
    return new AgentSettings(
        now.periodMillis(),
        now.streams(),
        now.dataFolder(),
        now.memoryReserveBytes(),
        now.bandwidthLimitBytesPerSecond(),
        now.patience(),
        now.arrivalsAtOnce(),
        guests);
  }

  private static Map<String, GuestAddress> at(int port) {
    return Map.of("etch-1-1", new GuestAddress("127.0.0.1", OptionalInt.of(port)));
  }

  /** Moves it while it is asked there, and returns what the target says of it. */
  private Map<String, String> moveAsking(AgentSettings.Guests guests) {
    source.settings = asking(source.settings, guests);
    target.settings = asking(target.settings, guests);
    prepareAndSend();
    StepResult leaves = handOver();
    source.awaitPhase(ID, MigrationPhase.FINISHING);
    StepResult done = finish(target, leaves);
    assertThat(done.phase()).isEqualTo(MigrationPhase.DONE);
    return done.attachments();
  }

  /** What the source says when GO may pass. */
  private StepResult handOver() {
    source.awaitPhase(ID, MigrationPhase.HANDOVER);
    assertThat(target.bean().handOver(order).accepted()).isTrue();
    StepResult leaves = source.bean().handOver(order);
    assertThat(leaves.accepted()).isTrue();
    return leaves;
  }

  @Test
  void shouldTellAfterHowLongTheDomainAnswers() throws Exception {
    try (ServerSocket guest = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> told =
          moveAsking(new AgentSettings.Guests(at(guest.getLocalPort()), Map.of()));

      assertThat(told.get(StepResult.ANSWERED_MILLIS)).matches("\\d+");
      assertThat(target.migration(ID).getAnsweredMillis())
          .isEqualTo(Long.valueOf(told.get(StepResult.ANSWERED_MILLIS)));
      assertThat(StepResult.remarks(told))
          .extracting(Explanation::code)
          .doesNotContain("GUEST_UNREACHABLE");
      assertThat(finish(target, null).attachments().get(StepResult.ANSWERED_MILLIS))
          .isEqualTo(told.get(StepResult.ANSWERED_MILLIS));
    }
  }

  @Test
  void shouldRemarkADomainThatDoesNotAnswer() throws Exception {
    int nobody;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = gone.getLocalPort();
    }
    Map<String, String> told = moveAsking(new AgentSettings.Guests(at(nobody), Map.of()));

    assertThat(told).doesNotContainKey(StepResult.ANSWERED_MILLIS);
    assertThat(target.migration(ID).getAnsweredMillis()).isNull();
    assertThat(StepResult.remarks(told))
        .filteredOn(why -> why.code().equals("GUEST_UNREACHABLE"))
        .singleElement()
        .satisfies(why -> assertThat(why.text()).contains("etch-1-1", "127.0.0.1:" + nobody));
  }

  @Test
  void shouldTellThatTheDomainsClockStoodStill() throws Exception {
    here.slowAfter = new CountDownLatch(1);
    try (TimeServer guest = TimeServer.ahead(0)) {
      AgentSettings.Guests guests =
          new AgentSettings.Guests(Map.of(), at(guest.address().getPort()));
      source.settings = asking(source.settings, guests);
      target.settings = asking(target.settings, guests);
      prepareAndSend();
      AgentBench.await(
          "its clock is read before it leaves",
          () -> source.migration(ID).getClockOffsetBeforeMillis() != null);
      guest.step(-60_000);
      here.slowAfter.countDown();
      StepResult leaves = handOver();
      source.awaitPhase(ID, MigrationPhase.FINISHING);
      assertThat(leaves.attachments()).containsKey(StepResult.CLOCK_BEFORE_MILLIS);
      StepResult done = finish(target, leaves);

      assertThat(StepResult.remarks(done.attachments()))
          .filteredOn(why -> why.code().equals("GUEST_CLOCK_JUMPED"))
          .singleElement()
          .satisfies(why -> assertThat(why.text()).contains("etch-1-1", "a-204-02", "a-204-03"));
      assertThat(target.migration(ID).getClockOffsetBeforeMillis())
          .isEqualTo(source.migration(ID).getClockOffsetBeforeMillis());
      assertThat(target.migration(ID).getClockOffsetAfterMillis()).isLessThan(-50_000);
    }
  }

  @Test
  void shouldMoveADomainWhoseClockNobodyKnows() throws Exception {
    try (TimeServer guest = TimeServer.silent()) {
      Map<String, String> told =
          moveAsking(new AgentSettings.Guests(Map.of(), at(guest.address().getPort())));

      assertThat(guest.asked()).isPositive();
      assertThat(told).doesNotContainKey(StepResult.CLOCK_AFTER_MILLIS);
      assertThat(target.migration(ID).getClockOffsetAfterMillis()).isNull();
      assertThat(StepResult.remarks(told))
          .extracting(Explanation::code)
          .doesNotContain("GUEST_CLOCK_JUMPED");
    }
  }

  private static List<String> phases(AgentBench bench) {
    return bench.heard.stream()
        .map(Notification::getType)
        .filter(NotificationTypes::isMigration)
        .map(type -> type.substring(type.lastIndexOf('.') + 1))
        .toList();
  }

  @Test
  void shouldHoldGoBackUntilBothSidesMayPassIt() {
    prepareAndSend();
    source.awaitPhase(ID, MigrationPhase.HANDOVER);
    AgentBench.await(
        "the sender has written GO", () -> here.copies().get(0).kind == CopyKind.MIGRATED_AWAY);

    assertThat(source.bean().handOver(order).accepted()).isTrue();
    AgentBench.await(
        "the target sees GO and holds it", () -> target.migration(ID).getBytesSent() >= 3_000_000);
    assertThat(there.copies().get(0).kind).isEqualTo(CopyKind.INCOMING);

    assertThat(target.bean().handOver(order).accepted()).isTrue();
    source.awaitPhase(ID, MigrationPhase.FINISHING);
    assertThat(there.copies().get(0).kind).isEqualTo(CopyKind.ORDINARY);
  }

  @Test
  void shouldGoOnAtTheSourceWhenAbortedWhileMemoryIsCopied() {
    here.slowAfter = new CountDownLatch(1);
    prepareAndSend();
    source.awaitPhase(ID, MigrationPhase.SENDING);
    AgentBench.await("some memory passes", () -> source.migration(ID).getBytesSent() > 1_000_000);

    assertThat(source.bean().abort(order).accepted()).isTrue();
    assertThat(target.bean().abort(order).accepted()).isTrue();
    here.slowAfter.countDown();

    assertThat(finish(target, null).phase())
        .isIn(MigrationPhase.CANCELLED, MigrationPhase.ROLLED_BACK);
    assertThat(finish(source, null).phase()).isEqualTo(MigrationPhase.CANCELLED);
    assertThat(here.copies()).hasSize(1);
    assertThat(here.copies().get(0).state).isEqualTo(DomainState.RUNNING);
    assertThat(there.copies()).isEmpty();
    assertThat(source.migration(ID).getOutcomeReasons()).isNotEmpty();
  }

  @Test
  void shouldGiveTheDomainBackWhenAbortedWithGoHeld() {
    prepareAndSend();
    AgentBench.await(
        "the sender has written GO", () -> here.copies().get(0).kind == CopyKind.MIGRATED_AWAY);

    assertThat(source.migration(ID).cancel().accepted()).isTrue();
    assertThat(target.bean().abort(order).accepted()).isTrue();
    assertThat(source.bean().handOver(order).accepted()).isFalse();

    // The target's receiver may have seen the end of its stream before the abort came.
    StepResult atTarget = finish(target, null);
    assertThat(atTarget.phase()).isIn(MigrationPhase.CANCELLED, MigrationPhase.ROLLED_BACK);
    assertThat(finish(source, atTarget).phase()).isEqualTo(MigrationPhase.CANCELLED);
    assertThat(here.copies().get(0).kind).isEqualTo(CopyKind.ORDINARY);
    assertThat(here.copies().get(0).state).isEqualTo(DomainState.RUNNING);
    assertThat(here.copies().get(0).resumedOrUnpaused).isEqualTo(1);
    assertThat(there.copies()).isEmpty();
  }

  @Test
  void shouldRefuseToAbortOnceGoHasPassed() {
    prepareAndSend();
    source.awaitPhase(ID, MigrationPhase.HANDOVER);
    target.bean().handOver(order);
    source.bean().handOver(order);
    source.awaitPhase(ID, MigrationPhase.FINISHING);

    StepResult refused = source.bean().abort(order);

    assertThat(refused.accepted()).isFalse();
    assertThat(refused.reasons().get(0).code()).isEqualTo("GO_PASSED");
    assertThat(finish(target, null).phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(finish(source, null).phase()).isEqualTo(MigrationPhase.DONE);
  }

  @Test
  void shouldRemoveTheOrphanOfAReceiverThatWasKilled() {
    there.receiverDiesBeforeReady = true;
    prepareAndSend();
    source.awaitPhase(ID, MigrationPhase.FINISHING);
    assertThat(there.copies()).hasSize(1);
    target.awaitPhase(ID, MigrationPhase.FINISHING);
    target.bean().abort(order);

    assertThat(finish(target, null).phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
    assertThat(finish(source, null).phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
    assertThat(there.copies()).isEmpty();
    assertThat(here.copies().get(0).state).isEqualTo(DomainState.RUNNING);
  }

  @Test
  void shouldBringTheDomainBackWhenTheReceiverDiesAfterGo() {
    there.receiverDiesAfterGo = true;
    prepareAndSend();
    source.awaitPhase(ID, MigrationPhase.HANDOVER);
    target.bean().handOver(order);
    source.bean().handOver(order);
    source.awaitPhase(ID, MigrationPhase.FINISHING);

    StepResult unsure = finish(target, null);
    assertThat(unsure.phase()).isEqualTo(MigrationPhase.FINISHING);
    StepResult waiting = finish(source, unsure);
    assertThat(waiting.phase()).isEqualTo(MigrationPhase.FINISHING);
    StepResult cleaned = finish(target, waiting);
    assertThat(there.copies()).isEmpty();
    StepResult back = finish(source, cleaned);

    assertThat(back.phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
    assertThat(here.copies().get(0).state).isEqualTo(DomainState.RUNNING);
    assertThat(here.copies().get(0).kind).isEqualTo(CopyKind.ORDINARY);
  }

  @Test
  void shouldRefuseAnOlderManagerByNameOfItsEpoch() {
    MigrationOrder newer =
        new MigrationOrder(
            "m-2", new Epoch(0, 5), "u", "other", "a-204-02", "a-204-03", 1000, Map.of());
    target.bean().abort(newer);

    StepResult refused = target.bean().prepare(order);

    assertThat(refused.accepted()).isFalse();
    assertThat(refused.reasons().get(0).code()).isEqualTo("STALE_EPOCH");
    assertThat(refused.reasons().get(0).text()).contains("0.5").contains("0.1");
    assertThat(target.bean().getManagerEpoch()).isEqualTo(new Epoch(0, 5));
  }

  @Test
  void shouldTellEverythingThatSpeaksAgainstPreparing() {
    there.freeMemoryBytes = 64 * FakeHost.MEBI;
    there.add("another", "etch-1-1");
    target.hostBean().setState(HostState.DRAINING);
    MigrationOrder heavy =
        new MigrationOrder(
            ID,
            order.epoch(),
            UUID,
            "etch-1-1",
            "a-204-02",
            "a-204-03",
            60_000,
            Map.of(MigrationOrder.DOMAIN_MEMORY_BYTES, Long.toString(128 * FakeHost.MEBI)));

    StepResult refused = target.bean().prepare(heavy);

    assertThat(refused.phase()).isEqualTo(MigrationPhase.REFUSED);
    assertThat(refused.reasons())
        .extracting("code")
        .containsExactlyInAnyOrder("TARGET_NOT_ACTIVE", "NAME_IN_USE", "TARGET_MEMORY");
    assertThat(refused.reasons().toString()).contains("132 MiB are needed");
    assertThat(target.migration(ID).getPhase()).isEqualTo(MigrationPhase.REFUSED);
  }

  @Test
  void shouldPrepareOneMigrationAtATime() {
    assertThat(target.bean().prepare(order).accepted()).isTrue();
    assertThat(target.bean().prepare(order).ticket()).isNotNull();

    MigrationOrder next = AgentBench.order("m-2", "u2", "other", "a-204-02", "a-204-03");
    StepResult second = target.bean().prepare(next);

    assertThat(second.reasons()).extracting("code").containsExactly("TARGET_BUSY");
    assertThat(second.isRefusedForNow()).isTrue();

    target.bean().abort(order);
    assertThat(target.bean().prepare(next).accepted()).isTrue();
  }

  @Test
  void shouldRefuseOrdersForAMigrationThatWasAborted() {
    assertThat(target.bean().abort(order).accepted()).isTrue();

    assertThat(target.bean().prepare(order).accepted()).isFalse();
    assertThat(target.migration(ID).getPhase()).isEqualTo(MigrationPhase.CANCELLED);
  }

  @Test
  void shouldNotSendAPausedDomain() {
    source.domain("etch-1-1").pause();
    StepResult prepared = target.bean().prepare(order);

    StepResult refused = source.bean().send(order, prepared.ticket());

    assertThat(refused.reasons()).extracting("code").containsExactly("DOMAIN_PAUSED");
  }
}
