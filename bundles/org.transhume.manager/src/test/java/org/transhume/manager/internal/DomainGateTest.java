// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainChange;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.RunState;
import org.transhume.api.model.StoppedDomain;
import org.transhume.api.mx.RulesReport;
import org.transhume.api.mx.StepResult;

/** Policies have replicas started and stopped, within what operators have set. */
class DomainGateTest {

  private static final String ONE = "a-204-02";
  private static final String TWO = "a-204-03";
  private static final String WEB_1 = "web-1";
  private static final String WEB_2 = "web-2";

  private final FakePolicy policy = new FakePolicy();
  private Bench bench;
  private FakeAgents.Host one;

  private void begin(Mode mode, String... domains) {
    bench = new Bench(Bench.settings(mode, 1, 300_000));
    one =
        bench.agents.host(
            ONE,
            Arrays.stream(domains)
                .map(name -> Samples.domain(name, 0.1))
                .toArray(org.transhume.api.mx.DomainSample[]::new));
    bench.agents.host(TWO);
    bench.agents.connectAll();
    List<String> rules = new ArrayList<>();
    for (String name : domains) {
      if (name.startsWith("web")) {
        rules.add("domain " + Samples.uuid(name) + " tag service.web");
      }
    }
    rules(String.join("\n", rules));
    bench.agents.pass(3_000);
  }

  private void rules(String text) {
    CompletionStage<RulesReport> report = bench.manager.ruleOffice().importAll(text, "ada");
    bench.loop.settle();
    assertThat(report.toCompletableFuture().join().errors()).isEmpty();
  }

  private static DomainChange change(String domain, String host, RunState wanted) {
    return new DomainChange(
        Samples.uuid(domain),
        domain,
        host,
        wanted,
        Explanation.of("SURPLUS", domain + ": load is low"));
  }

  private static DomainChange stop(String domain) {
    return change(domain, ONE, RunState.STOPPED);
  }

  private static Proposal wishing(DomainChange... changes) {
    return new Proposal(List.of(), List.of(), List.of(), List.of(), List.of(changes));
  }

  /** Wants them for as long as they run there. */
  private void wantStopped(String... domains) {
    policy.wish =
        snapshot ->
            wishing(
                Arrays.stream(domains)
                    .filter(
                        name ->
                            snapshot.domains().stream().anyMatch(one -> one.name().equals(name)))
                    .map(DomainGateTest::stop)
                    .toArray(DomainChange[]::new));
    bench.serve("1.0.0", policy);
  }

  private List<String> refusals() {
    return bench.hotspot().lastProposal().refusals().stream()
        .map(refusal -> refusal.subject() + " " + refusal.reason().code())
        .toList();
  }

  private List<String> stopped() {
    return bench.manager.losses().stopped().stream().map(StoppedDomain::name).toList();
  }

  @Test
  void shouldStopAReplicaForAnAutomaticPolicy() {
    begin(Mode.AUTOMATIC, WEB_1, WEB_2);
    wantStopped(WEB_1);
    bench.agents.pass(10_000);

    assertThat(bench.agents.stopped).containsExactly(WEB_1);
    assertThat(stopped()).containsExactly(WEB_1);
    assertThat(bench.manager.losses().records().known().stops().stopped())
        .allMatch(domain -> domain.begun().by().equals("policy hotspot"));
    ClusterSnapshot seen = policy.asked.get(policy.asked.size() - 1);
    assertThat(seen.stopped())
        .singleElement()
        .satisfies(domain -> assertThat(domain.tags()).containsExactly("service.web"));
  }

  @Test
  void shouldOnlyProposeInAdviseMode() {
    begin(Mode.ADVISE, WEB_1);
    wantStopped(WEB_1);
    bench.agents.pass(10_000);

    assertThat(bench.hotspot().lastProposal().domainChanges()).containsExactly(stop(WEB_1));
    assertThat(bench.agents.stopped).isEmpty();
  }

  @Test
  void shouldStopNothingThatCarriesNoTagOfAService() {
    begin(Mode.AUTOMATIC, "db-1");
    wantStopped("db-1");
    bench.agents.pass(10_000);

    assertThat(refusals()).containsExactly("db-1 NOT_EXPENDABLE");
    assertThat(bench.agents.stopped).isEmpty();
  }

  @Test
  void shouldStopNothingThatNobodyMayTouch() {
    begin(Mode.AUTOMATIC, WEB_1);
    rules(
        "domain "
            + Samples.uuid(WEB_1)
            + " tag service.web\ndomain "
            + Samples.uuid(WEB_1)
            + " tag keep");
    wantStopped(WEB_1);
    bench.agents.pass(10_000);

    assertThat(refusals()).containsExactly("web-1 KEPT");
    assertThat(bench.agents.stopped).isEmpty();
  }

