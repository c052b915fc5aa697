// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.Creation;
import org.transhume.api.mx.CreationEvent;
import org.transhume.api.mx.NotificationPayload;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.RulesReport;
import org.transhume.manager.internal.Settings.Guarding;
import org.transhume.manager.internal.Settings.Times;
import org.transhume.manager.internal.journal.LossEntry.BootBegun;
import org.transhume.manager.internal.journal.LossEntry.BootClosed;
import org.transhume.spi.transport.Endpoint;

/** What operators want created runs once, whatever is lost, killed or asked twice. */
class CreationsTest {

  private static final String ONE = "a-204-02";
  private static final String TWO = "a-204-03";
  private static final String WANTED = "etch-2-1";

  private final Bench bench = new Bench(settings());
  private final FakeAgents agents = bench.agents;
  private final FakeAgents.Host one = agents.host(ONE, Samples.domain("etch-1-1", 0.1));
  private final FakeAgents.Host two = agents.host(TWO);

  private static Settings settings() {
    return new Settings(
        "test",
        List.of(new Endpoint(ONE, 7443), new Endpoint(TWO, 7443)),
        Mode.OBSERVE,
        Map.of(),
        0,
        new Guarding(1, 300_000, 5_000, 0.01, 1, 1),
        new Times(10_000, 5_000, 1_000, 30_000, 60_000, 10, 1));
  }

  private void connect() {
    agents.connectAll();
    agents.pass(2_000);
  }

  private CompletableFuture<Creation> want(String configuration, String host) {
    return bench.manager.create(configuration, host).toCompletableFuture();
  }

  private Creation created(String configuration, String host) {
    CompletableFuture<Creation> wish = want(configuration, host);
    agents.pass(5_000);
    return wish.join();
  }

  private static List<String> codes(Creation creation) {
    return creation.reasons().stream().map(Explanation::code).toList();
  }

  private void rules(String text) {
    CompletionStage<RulesReport> report = bench.manager.ruleOffice().importAll(text, "ada");
    bench.loop.settle();
    assertThat(report.toCompletableFuture().join().errors()).isEmpty();
  }

  @Test
  void shouldCreateADomainWhereItIsWanted() {
    connect();
    Creation creation = created(WANTED, ONE);

    assertThat(creation.created()).isTrue();
    assertThat(creation.host()).isEqualTo(ONE);
    assertThat(creation.uuid()).isEqualTo(Samples.uuid(WANTED));
    assertThat(agents.placesOf(WANTED)).containsExactly(ONE);
    assertThat(bench.journal.entries)
        .anyMatch(entry -> entry instanceof BootBegun begun && begun.id().equals(creation.order()))
        .anyMatch(
            entry -> entry instanceof BootClosed closed && closed.id().equals(creation.order()));
  }

  @Test
  void shouldChooseTheHostWithTheMostRoomAndSaySo() {
    one.freeMemoryBytes = 512L << 20;
    connect();
    Creation creation = created(WANTED, "");

    assertThat(creation.host()).isEqualTo(TWO);
    assertThat(codes(creation)).containsExactly("PLACED");
    assertThat(creation.reasons().get(0).operands())
        .containsEntry("host", TWO)
        .containsEntry("memoryMebibytes", "128");
  }

  @Test
  void shouldCountWhatItHasJustSentThere() {
    one.freeMemoryBytes = 200L << 20;
    two.freeMemoryBytes = 201L << 20;
    connect();
    CompletableFuture<Creation> first = want(WANTED, "");
    CompletableFuture<Creation> second = want("etch-2-2", "");
    bench.loop.pass(500);

    assertThat(List.of(first.join().host(), second.join().host())).containsExactly(TWO, ONE);
  }

  @Test
  void shouldObeyRulesAndHostStates() {
    connect();
    rules("domain " + Samples.uuid(WANTED) + " group web\nban group:web from " + TWO);
    two.freeMemoryBytes = 3L << 30;
    agents.pass(1_000);

    assertThat(codes(created(WANTED, TWO))).containsExactly("RULE_BAN");
    one.state = HostState.DRAINING;
    agents.pass(1_000);
    assertThat(codes(created(WANTED, ""))).containsExactly("NO_ROOM");
    assertThat(codes(created(WANTED, ONE))).containsExactly("HOST_CLOSED");
    one.state = HostState.ACTIVE;
    agents.pass(1_000);
    assertThat(created(WANTED, "").host()).isEqualTo(ONE);
  }

