// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.transhume.simulation.internal.SyntheticTraces.steady;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.transhume.simulation.internal.Wishes;
import org.transhume.simulation.internal.plant.Accounting;
import org.transhume.simulation.internal.plant.Host;
import org.transhume.simulation.internal.plant.Plant;
import org.transhume.simulation.internal.plant.Shift;
import org.transhume.simulation.internal.trace.Trace;

class ConsolidationTest {

  @Test
  void shouldEmptyTheLeastLoadedHostAndPowerItDown() {
    // Each of four machines begins on a host of its own; together they want 600 MIPS.
    Plant plant = plant(8, 10, 10, 10, 10);

    Wishes wishes = Consolidation.byThreshold(0.8).decide(plant);

    Host emptied = plant.machines().get(3).host();
    assertThat(wishes.shifts()).extracting(shift -> shift.machine().index()).contains(3);
    assertThat(wishes.shifts()).extracting(Shift::target).doesNotContain(emptied);
    assertThat(wishes.toTurnOff()).contains(emptied);
  }

  @Test
  void shouldComeToRestOnFewHosts() {
    Plant plant = plant(8, 10, 10, 10, 10);
    Consolidation consolidation = Consolidation.byThreshold(0.8);

    for (int round = 1; round < 8; round++) {
      plant.passUntil(round * 300.0);
      Wishes wishes = consolidation.decide(plant);
      plant.carryOut(wishes.shifts(), wishes.toTurnOn(), wishes.toTurnOff());
    }

    // 600 MIPS are 16 % of the smaller host, and 4963 MB more than one host holds.
    assertThat(plant.hosts()).filteredOn(Host::isOn).hasSize(2);
    assertThat(consolidation.decide(plant).shifts()).isEmpty();
  }

  @Test
  void shouldTakeTheQuickestMachineFromAHostThatIsOverloaded() {
    // Both stand on the second host, which is asked for 1500 + 1400 of its 5320 MIPS.
    Plant plant = plant(2, 60, 70, 10, 10);

    Wishes wishes = Consolidation.byThreshold(0.5).decide(plant);

    // The one with 870 MB goes, not that with 1740.
    assertThat(wishes.shifts())
        .containsExactly(new Shift(plant.machines().get(0), plant.hosts().get(0)));
  }

  @Test
  void shouldUseTheThresholdWhileRegressionKnowsTooLittle() {
    Plant plant = plant(8, 30, 30, 30, 30);
    Wishes regression = Consolidation.byRegression(1.2, true).decide(plant);
    Wishes threshold = Consolidation.byThreshold(0.7).decide(plant);

    assertThat(regression).isEqualTo(threshold);
    assertThat(regression.shifts()).isNotEmpty();
  }

  private static Plant plant(int hosts, int... percent) {
    List<Trace> traces =
        List.of(
            steady("a", percent[0], 20),
            steady("b", percent[1], 20),
            steady("c", percent[2], 20),
            steady("d", percent[3], 20));
    Plant plant = new Plant(Accounting.HONEST, hosts, traces);
    plant.passUntil(0.1);
    return plant;
  }
}
