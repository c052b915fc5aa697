// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transhume.policy.hotspot.internal.HotspotPolicy;
import org.transhume.simulation.internal.baseline.Consolidation;
import org.transhume.simulation.internal.plant.Accounting;
import org.transhume.simulation.internal.policy.PolicyStrategy;
import org.transhume.spi.policy.Policy;

class ContestantTest {

  private static final Map<String, Policy> INSTALLED = Map.of("hotspot", new HotspotPolicy());

  @Test
  void shouldCompareAtCommasAndComposeAtPluses() {
    List<Contestant> contestants =
        Contestant.named("none, thr-mmt-0.8 ,hotspot,hotspot+lr-mmt-1.2", true, INSTALLED);

    assertThat(contestants)
        .extracting(Contestant::name)
        .containsExactly("none", "thr-mmt-0.8", "hotspot", "hotspot+lr-mmt-1.2");
    assertThat(contestants.get(1).strategy()).isInstanceOf(Consolidation.class);
    assertThat(contestants.get(2).strategy()).isInstanceOf(PolicyStrategy.class);
    assertThat(contestants.get(3).strategy()).isInstanceOf(Together.class);
    assertThat(contestants).extracting(Contestant::accounting).containsOnly(Accounting.HONEST);
  }

  @Test
  void shouldBillAllHostsWhereNothingManagesThemCompatibly() {
    List<Contestant> contestants = Contestant.named("none,hotspot", false, INSTALLED);

    assertThat(contestants)
        .extracting(Contestant::accounting)
        .containsExactly(Accounting.COMPATIBLE_UNMANAGED, Accounting.COMPATIBLE);
  }

  @Test
  void shouldTellWhichPoliciesThereAre() {
    assertThatThrownBy(() -> Contestant.named("hotspot,hospot", false, INSTALLED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "there is no policy 'hospot'; there are hotspot, and to compare with: none,"
                + " thr-mmt-0.8, lr-mmt-1.2 (also with other numbers)");
    assertThatThrownBy(() -> Contestant.named("hotspot,,none", false, INSTALLED))
        .hasMessageStartingWith("there is no policy ''");
    assertThatThrownBy(() -> Contestant.named("thr-mmt-0", false, INSTALLED))
        .hasMessage("policy 'thr-mmt-0' needs a number above 0");
  }
}
