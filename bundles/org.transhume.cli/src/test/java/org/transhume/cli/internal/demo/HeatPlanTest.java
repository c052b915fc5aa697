// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.transhume.cli.internal.ClusterFixture.domain;
import static org.transhume.cli.internal.ClusterFixture.host;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.mx.HostSample;

class HeatPlanTest {

  private final List<HostSample> hosts =
      List.of(
          calm("a-204-02", "etch-1-1", "dapper-1-1", "lenny-1-1"),
          calm("a-204-03", "etch-1-2", "dapper-1-2", "lenny-1-2"),
          calm("a-204-04", "etch-1-3", "dapper-1-3", "lenny-1-3"));

  @Test
  void shouldTellTheSameStoryForTheSameSeed() {
    assertThat(HeatPlan.choose(hosts, 42)).isPresent().isEqualTo(HeatPlan.choose(hosts, 42));
  }

  @Test
  void shouldHeatEveryHostUnderSomeSeed() {
    Set<String> heated = new HashSet<>();
    for (long seed = 0; seed < 30; seed++) {
      HeatPlan.choose(hosts, seed).ifPresent(plan -> heated.add(plan.host()));
    }
    assertThat(heated).containsExactlyInAnyOrder("a-204-02", "a-204-03", "a-204-04");
  }

  @Test
  void shouldPutTheHostWellAboveItsThresholdByTwoOfItsDomains() {
    HeatPlan plan = HeatPlan.choose(hosts, 1).orElseThrow();
    double before = 0.25 * 4;
    double added = plan.demands().values().stream().mapToDouble(d -> d - 0.3).sum();

    assertThat(plan.demands()).hasSize(2);
    assertThat((before + added) / 4).isCloseTo(0.93, within(0.02));
    assertThat(plan.demands().values()).allSatisfy(d -> assertThat(d).isLessThanOrEqualTo(2.0));
  }

  @Test
  void shouldChooseNothingWhereNoHostHasTwoDomains() {
    assertThat(
            HeatPlan.choose(
                List.of(host("a", 0.1, ThresholdLevel.NORMAL, domain("etch-1-1", 0.3))), 1))
        .isEmpty();
  }

  private static HostSample calm(String name, String... domains) {
    return host(
        name,
        0.25,
        ThresholdLevel.NORMAL,
        domain(domains[0], 0.3),
        domain(domains[1], 0.3),
        domain(domains[2], 0.3));
  }
}
