// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transhume.simulation.internal.Strategy;
import org.transhume.simulation.internal.Wishes;
import org.transhume.simulation.internal.plant.Host;
import org.transhume.simulation.internal.plant.Machine;
import org.transhume.simulation.internal.plant.Plant;
import org.transhume.simulation.internal.plant.Shift;

/** Services small enough to be reckoned by hand: one hour, four replicas, always the same load. */
class ServiceDayTest {

  private static final int HOSTS = 4;

  private final Map<String, Double> values =
      new HashMap<>(
          Map.of(
              "hours", 1.0,
              "replicas", 4.0,
              "troughRequestsPerSecond", 100.0,
              "peakRequestsPerSecond", 100.0,
              "noisePercent", 0.0,
              "bursts", 0.0));

  private ServiceDay day(Strategy strategy) {
    return ServiceDay.run("test", strategy, HOSTS, ServiceSettings.with(values), List.of());
  }

  /** Does that in the round that begins after so many seconds, and nothing else. */
  private static Strategy at(double seconds, Strategy once) {
    return plant -> plant.seconds() == seconds ? once.decide(plant) : Wishes.NONE;
  }

  private static Wishes stop(Plant plant) {
    return new Wishes(List.of(), List.of(), List.of(), List.of(), List.of(plant.machines().get(0)));
  }

  private static Wishes start(Plant plant) {
    Machine machine = plant.machines().get(0);
    return new Wishes(
        List.of(),
        List.of(),
        List.of(),
        List.of(new Shift(machine, plant.machines().get(1).host())),
        List.of());
  }

  private static void keepsItsBooks(ServiceDay day) {
    ServiceTotals.Requests requests = day.service().requests();
    ServiceTotals.Sessions sessions = day.service().sessions();
    assertThat(requests.answered() + requests.lost() + requests.open())
        .isCloseTo(requests.arrived(), within(1e-6 * requests.arrived()));
    assertThat(sessions.ended() + sessions.lost() + sessions.open())
        .isCloseTo(sessions.begun(), within(1e-6 * sessions.begun()));
  }

  @Test
  void shouldServeASteadyLoadAsTheQueueMM1Does() {
    ServiceDay day = day(plant -> Wishes.NONE);

    keepsItsBooks(day);
    assertThat(day.service().requests().arrived()).isCloseTo(360_000, withinPercentage(0.1));
    assertThat(day.service().requests().lost()).isZero();
    assertThat(day.service().sessions().lost()).isZero();
    // 25 requests a second at a replica that could answer 50.
    assertThat(day.service().times().mean()).isCloseTo(0.04, withinPercentage(1));
    assertThat(day.service().replicasMean()).isEqualTo(4);
    assertThat(day.plant().hostsOnMean()).isEqualTo(HOSTS);
  }

  @Test
  void shouldBillWhatTheWorkNeeds() {
    double[] used = new double[HOSTS];
    ServiceDay day =
        day(
            plant -> {
              for (Host host : plant.hosts()) {
                // Each replica uses half of 1800 MIPS, and 2 % for itself.
                double load = host.machines().size() * (900.0 + 36) / host.type().mips();
                used[host.index()] = host.type().power().wattsAt(load);
              }
              return Wishes.NONE;
            });

    assertThat(day.plant().energyKwh() * 1000)
        .isCloseTo(Arrays.stream(used).sum(), withinPercentage(0.5));
  }

  @Test
  void shouldLoseTheSessionsThatOutliveTheirReplicasTime() {
    values.put("drainSeconds", 300.0);

    ServiceDay day = day(at(600, ServiceDayTest::stop));

    keepsItsBooks(day);
    // 125 open sessions, of a quarter of an hour each on average, have five minutes to end.
    assertThat(day.service().sessions().lost())
        .isCloseTo(125 * Math.exp(-1.0 / 3), withinPercentage(1));
    assertThat(day.service().stops()).isEqualTo(1);
    assertThat(day.service().replicasMean()).isCloseTo(3 + 900.0 / 3600, withinPercentage(1));
    // Users go on elsewhere, so that as much is asked for as before.
    assertThat(day.service().requests().arrived()).isCloseTo(360_000, withinPercentage(0.1));
  }

  @Test
  void shouldLoseAllSessionsOfAReplicaThatStopsAtOnce() {
    values.put("drainSeconds", 0.0);

    ServiceDay day = day(at(600, ServiceDayTest::stop));

    keepsItsBooks(day);
    assertThat(day.service().sessions().lost()).isCloseTo(125, withinPercentage(0.1));
    assertThat(day.service().requests().lost()).isCloseTo(1, withinPercentage(5));
  }

  @Test
  void shouldServeFromAStartedReplicaOnlyWhenItHasBooted() {
    values.put("drainSeconds", 0.0);
    values.put("bootSeconds", 600.0);

    ServiceDay day =
        day(
            plant ->
                plant.seconds() == 60
                    ? stop(plant)
                    : plant.seconds() == 120 ? start(plant) : Wishes.NONE);

    keepsItsBooks(day);
    assertThat(day.service().starts()).isEqualTo(1);
    assertThat(day.service().replicasMean()).isCloseTo(4 - 660.0 / 3600, withinPercentage(1));
    assertThat(day.refused()).isZero();
  }

  @Test
  void shouldKeepSessionsThroughAMoveAndLetRequestsWait() {
    values.put("downtimeMillis", 2000.0);

    ServiceDay moved = day(at(600, plant -> move(plant)));
    ServiceDay still = day(plant -> Wishes.NONE);

    keepsItsBooks(moved);
    assertThat(moved.plant().migrations()).isEqualTo(1);
    assertThat(moved.service().sessions().lost()).isZero();
    assertThat(moved.service().requests().lost()).isZero();
    assertThat(moved.service().times().mean()).isGreaterThan(still.service().times().mean());
  }

  @Test
  void shouldLoseRequestsOfADowntimeThatNobodyWaitsFor() {
    values.put("downtimeMillis", 30_000.0);

    ServiceDay day = day(at(600, plant -> move(plant)));

    keepsItsBooks(day);
    // Of 25 requests a second those of the first twenty seconds have waited for ten.
    assertThat(day.service().requests().lost()).isCloseTo(20 * 25, withinPercentage(10));
    assertThat(day.service().sessions().lost()).isZero();
  }

  private static Wishes move(Plant plant) {
    Machine machine = plant.machines().get(0);
    Host other =
        plant.hosts().stream().filter(host -> host != machine.host()).findFirst().orElseThrow();
    return new Wishes(List.of(new Shift(machine, other)), List.of(), List.of());
  }

  @Test
  void shouldNotUseAHostBeforeItHasBooted() {
    values.put("hostBootSeconds", 120.0);
    Strategy strategy =
        plant -> {
          Host last = plant.hosts().get(HOSTS - 1);
          if (plant.seconds() == 60) {
            return new Wishes(List.of(), List.of(), List.of(last));
          }
          boolean toTurnOn = plant.seconds() == 120;
          return new Wishes(
              List.of(new Shift(plant.machines().get(0), last)),
              toTurnOn ? List.of(last) : List.of(),
              List.of());
        };

    ServiceDay day = day(strategy);

    assertThat(day.plant().migrations()).isEqualTo(1);
    assertThat(day.plant().refused()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void shouldGiveTheSameDayTwice() {
    values.put("noisePercent", 5.0);

    assertThat(day(at(600, ServiceDayTest::stop))).isEqualTo(day(at(600, ServiceDayTest::stop)));
  }
}
