// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.transhume.simulation.internal.SyntheticTraces.steady;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.transhume.simulation.internal.trace.Trace;

/**
 * Days small enough to be reckoned by hand. Of four machines, the first has 2500 MIPS and 870 MB,
 * the second 2000 and 1740, the third 1000 and 1740, the fourth 500 and 613. Of two hosts, the
 * first has 2 × 1860 MIPS, the second 2 × 2660.
 */
class PlantTest {

  private static final double KWH = 3_600_000;

  @Test
  void shouldPlaceMachinesWherePowerGrowsLeast() {
    Plant plant = plant(Accounting.HONEST, 10, 10, 10, 10);

    // 2500 and 2000 MIPS need the fast processors of the second host; 1000 MIPS cost the first host
    // 95.24 - 86 W and the second one 129.53 - 93.7 W; then 500 the first one 98.61 - 86 W.
    assertThat(plant.machines())
        .extracting(machine -> machine.host().index())
        .containsExactly(1, 1, 0, 0);
  }

  @Test
  void shouldRefuseADayWithTooFewHosts() {
    assertThatThrownBy(() -> new Plant(Accounting.HONEST, 1, List.of(steady("big", 1, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "1 hosts are too few for 1 machines: big (2500 MIPS, 870 MiB) fits on none; give more"
                + " hosts");
  }

  @Test
  void shouldBillIdleHostsWhereTheAccountingIsHonest() {
    Plant plant = plant(Accounting.HONEST, 0, 0, 0, 0);

    plant.passUntil(3600);

    assertThat(plant.totals().energyKwh()).isCloseTo((86 + 93.7) / 1000, within(1e-9));
    assertThat(plant.totals().hostsOnMean()).isEqualTo(2);
  }

  @Test
  void shouldBillNothingWithoutLoadWhereItIsCompatible() {
    Plant plant = plant(Accounting.COMPATIBLE, 50, 0, 0, 0);

    plant.passUntil(300);
    plant.passUntil(600);

    // The first 300 seconds are free, and so is the first host, on which everything is idle.
    double load = 1250.0 / 5320;
    assertThat(plant.totals().energyKwh())
        .isCloseTo(HostType.G5.power().wattsAt(load) * 300 / KWH, within(1e-9));
    assertThat(plant.totals().hostsOnMean()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void shouldBillEveryHostInFullWhereNothingIsManaged() {
    Plant plant = plant(Accounting.COMPATIBLE_UNMANAGED, 1, 1, 1, 1);

    plant.passUntil(3600);

    assertThat(plant.totals().energyKwh()).isCloseTo((117 + 135) / 1000.0, within(1e-9));
  }

  @Test
  void shouldTakeIdleMachinesForFinishedWhereItIsCompatible() {
    Plant compatible = plant(Accounting.COMPATIBLE, 50, 0, 50, 50);
    Plant honest = plant(Accounting.HONEST, 50, 0, 50, 50);

    compatible.passUntil(300);
    honest.passUntil(300);

    assertThat(compatible.hosts().get(1).machines()).hasSize(1);
    assertThat(honest.hosts().get(1).machines()).hasSize(2);
  }

  @Test
  void shouldCountWhatAMoveCosts() {
    Plant plant = plant(Accounting.HONEST, 40, 0, 0, 80);
    Machine small = plant.machines().get(3);
    plant.passUntil(300);

    plant.carryOut(List.of(new Shift(small, plant.hosts().get(1))), List.of(), List.of());
    plant.passUntil(600);

    // 613 MB at 62.5 MB a second; meanwhile 10 % of 400 MIPS are lost. All machines together want
    // 1400 MIPS for 300 seconds: values hold from the first look at them.
    double took = 613 / 62.5;
    Totals totals = plant.totals();
    assertThat(totals.migrations()).isEqualTo(1);
    assertThat(totals.pdm()).isCloseTo(40 * took / (1400 * 300), within(1e-9));
    // The target is asked for all 400 MIPS of the newcomer and gives 40: short for as long. It was
    // active for 300 seconds, the source until the move had ended.
    assertThat(totals.slatah()).isCloseTo(took / (300 + took), within(1e-9));
    assertThat(totals.slav()).isEqualTo(totals.slatah() * totals.pdm());
    assertThat(totals.esv()).isEqualTo(totals.energyKwh() * totals.slav());
    assertThat(small.host().index()).isEqualTo(1);
    assertThat(small.arrivedAtSeconds()).isCloseTo(300 + took, within(1e-9));
  }

  @Test
  void shouldShareInWholeMipsWhenThereIsNotEnough() {
    Plant plant = plant(Accounting.COMPATIBLE, 100, 100, 100, 100);
    plant.passUntil(300);
    Machine third = plant.machines().get(2);

    plant.carryOut(List.of(new Shift(third, plant.hosts().get(1))), List.of(), List.of());

    // 2500 + 2000 + 1000 MIPS are wanted of 5320.
    assertThat(plant.machines().get(0).givenMips()).isEqualTo(Math.floor(2500 * 5320 / 5500.0));
    assertThat(plant.machines().get(2).givenMips()).isEqualTo(Math.floor(1000 * 5320 / 5500.0));
  }

  @Test
  void shouldGiveAMachineNoMoreThanOneProcessor() {
    Plant plant = plant(Accounting.COMPATIBLE, 100, 1, 1, 1);
    plant.passUntil(300);
    Machine big = plant.machines().get(0);

    plant.carryOut(List.of(new Shift(big, plant.hosts().get(0))), List.of(), List.of());

    assertThat(big.givenMips()).isEqualTo(1860);
  }

  @Test
  void shouldLetAMoveWaitForMemoryThatAnotherFrees() {
    Plant plant = plant(Accounting.HONEST, 10, 10, 10, 10);
    List<Machine> all = plant.machines();
    plant.passUntil(300);

    // The second host holds 870 + 1740 MB; 1740 more are too many until its 1740 have left.
    plant.carryOut(
        List.of(
            new Shift(all.get(2), plant.hosts().get(1)),
            new Shift(all.get(1), plant.hosts().get(0))),
        List.of(),
        List.of());

    assertThat(plant.seconds()).isCloseTo(300 + 2 * 1740 / 62.5, within(1e-9));
    assertThat(all.get(2).host().index()).isEqualTo(1);
    assertThat(plant.totals().migrations()).isEqualTo(2);
    assertThat(plant.totals().refused()).isZero();
  }

  @Test
  void shouldRefuseAMoveThatNeverFits() {
    Plant plant = plant(Accounting.HONEST, 10, 10, 10, 10);
    plant.passUntil(300);

    plant.carryOut(
        List.of(new Shift(plant.machines().get(2), plant.hosts().get(1))), List.of(), List.of());

    assertThat(plant.machines().get(2).host().index()).isZero();
    assertThat(plant.totals().migrations()).isZero();
    assertThat(plant.totals().refused()).isEqualTo(1);
  }

  @Test
  void shouldTurnAHostOffOnlyWhenItIsEmptyAndBillItUntilThen() {
    Plant plant = new Plant(Accounting.HONEST, 4, List.of(steady("a", 0, 3)));
    Host from = plant.machines().get(0).host();
    Host to = plant.hosts().get(3);
    plant.passUntil(300);

    plant.carryOut(
        List.of(new Shift(plant.machines().get(0), to)),
        List.of(),
        plant.hosts().stream().filter(host -> host != to).toList());

    assertThat(from.isOn()).isFalse();
    assertThat(plant.hostsOn()).isEqualTo(1);
    plant.passUntil(600);
    double took = 870 / 62.5;
    double watts = 93.7 + 93.7;
    assertThat(plant.totals().energyKwh())
        .isCloseTo(
            ((watts + 2 * 86) * 300 + watts * took + 93.7 * (300 - took)) / KWH, within(1e-9));
  }

  @Test
  void shouldRefuseAMoveToAHostThatIsOffAndTurnItOnWhenAsked() {
    Plant plant = new Plant(Accounting.HONEST, 4, List.of(steady("a", 10, 5)));
    Machine machine = plant.machines().get(0);
    Host other = plant.hosts().get(3);
    plant.passUntil(300);

    plant.carryOut(List.of(), List.of(), List.of(other));
    plant.carryOut(List.of(new Shift(machine, other)), List.of(), List.of());
    assertThat(plant.totals().refused()).isEqualTo(1);

    plant.carryOut(List.of(new Shift(machine, other)), List.of(other), List.of());
    assertThat(machine.host()).isSameAs(other);
  }

  private static Plant plant(Accounting accounting, int... percent) {
    List<Trace> traces =
        List.of(
            steady("a", percent[0], 20),
            steady("b", percent[1], 20),
            steady("c", percent[2], 20),
            steady("d", percent[3], 20));
    return new Plant(accounting, 2, traces);
  }
}
