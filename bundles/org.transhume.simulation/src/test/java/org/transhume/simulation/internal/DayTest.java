// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transhume.policy.hotspot.internal.HotspotPolicy;
import org.transhume.simulation.internal.plant.Totals;
import org.transhume.simulation.internal.trace.Trace;
import org.transhume.spi.policy.Policy;

class DayTest {

  private static final Map<String, Policy> INSTALLED = Map.of("hotspot", new HotspotPolicy());
  private static final int HOSTS = 24;

  private final List<Trace> traces = SyntheticTraces.drawn(7, 40, 72);

  @Test
  void shouldRunARoundAfterEachSampleButTheFirst() {
    Day day = run("none", false);

    assertThat(day.rounds()).hasSize(71);
    assertThat(day.rounds().get(0).loads()).hasSize(HOSTS);
    assertThat(day.totals().migrations()).isZero();
    // 12 × 117 + 12 × 135 W until the last round begins.
    assertThat(day.totals().energyKwh()).isEqualTo(12 * (117 + 135) * (71 * 300 + 0.1) / 3_600_000);
  }

  @Test
  void shouldSaveEnergyByConsolidation() {
    Totals none = run("none", true).totals();
    Totals threshold = run("thr-mmt-0.8", true).totals();
    Totals regression = run("lr-mmt-1.2", true).totals();

    assertThat(threshold.energyKwh()).isLessThan(0.8 * none.energyKwh());
    assertThat(regression.energyKwh()).isLessThan(0.8 * none.energyKwh());
    assertThat(threshold.hostsOnMean()).isLessThan(HOSTS);
    assertThat(none.hostsOnMean()).isCloseTo(HOSTS, within(1e-9));
  }

  @Test
  void shouldGiveTheSameDayTwice() {
    assertThat(run("lr-mmt-1.2", false)).isEqualTo(run("lr-mmt-1.2", false));
    assertThat(run("hotspot+thr-mmt-0.8", true)).isEqualTo(run("hotspot+thr-mmt-0.8", true));
  }

  @Test
  void shouldGiveAnotherDayForAnotherSeed() {
    Day other = Day.run(contestant("lr-mmt-1.2", false), HOSTS, SyntheticTraces.drawn(8, 40, 72));

    assertThat(run("lr-mmt-1.2", false).totals()).isNotEqualTo(other.totals());
  }

  @Test
  void shouldLetThePolicyThatManagersRunRelieveHosts() {
    // The first two begin on the second host, and want 4500 of its 5320 MIPS.
    List<Trace> unequal =
        List.of(
            SyntheticTraces.steady("a", 100, 4),
            SyntheticTraces.steady("b", 100, 4),
            SyntheticTraces.steady("c", 5, 4),
            SyntheticTraces.steady("d", 5, 4));

    Day day = Day.run(contestant("hotspot", true), 2, unequal);

    assertThat(day.rounds()).extracting(Day.Round::moves).containsExactly(1, 0, 0);
    assertThat(day.rounds().get(0).loads()).containsExactly(2, 85);
    assertThat(day.rounds().get(1).loads().get(1)).isLessThan(60);
  }

  @Test
  void shouldCountTheMovesOfEachRound() {
    Day day = run("thr-mmt-0.8", true);

    assertThat(day.rounds().stream().mapToInt(Day.Round::moves).sum())
        .isEqualTo(day.totals().migrations());
    assertThat(day.rounds()).last().extracting(Day.Round::hostsOn).isNotEqualTo(HOSTS);
    assertThat(day.rounds().get(60).loads()).contains(-1);
  }

  private Day run(String name, boolean isHonest) {
    return Day.run(contestant(name, isHonest), HOSTS, traces);
  }

  private static Contestant contestant(String name, boolean isHonest) {
    return Contestant.named(name, isHonest, INSTALLED).get(0);
  }
}