  @Test
  void shouldObeyRulesThatConcernTheWholeCluster() {
    two.freeMemoryBytes = 3L << 30;
    connect();
    rules("max-online 1");

    Creation refused = created(WANTED, TWO);
    assertThat(codes(refused)).containsExactly("RULE_MAX_ONLINE");
    assertThat(refused.reasons().get(0).operands())
        .containsEntry("host", TWO)
        .containsEntry("hostsInUse", "1")
        .containsEntry("most", "1");
    assertThat(created(WANTED, "").host()).isEqualTo(ONE);
  }

  @Test
  void shouldGoWhereItBreaksNoSoftRuleThoughAnotherHostHasMoreRoom() {
    two.freeMemoryBytes = 3L << 30;
    connect();
    rules("domain " + Samples.uuid(WANTED) + " group web\nban group:web from " + TWO + " soft");

    Creation creation = created(WANTED, "");
    assertThat(creation.host()).isEqualTo(ONE);
    assertThat(codes(creation)).containsExactly("PLACED");
  }

  @Test
  void shouldRemarkTheSoftRuleThatAnOperatorBreaks() {
    connect();
    rules("domain " + Samples.uuid(WANTED) + " group web\nban group:web from " + TWO + " soft");

    assertThat(codes(created(WANTED, TWO))).containsExactly("OPERATOR", "RULE_BAN");
  }

  @Test
  void shouldCountTheProcessorsOfWhatItHasJustSentThere() {
    agents.vcpusOfNewcomers = 5;
    two.processors = 8;
    connect();
    rules("overcommit " + TWO + " cpu 1");
    CompletableFuture<Creation> first = want(WANTED, TWO);
    CompletableFuture<Creation> second = want("etch-2-2", TWO);
    bench.loop.pass(500);

    assertThat(first.join().created()).isTrue();
    assertThat(codes(second.join())).containsExactly("RULE_OVERCOMMIT");
    assertThat(second.join().reasons().get(0).operands()).containsEntry("vcpus", "10");
  }

  @Test
  void shouldTellOfWhatIsBegunDoneAndNotCreated() {
    connect();
    bench.notifications.clear();
    Creation creation = created(WANTED, ONE);
    assertThat(bench.notificationTypes())
        .containsSubsequence(NotificationTypes.CREATION_BEGUN, NotificationTypes.CREATION_DONE);
    CreationEvent done = event(NotificationTypes.CREATION_DONE);
    assertThat(done.order()).isEqualTo(creation.order());
    assertThat(done.domain()).isEqualTo(WANTED);
    assertThat(done.domainUuid()).isEqualTo(creation.uuid());
    assertThat(done.host()).isEqualTo(ONE);
    assertThat(bench.notificationTypes()).doesNotContain(NotificationTypes.CREATION_FAILED);

    rules("no-incoming " + TWO);
    created("etch-2-2", TWO);
    CreationEvent failed = event(NotificationTypes.CREATION_FAILED);
    assertThat(failed.order()).isEmpty();
    assertThat(failed.domain()).isEqualTo("etch-2-2");
    assertThat(failed.reasons()).extracting(Explanation::code).containsExactly("RULE_NO_INCOMING");
  }

