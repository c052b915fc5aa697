// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.Refusal;
import org.transhume.manager.internal.MigrationRequest.Priority;

/** What users of other balancers complain about, as far as it is the manager's matter. */
class RivalsComplaintsTest {

  private final Bench bench = new Bench();
  private final FakePolicy policy = new FakePolicy();

  /** Xen Orchestra moved everything away from a host that it had seen with no processors. */
  @Test
  void shouldEvacuateNobodyFromAHostSeenWithNoProcessors() {
    FakeAgents.Host blind =
        bench.agents.host(
            "a-204-02", Samples.domain("etch-1-1", 0.4), Samples.domain("etch-1-2", 0.4));
    bench.agents.host("a-204-03");
    blind.processors = 0;
    bench.agents.connectAll();
    policy.wish =
        snapshot ->
            FakePolicy.moves(
                FakePolicy.move("etch-1-1", "a-204-02", "a-204-03"),
                FakePolicy.move("etch-1-2", "a-204-02", "a-204-03"));
    bench.serve("1.0.0", policy);
    bench.agents.pass(20_000);

    assertThat(bench.agents.orders).isEmpty();
    Proposal last = bench.hotspot().lastProposal();
    assertThat(last.moves()).isEmpty();
    assertThat(last.refusals())
        .extracting(Refusal::reason)
        .isNotEmpty()
        .allSatisfy(reason -> assertThat(reason.text()).isNotBlank());
    assertThat(bench.manager.staleHosts().get("a-204-02").text()).contains("physicalCpus");
  }

  /** Evacuations and operators waited behind what balancers had asked for first. */
  @Test
  void shouldServeAnOperatorBeforeAPolicyThatAskedFirst() {
    bench.agents.host(
        "a-204-02",
        Samples.domain("etch-1-1", 0.1),
        Samples.domain("etch-1-2", 0.1),
        Samples.domain("etch-1-3", 0.1));
    bench.agents.host("a-204-03");
    bench.agents.connectAll();
    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    String second =
        bench
            .manager
            .coordinator()
            .request(
                bench
                    .manager
                    .find("etch-1-2")
                    .requestTo(
                        "a-204-03",
                        "policy hotspot",
                        Explanation.of("TEST", "it asked first"),
                        Priority.POLICY));
    String third = bench.manager.migrate("etch-1-3", "a-204-03", "operator");
    while (phase(third) == MigrationPhase.CHECKING || phase(third) == MigrationPhase.REQUESTED) {
      assertThat(phase(second)).isIn(MigrationPhase.CHECKING, MigrationPhase.REQUESTED);
      bench.agents.pass(1_000);
      assertThat(bench.loop.monotonicMillis()).isLessThan(600_000);
    }
    assertThat(phase(second)).isIn(MigrationPhase.CHECKING, MigrationPhase.REQUESTED);
    bench.agents.pass(60_000);

    assertThat(List.of(phase(second), phase(third))).containsOnly(MigrationPhase.DONE);
  }

  private MigrationPhase phase(String id) {
    return bench.manager.coordinator().status(id).orElseThrow().phase();
  }

  /** Users ask for throttles that are there without being asked for. */
  @Test
  void shouldCoolDownAskForAGainAndMoveOneAtATimeByDefault() throws NoSuchMethodException {
    assertThat((long) preset("coolDownMillis")).isGreaterThanOrEqualTo(300_000);
    assertThat((double) preset("minimumGain")).isPositive();
    assertThat((int) preset("migrationsPerSource")).isEqualTo(1);
    assertThat((int) preset("migrationsPerTarget")).isEqualTo(1);
  }

  private static Object preset(String property) throws NoSuchMethodException {
    return ManagerConfiguration.class.getDeclaredMethod(property).getDefaultValue();
  }
}
