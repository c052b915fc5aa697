// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import org.transhume.api.model.Mode;
import org.transhume.api.model.StoppedDomain;
import org.transhume.manager.internal.Settings.Guarding;
import org.transhume.manager.internal.Settings.Times;
import org.transhume.policy.replicas.internal.ReplicasPolicy;

/** The policy {@code replicas} follows the load of a service in a cluster that is led. */
class ReplicasTest {

  private static final String ONE = "a-204-02";
  private static final String TWO = "a-204-03";
  private static final List<String> REPLICAS = List.of("web-1", "web-2", "web-3");
  private static final long MINUTE = 60_000;

  private final Bench bench =
      new Bench(
          new Settings(
              "test",
              List.of(),
              Mode.AUTOMATIC,
              Map.of("replicas", Mode.AUTOMATIC),
              0,
              new Guarding(1, 300_000, 5_000, 0.01, 1, 1),
              new Times(10_000, 5_000, 1_000, 30_000, 60_000, 10, 1)));
  private final FakeAgents agents = bench.agents;
  private final FakeAgents.Host one =
      agents.host(
          ONE,
          Samples.domain("web-1", 0.05),
          Samples.domain("web-2", 0.05),
          Samples.domain("db-1", 0.05));
  private final FakeAgents.Host two = agents.host(TWO, Samples.domain("web-3", 0.05));

  private void begin() {
    agents.connectAll();
    bench
        .manager
        .ruleOffice()
        .importAll(
            String.join(
                "\n",
                REPLICAS.stream()
                    .map(name -> "domain " + Samples.uuid(name) + " tag service.web")
                    .toList()),
            "ada");
    agents.pass(5_000);
    bench.manager.add(new PolicyVersion("replicas", new Version(1, 0, 0), 1, new ReplicasPolicy()));
    bench.loop.settle();
  }

  private List<String> running() {
    return REPLICAS.stream().filter(name -> !agents.placesOf(name).isEmpty()).toList();
  }

  private List<String> stopped() {
    return bench.manager.losses().stopped().stream().map(StoppedDomain::name).toList();
  }

  private void load(double processors) {
    for (FakeAgents.Host host : List.of(one, two)) {
      running().stream()
          .filter(name -> agents.placesOf(name).contains(host.host()))
          .forEach(name -> host.burn(name, processors));
    }
  }

  @Test
  void shouldStopASurplusReplicaAndStartItBeforeTheOthersAreShort() {
    begin();
    agents.pass(20 * MINUTE);

    assertThat(running()).hasSize(2);
    assertThat(agents.stopped).hasSize(1).allMatch(REPLICAS::contains);
    assertThat(stopped()).isEqualTo(agents.stopped);
    assertThat(agents.placesOf("db-1")).containsExactly(ONE);
    load(0.9);
    agents.pass(2 * MINUTE);

    assertThat(running()).isEqualTo(REPLICAS);
    assertThat(agents.booted).isEqualTo(agents.stopped);
    assertThat(stopped()).isEmpty();
    assertThat(REPLICAS.stream().flatMap(name -> agents.placesOf(name).stream())).hasSize(3);
  }

  @Test
  void shouldNotTouchThemWhileItOnlyAdvises() {
    bench.manager.policies().setMode(Mode.ADVISE);
    begin();
    agents.pass(20 * MINUTE);

    assertThat(running()).isEqualTo(REPLICAS);
    assertThat(agents.stopped).isEmpty();
    assertThat(
            Stream.of(bench.manager.policies().slot("replicas").orElseThrow().lastProposal())
                .flatMap(proposal -> proposal.domainChanges().stream()))
        .isNotEmpty();
  }
}