  private CreationEvent event(String type) {
    return bench.notifications.stream()
        .filter(notification -> notification.getType().equals(type))
        .map(
            notification ->
                NotificationPayload.fromOpenData(notification.getUserData(), CreationEvent.class))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  @Test
  void shouldRefuseWhatDoesNotFit() {
    connect();
    agents.memoryOfNewcomers = 8L << 30;
    Creation creation = created(WANTED, ONE);

    assertThat(creation.created()).isFalse();
    assertThat(codes(creation)).containsExactly("NO_ROOM");
    assertThat(creation.reasons().get(0).operands()).containsEntry("memoryMebibytes", "8192");
    assertThat(agents.booted).isEmpty();
  }

  @Test
  void shouldGiveOneDomainToTwoWhoWantTheSameAtOnce() {
    connect();
    CompletableFuture<Creation> first = want(WANTED, "");
    CompletableFuture<Creation> second = want(WANTED, "");
    agents.pass(5_000);

    assertThat(first.join().created()).isTrue();
    assertThat(second.join().created()).isTrue();
    assertThat(second.join().order()).isEqualTo(first.join().order());
    assertThat(agents.booted).containsExactly(WANTED);
  }

  @Test
  void shouldRefuseAnotherConfigurationOfTheSameDomainAtOnce() {
    connect();
    CompletableFuture<Creation> first = want(WANTED, ONE);
    CompletableFuture<Creation> second = want("=" + WANTED, TWO);
    agents.pass(5_000);

    assertThat(first.join().created()).isTrue();
    assertThat(second.join().created()).isFalse();
    assertThat(codes(second.join())).containsExactly("BOOTING");
    assertThat(agents.booted).containsExactly(WANTED);
  }

  @Test
  void shouldAnswerTheSameWishLaterByWhatIsThereAlready() {
    connect();
    Creation first = created(WANTED, ONE);
    agents.pass(10_000);
    Creation again = created(WANTED, "");

    assertThat(again.created()).isTrue();
    assertThat(again.order()).isEqualTo(first.order());
    assertThat(again.host()).isEqualTo(ONE);
    assertThat(codes(again)).containsExactly("CREATED_BEFORE");
    assertThat(codes(created("=" + WANTED, ""))).containsExactly("ALREADY_HERE");
    assertThat(agents.booted).containsExactly(WANTED);
  }

  @Test
  void shouldKnowAfterARestartWhatItHasCreated() {
    connect();
    Creation first = created(WANTED, ONE);
    bench.journal.compact();
    bench.start();
    connect();
    Creation again = created(WANTED, "");

    assertThat(again.created()).isTrue();
    assertThat(again.order()).isEqualTo(first.order());
    assertThat(agents.booted).containsExactly(WANTED);
  }

  @Test
  void shouldGoByTheNameWhereTheHypervisorChoosesTheUuid() {
    connect();
    CompletableFuture<Creation> first = want("=" + WANTED, ONE);
    CompletableFuture<Creation> second = want("=" + WANTED, "");
    agents.pass(5_000);

    assertThat(first.join().uuid()).isEqualTo(Samples.uuid(WANTED));
    assertThat(second.join().order()).isEqualTo(first.join().order());
    assertThat(agents.booted).containsExactly(WANTED);
  }

  @Test
  void shouldRefuseWhatRunsAlready() {
    connect();
    Creation creation = created("etch-1-1", TWO);

    assertThat(creation.created()).isFalse();
    assertThat(codes(creation)).contains("ALREADY_HERE");
    assertThat(agents.booted).isEmpty();
  }

  @Test
  void shouldRefuseWhatIsOnItsWay() {
    connect();
    bench.manager.migrate("etch-1-1", TWO, "operator");
    agents.pass(100);

    assertThat(codes(created("etch-1-1", TWO))).contains("MIGRATION_OPEN");
    assertThat(agents.booted).isEmpty();
  }

  @Test
  void shouldWaitForAGuestThatMayBeRebootingElsewhere() {
    connect();
    one.remove("etch-1-1");
    Creation early = created("etch-1-1", TWO);
    assertThat(early.created()).isFalse();
    assertThat(codes(early)).containsExactly("JUST_GONE");
    agents.pass(70_000);

    assertThat(created("etch-1-1", TWO).created()).isTrue();
    assertThat(agents.placesOf("etch-1-1")).containsExactly(TWO);
  }

  @Test
  void shouldCreateAgainAtOnceWhereItWas() {
    connect();
    one.remove("etch-1-1");

    assertThat(created("etch-1-1", "").host()).isEqualTo(ONE);
  }

  @Test
  void shouldCreateNothingWhileAHostIsSilentThatMayHaveIt() {
    connect();
    two.lose();
    agents.pass(1_000);
    Creation creation = created(WANTED, ONE);

    assertThat(creation.created()).isFalse();
    assertThat(codes(creation)).containsExactly("HOSTS_SILENT");
    assertThat(creation.reasons().get(0).operands()).containsEntry("hosts", TWO);
    assertThat(agents.booted).isEmpty();
  }

  @Test
  void shouldCreateNothingBeforeEveryEndpointWasHeard() {
    one.connect();
    agents.pass(1_000);

    assertThat(codes(created(WANTED, ONE))).containsExactly("HOSTS_SILENT");
  }

  @Test
  void shouldCreateNothingWhenAHostDoesNotAnswer() {
    connect();
    agents.losesAnswer = what -> what.equals(TWO + " CHECK_CREATION");

    Creation creation = created(WANTED, ONE);
    assertThat(codes(creation)).containsExactly("NOT_TOLD");
    assertThat(agents.booted).isEmpty();
  }

  @Test
  void shouldTryAnotherHostWhenOneHasNoMemoryAfterAll() {
    one.freeMemoryBytes = 512L << 20;
    connect();
    agents.refuses = what -> what.startsWith(TWO + " BOOT");
    agents.refusal = Explanation.of("NO_MEMORY", "too little");

    assertThat(created(WANTED, "").host()).isEqualTo(ONE);
    assertThat(agents.booted).containsExactly(WANTED);
  }

  @Test
  void shouldFinishAnOrderWhoseAnswerWasLost() {
    connect();
    agents.losesAnswer = what -> what.equals(ONE + " BOOT " + WANTED);
    Creation creation = created(WANTED, ONE);

    assertThat(creation.created()).isTrue();
    assertThat(agents.booted).containsExactly(WANTED);
    assertThat(agents.orders).contains(ONE + " ABORT_BOOT " + WANTED);
  }

  @Test
  void shouldAskAgainWhenTheOrderNeverArrived() {
    connect();
    CompletableFuture<Creation> wish = want(WANTED, ONE);
    bench.loop.pass(3);
    // Journaled, and lost with the manager before the host was asked.
    List<Object> begun =
        bench.journal.entries.stream()
            .filter(BootBegun.class::isInstance)
            .map(Object.class::cast)
            .toList();
    assertThat(wish).isNotDone();
    bench.start();
    connect();
    Creation again = created(WANTED, TWO);

    assertThat(begun).hasSizeLessThan(2);
    assertThat(again.created()).isTrue();
    assertThat(agents.booted).hasSize(1);
    assertThat(agents.placesOf(WANTED)).hasSize(1);
  }

  @Test
  void shouldEndAfterARestartWhatItHadBegunWithoutDoingItTwice() {
    connect();
    agents.losesAnswer = what -> what.contains("BOOT");
    CompletableFuture<Creation> first = want(WANTED, ONE);
    bench.loop.pass(100);
    assertThat(agents.booted).containsExactly(WANTED);
    assertThat(first).isNotDone();
    agents.losesAnswer = what -> false;
    bench.start();
    connect();

    assertThat(bench.manager.losses().boots().all()).isEmpty();
    assertThat(created(WANTED, "").created()).isTrue();
    assertThat(agents.booted).containsExactly(WANTED);
  }

  @Test
  void shouldLeaveToAPersonWhatNobodyCanTell() {
    connect();
    agents.undecided = what -> what.contains("BOOT");
    Creation creation = created(WANTED, ONE);
    assertThat(creation.created()).isFalse();
    assertThat(codes(creation)).containsExactly("BOOT_UNDECIDED");
    agents.undecided = what -> false;
    bench.start();
    connect();

    assertThat(bench.manager.warnings())
        .anyMatch(line -> line.startsWith("creation " + creation.order() + " of " + WANTED));
    assertThat(codes(created(WANTED, TWO))).contains("BOOT_UNDECIDED");
    bench.manager.repaired(creation.order());
    assertThat(bench.manager.warnings()).isEmpty();
    assertThat(created(WANTED, TWO).created()).isTrue();
  }

  @Test
  void shouldLeadNoMoreWhenAHostKnowsANewerLeader() {
    connect();
    two.known = new Epoch(7, 7);

    assertThat(codes(created(WANTED, ONE))).containsExactly("STALE_EPOCH");
    assertThat(bench.superseded).isNotEmpty();
    assertThat(agents.booted).isEmpty();
  }

  @Test
  void shouldSayThatItIsNotCreatedWhenTheJournalIsFull() {
    connect();
    bench.journal.breaksOn = entry -> entry instanceof BootBegun;

    assertThat(codes(created(WANTED, ONE))).containsExactly("JOURNAL");
    assertThat(agents.booted).isEmpty();
  }
}
