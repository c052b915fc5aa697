// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.Mode;
import org.transhume.api.model.StoppedDomain;
import org.transhume.api.mx.Creation;
import org.transhume.api.mx.DomainStop;
import org.transhume.api.mx.StepResult;
import org.transhume.manager.internal.Settings.Guarding;
import org.transhume.manager.internal.Settings.Times;
import org.transhume.manager.internal.journal.StopEntry.StopBegun;
import org.transhume.manager.internal.journal.StopEntry.StopClosed;
import org.transhume.spi.transport.Endpoint;

/** What operators want stopped is stopped once, stays so, and is started once. */
class StopsTest {

  private static final String ONE = "a-204-02";
  private static final String TWO = "a-204-03";
  private static final String DOMAIN = "etch-1-1";

  private final Bench bench = new Bench(settings());
  private final FakeAgents agents = bench.agents;
  private final FakeAgents.Host one =
      agents.host(ONE, Samples.domain(DOMAIN, 0.1), Samples.domain("etch-1-2", 0.1));
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
    agents.pass(3_000);
  }

  private CompletableFuture<DomainStop> wantStopped(String domain) {
    return bench.manager.stop(domain, false).toCompletableFuture();
  }

  private DomainStop stopped(String domain) {
    CompletableFuture<DomainStop> wish = wantStopped(domain);
    agents.pass(5_000);
    return wish.join();
  }

  private Creation started(String domain, String host) {
    CompletableFuture<Creation> wish =
        bench.manager.startDomain(domain, host).toCompletableFuture();
    agents.pass(5_000);
    return wish.join();
  }

  private List<StoppedDomain> stoppedDomains() {
    return bench.manager.losses().stopped();
  }

  private static List<String> codes(List<Explanation> reasons) {
    return reasons.stream().map(Explanation::code).toList();
  }

  private void restart() {
    bench.journal.compact();
    bench.start();
    connect();
  }

  @Test
  void shouldStopADomainAndKnowThatItIsStoppedOnPurpose() {
    connect();
    DomainStop stop = stopped(DOMAIN);

    assertThat(stop.stopped()).isTrue();
    assertThat(stop.reasons()).isEmpty();
    assertThat(stop.host()).isEqualTo(ONE);
    assertThat(agents.placesOf(DOMAIN)).isEmpty();
    assertThat(agents.stopped).containsExactly(DOMAIN);
    assertThat(stoppedDomains())
        .singleElement()
        .satisfies(
            domain -> {
              assertThat(domain.name()).isEqualTo(DOMAIN);
              assertThat(domain.uuid()).isEqualTo(Samples.uuid(DOMAIN));
              assertThat(domain.lastHost()).isEqualTo(ONE);
              assertThat(domain.memoryBytes()).isPositive();
              assertThat(domain.vcpus()).isPositive();
            });
    assertThat(bench.journal.entries)
        .anyMatch(entry -> entry instanceof StopBegun begun && begun.id().equals(stop.order()))
        .anyMatch(entry -> entry instanceof StopClosed closed && closed.id().equals(stop.order()));
  }

  @Test
  void shouldExplainWhereADomainIsThatIsStopped() {
    connect();
    stopped(DOMAIN);

    assertThat(bench.manager.explain(DOMAIN))
        .singleElement()
        .satisfies(
            why -> {
              assertThat(why.code()).isEqualTo("STOPPED");
              assertThat(why.text()).contains("an operator", ONE, "transhume start " + DOMAIN);
            });
  }

  @Test
  void shouldKnowItAfterRestartsAndForAsLongAsNobodyStartsIt() {
    connect();
    stopped(DOMAIN);
    agents.pass(120_000);
    restart();
    agents.pass(120_000);
    restart();

    assertThat(stoppedDomains()).extracting(StoppedDomain::name).containsExactly(DOMAIN);
    assertThat(agents.stopped).containsExactly(DOMAIN);
  }

  @Test
  void shouldStopOnceForTwoWhoWantItAtOnceAndForWhoWantsItLater() {
    connect();
    CompletableFuture<DomainStop> first = wantStopped(DOMAIN);
    CompletableFuture<DomainStop> second = wantStopped(Samples.uuid(DOMAIN));
    agents.pass(5_000);
    DomainStop later = stopped(DOMAIN);

    assertThat(first.join().stopped()).isTrue();
    assertThat(second.join().order()).isEqualTo(first.join().order());
    assertThat(later.stopped()).isTrue();
    assertThat(codes(later.reasons())).containsExactly("STOPPED_BEFORE");
    assertThat(agents.stopped).containsExactly(DOMAIN);
  }

  @Test
  void shouldStartItAgainFromWhatIsRecorded() {
    connect();
    stopped(DOMAIN);
    Creation start = started(DOMAIN, ONE);

    assertThat(start.created()).as(start.reasons().toString()).isTrue();
    assertThat(start.uuid()).isEqualTo(Samples.uuid(DOMAIN));
    assertThat(agents.placesOf(DOMAIN)).containsExactly(ONE);
    assertThat(stoppedDomains()).isEmpty();
    assertThat(codes(started(DOMAIN, "").reasons())).containsExactly("RUNS_ALREADY");
    assertThat(agents.booted).containsExactly(DOMAIN);
  }

  @Test
  void shouldStartItElsewhereOnlyWhenItsGuestCannotBeRebooting() {
    connect();
    stopped(DOMAIN);
    assertThat(codes(started(DOMAIN, TWO).reasons())).containsExactly("JUST_GONE");
    agents.pass(60_000);
    restart();
    assertThat(codes(started(DOMAIN, TWO).reasons())).containsExactly("JUST_GONE");
    agents.pass(60_000);

    assertThat(started(DOMAIN, TWO).created()).isTrue();
    assertThat(agents.placesOf(DOMAIN)).containsExactly(TWO);
    assertThat(bench.manager.losses().elsewhere(ONE))
        .anyMatch(other -> other.uuid().equals(Samples.uuid(DOMAIN)));
  }

  @Test
  void shouldTakeForRunningWhatSomebodyStartsByHand() {
    connect();
    stopped(DOMAIN);
    two.replace(Samples.domain(DOMAIN, 0.1));
    agents.pass(3_000);

    assertThat(stoppedDomains()).isEmpty();
    assertThat(started(DOMAIN, "").created()).isTrue();
    assertThat(agents.booted).isEmpty();
  }

  @Test
  void shouldNotTakeAnOldSampleForADomainThatRunsAgain() {
    connect();
    one.sample();
    CompletableFuture<DomainStop> wish = wantStopped(DOMAIN);
    bench.loop.pass(500);
    bench.manager.losses().look();

    assertThat(wish.join().stopped()).isTrue();
    assertThat(bench.manager.view().find(DOMAIN)).as("in the old sample").isNotEmpty();
    assertThat(stoppedDomains()).hasSize(1);
  }

  @Test
  void shouldRefuseWhileItMovesAndMoveNothingThatIsStopped() {
    connect();
    bench.manager.migrate(DOMAIN, TWO, "operator");
    bench.loop.pass(100);
    assertThat(codes(stopped(DOMAIN).reasons())).contains("MIGRATION_OPEN");
    agents.pass(20_000);
    assertThat(agents.placesOf(DOMAIN)).containsExactly(TWO);

    agents.losesAnswer = what -> what.contains("STOP");
    CompletableFuture<DomainStop> wish = wantStopped("etch-1-2");
    bench.loop.pass(10);
    assertThat(wish).isNotDone();
    String id = bench.manager.migrate("etch-1-2", TWO, "operator");
    agents.pass(2_000);
    assertThat(codes(bench.manager.coordinator().status(id).orElseThrow().outcomeReasons()))
        .contains("STOPPING");
  }

  @Test
  void shouldFinishAnOrderWhoseAnswerWasLostWithoutGivingItTwice() {
    connect();
    agents.losesAnswer = what -> what.equals(ONE + " STOP " + DOMAIN);
    DomainStop stop = stopped(DOMAIN);

    assertThat(stop.stopped()).isTrue();
    assertThat(agents.stopped).containsExactly(DOMAIN);
    assertThat(agents.orders).contains(ONE + " ABORT_STOP " + DOMAIN);
  }

  @Test
  void shouldEndAfterARestartWhatItHadBegun() {
    connect();
    agents.losesAnswer = what -> what.contains("STOP");
    CompletableFuture<DomainStop> wish = wantStopped(DOMAIN);
    bench.loop.pass(100);
    assertThat(wish).isNotDone();
    agents.losesAnswer = what -> false;
    restart();

    assertThat(bench.manager.losses().stops().all()).isEmpty();
    assertThat(stoppedDomains()).extracting(StoppedDomain::name).containsExactly(DOMAIN);
    assertThat(agents.stopped).containsExactly(DOMAIN);
  }

  @Test
  void shouldCallOffAfterARestartWhatTheHostHasNotBegun() {
    connect();
    one.lose();
    bench.journal.append(
        new StopBegun(
            "s-1",
            Samples.uuid(DOMAIN),
            DOMAIN,
            ONE,
            128L << 20,
            1,
            3,
            "an operator",
            false,
            bench.loop.clock().millis()));
    bench.loop.settle();
    restart();

    assertThat(agents.stopped).isEmpty();
    assertThat(agents.orders).contains(ONE + " ABORT_STOP " + DOMAIN);
    assertThat(bench.manager.losses().stops().all()).isEmpty();
    assertThat(stoppedDomains()).isEmpty();
  }

  @Test
  void shouldKnowAGuestThatObeysLate() {
    connect();
    agents.refuses = what -> what.contains(" STOP ");
    agents.refusal = Explanation.of(StepResult.GUEST_DID_NOT_OBEY, "it has not");
    assertThat(codes(stopped(DOMAIN).reasons())).containsExactly(StepResult.GUEST_DID_NOT_OBEY);
    agents.pass(10_000);
    one.remove(DOMAIN);
    agents.pass(20_000);
    assertThat(codes(started(DOMAIN, "").reasons())).containsExactly("JUST_GONE");
    agents.pass(60_000);

    assertThat(stoppedDomains()).extracting(StoppedDomain::name).containsExactly(DOMAIN);
    assertThat(started(DOMAIN, "").created()).isTrue();
  }

  @Test
  void shouldForgetADomainThatPowersOffByItself() {
    connect();
    one.remove(DOMAIN);
    agents.pass(80_000);

    assertThat(stoppedDomains()).isEmpty();
    assertThatThrownBy(() -> bench.manager.startDomain(DOMAIN, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown stopped domain");
  }

  @Test
  void shouldDestroyOnlyWhenItIsToldTo() {
    connect();
    stopped("etch-1-2");
    CompletableFuture<DomainStop> wish = bench.manager.stop(DOMAIN, true).toCompletableFuture();
    agents.pass(3_000);

    assertThat(wish.join().stopped()).isTrue();
    assertThat(agents.orders)
        .contains(ONE + " STOP etch-1-2", ONE + " STOP " + DOMAIN + " BY FORCE");
  }

  @Test
  void shouldSayWhenItCannotBeStartedAgain() {
    agents.unbootable.add(DOMAIN);
    connect();
    DomainStop stop = stopped(DOMAIN);

    assertThat(stop.stopped()).isTrue();
    assertThat(codes(stop.reasons())).containsExactly("NO_CONFIGURATION");
    assertThat(stoppedDomains()).isEmpty();
    Creation start = started(DOMAIN, "");
    assertThat(start.created()).isFalse();
    assertThat(codes(start.reasons())).containsExactly("NO_CONFIGURATION");
    assertThat(start.reasons().get(0).text()).contains("its disk is a secret");
  }

  @Test
  void shouldLeadNoMoreWhenItsHostKnowsANewerLeader() {
    connect();
    one.known = new Epoch(7, 7);
    CompletableFuture<DomainStop> wish = wantStopped(DOMAIN);
    agents.pass(3_000);

    assertThat(wish).isNotDone();
    assertThat(bench.superseded).isNotEmpty();
    assertThat(agents.stopped).isEmpty();
  }

  @Test
  void shouldGiveNoOrderThatItCannotWriteDown() {
    connect();
    bench.journal.breaksOn = entry -> entry instanceof StopBegun;

    assertThat(codes(stopped(DOMAIN).reasons())).containsExactly("JOURNAL");
    assertThat(agents.stopped).isEmpty();
  }

  @Test
  void shouldStopNothingOnAHostThatIsNotHeard() {
    connect();
    one.lose();
    agents.pass(1_000);

    assertThat(codes(stopped(DOMAIN).reasons())).contains("HOST_SILENT");
  }

  @Test
  void shouldNameWhatItDoesNotKnow() {
    connect();
    assertThatThrownBy(() -> bench.manager.stop("etch-1-11", false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("etch-1-1");
  }
}