  @Test
  void shouldStopOneAfterTheOther() {
    begin(Mode.AUTOMATIC, WEB_1, WEB_2, "web-3");
    bench.agents.losesAnswer = what -> what.contains(" STOP ");
    wantStopped(WEB_1, WEB_2);
    assertThat(refusals()).contains("web-2 ONE_AT_A_TIME");
    bench.agents.pass(20_000);

    assertThat(bench.agents.stopped).containsExactly(WEB_1, WEB_2);
  }

  @Test
  void shouldStopNothingWhilePoliciesAreSuspended() {
    begin(Mode.AUTOMATIC, WEB_1);
    bench.manager.policies().suspend(60_000, "an update");
    wantStopped(WEB_1);
    bench.agents.pass(10_000);
    assertThat(refusals()).containsExactly("web-1 SUSPENDED");
    assertThat(bench.agents.stopped).isEmpty();
    bench.agents.pass(60_000);

    assertThat(bench.agents.stopped).containsExactly(WEB_1);
  }

  @Test
  void shouldNotStopWhatIsMovedNorWhatHasJustCome() {
    begin(Mode.AUTOMATIC, WEB_1);
    bench.manager.migrate(WEB_1, TWO, "operator");
    wantStopped(WEB_1);
    assertThat(refusals()).contains("web-1 MIGRATION_OPEN");
    policy.wish = snapshot -> wishing(change(WEB_1, TWO, RunState.STOPPED));
    bench.agents.pass(30_000);

    assertThat(bench.agents.placesOf(WEB_1)).containsExactly(TWO);
    assertThat(refusals()).containsExactly("web-1 COOL_DOWN");
    assertThat(bench.agents.stopped).isEmpty();
  }

  @Test
  void shouldSayWhyAStopCameToNothingAndNotAskAgainAtOnce() {
    begin(Mode.AUTOMATIC, WEB_1);
    bench.agents.refuses = what -> what.contains(" STOP ");
    bench.agents.refusal = Explanation.of(StepResult.GUEST_DID_NOT_OBEY, "it has not");
    wantStopped(WEB_1);
    bench.agents.pass(30_000);

    assertThat(refusals()).containsExactly("web-1 GUEST_DID_NOT_OBEY");
    assertThat(bench.agents.orders.stream().filter(order -> order.contains(" STOP ")))
        .containsExactly(ONE + " STOP " + WEB_1);
    bench.agents.refuses = what -> false;
    bench.agents.pass(60_000);
    assertThat(bench.agents.stopped).containsExactly(WEB_1);
  }

  @Test
  void shouldStartAReplicaThatIsStopped() {
    begin(Mode.AUTOMATIC, WEB_1, WEB_2);
    bench.manager.stop(WEB_2, false);
    bench.agents.pass(70_000);
    assertThat(stopped()).containsExactly(WEB_2);
    policy.wish =
        snapshot ->
            snapshot.stopped().isEmpty()
                ? Proposal.EMPTY
                : wishing(change(WEB_2, TWO, RunState.STARTED));
    bench.serve("1.0.0", policy);
    bench.agents.pass(10_000);

    assertThat(bench.agents.booted).containsExactly(WEB_2);
    assertThat(bench.agents.placesOf(WEB_2)).containsExactly(TWO);
    assertThat(stopped()).isEmpty();
  }

  @Test
  void shouldStartNothingThatRunsOrThatNobodyHasStopped() {
    begin(Mode.AUTOMATIC, WEB_1);
    policy.wish =
        snapshot ->
            wishing(change(WEB_1, TWO, RunState.STARTED), change("web-9", TWO, RunState.STARTED));
    bench.serve("1.0.0", policy);
    bench.agents.pass(10_000);

    assertThat(refusals()).contains("web-1 NOT_STOPPED", "web-9 NOT_STOPPED");
    assertThat(bench.agents.booted).isEmpty();
  }

  @Test
  void shouldDoNothingOnAHostThatIsNotHeard() {
    begin(Mode.AUTOMATIC, WEB_1);
    one.lose();
    policy.wish = snapshot -> wishing(stop(WEB_1));
    bench.serve("1.0.0", policy);
    bench.agents.pass(20_000);

    assertThat(refusals()).contains("web-1 HOST_STALE");
    assertThat(bench.agents.stopped).isEmpty();
  }
}
