// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transhume.simulation.internal.SyntheticTraces.steady;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainChange;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.Move;
import org.transhume.api.model.PowerChange;
import org.transhume.api.model.PowerState;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.RunState;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.simulation.internal.Wishes;
import org.transhume.simulation.internal.plant.Accounting;
import org.transhume.simulation.internal.plant.Plant;
import org.transhume.simulation.internal.plant.Shift;
import org.transhume.simulation.internal.trace.Trace;
import org.transhume.spi.policy.Decision;
import org.transhume.spi.policy.Parameter;
import org.transhume.spi.policy.Policy;
import org.transhume.spi.policy.PolicyContext;
import org.transhume.spi.policy.PolicyState;

class PolicyStrategyTest {

  private static final Explanation REASON = Explanation.of("TEST", "because it is a test");

  private final List<ClusterSnapshot> seen = new ArrayList<>();
  private final List<PolicyState> states = new ArrayList<>();
  private final List<PolicyContext> contexts = new ArrayList<>();
  private Function<ClusterSnapshot, Proposal> answer = snapshot -> Proposal.EMPTY;

  /** Says what the test wants, and counts its calls in its state. */
  private final class Puppet implements Policy {

    @Override
    public List<Parameter> parameters() {
      return List.of(new Parameter("reserveShare", "A number.", 0.25, 0, 1));
    }

    @Override
    public Decision decide(ClusterSnapshot snapshot, PolicyState state, PolicyContext context) {
      seen.add(snapshot);
      states.add(state);
      contexts.add(context);
      return new Decision(
          answer.apply(snapshot), new PolicyState(1, Map.of("calls", (long) states.size())));
    }
  }

  @Test
  void shouldShowHostsWithTheirLoadMemorySpeedAndPower() {
    Plant plant = plant(Accounting.HONEST);

    new PolicyStrategy("puppet", new Puppet()).decide(plant);

    HostSnapshot first = seen.get(0).host("host0000").orElseThrow();
    assertThat(first.physicalCpus()).isEqualTo(2);
    assertThat(first.processorMegahertz()).hasValue(1860);
    assertThat(first.totalMemoryBytes()).isEqualTo(4096L << 20);
    assertThat(first.freeMemoryBytes()).isEqualTo((4096L - 1740 - 613) << 20);
    assertThat(first.cpuLoad()).hasValue(750.0 / 3720);
    assertThat(first.power().orElseThrow().state()).isEqualTo(PowerState.ON);
    assertThat(first.power().orElseThrow().watts()).hasSize(11).startsWith(86.0).endsWith(117.0);
    assertThat(first.stale()).isFalse();
  }

  @Test
  void shouldShowMachinesAsDomainsThatWantProcessors() {
    Plant plant = plant(Accounting.HONEST);

    new PolicyStrategy("puppet", new Puppet()).decide(plant);

    DomainSnapshot big = domain(seen.get(0), "a");
    assertThat(big.host()).isEqualTo("host0001");
    assertThat(big.memoryBytes()).isEqualTo(870L << 20);
    assertThat(big.demand()).hasValue(2250.0 / 2660);
    assertThat(big.cpuLoad()).hasValue(2250.0 / 2660);
    assertThat(big.movable()).isTrue();
  }

  @Test
  void shouldShowRoomForEverythingWhereMemoryDoesNotCount() {
    new PolicyStrategy("puppet", new Puppet()).decide(plant(Accounting.COMPATIBLE));

    assertThat(seen.get(0).hosts())
        .allMatch(host -> host.freeMemoryBytes() >= (870L + 1740 + 1740 + 613) << 20);
  }

  @Test
  void shouldShowAHotHostUntilItIsCool() {
    Plant plant = plant(Accounting.HONEST);
    PolicyStrategy strategy = new PolicyStrategy("puppet", new Puppet());
    strategy.decide(plant);
    plant.passUntil(600);
    strategy.decide(plant);
    plant.passUntil(900);
    strategy.decide(plant);

    // 2250 + 2000 of 5320 MIPS are 80 %: not above; then 85 % and 70 %.
    assertThat(seen)
        .extracting(
            snapshot ->
                snapshot.host("host0001").orElseThrow().threshold("cpu").orElseThrow().level())
        .containsExactly(ThresholdLevel.NORMAL, ThresholdLevel.HIGH, ThresholdLevel.HIGH);
  }

  @Test
  void shouldCarryStateFromRoundToRoundAndGiveParameters() {
    Plant plant = plant(Accounting.HONEST);
    PolicyStrategy strategy = new PolicyStrategy("puppet", new Puppet());

    strategy.decide(plant);
    plant.passUntil(600);
    strategy.decide(plant);

    assertThat(states)
        .containsExactly(PolicyState.empty(1), new PolicyState(1, Map.of("calls", 1L)));
    assertThat(contexts.get(1).parameter("reserveShare")).isEqualTo(0.25);
    assertThat(contexts.get(1).nowEpochMillis() - contexts.get(0).nowEpochMillis())
        .isEqualTo(300_000);
  }

  @Test
  void shouldTurnProposalsIntoShifts() {
    Plant plant = plant(Accounting.HONEST);
    answer =
        snapshot ->
            new Proposal(
                List.of(move(domain(snapshot, "d"), "host0000", "host0001")),
                List.of(),
                List.of(),
                List.of(
                    new PowerChange("host0000", PowerState.OFF, REASON),
                    new PowerChange("host0001", PowerState.ON, REASON)));

    Wishes wishes = new PolicyStrategy("puppet", new Puppet()).decide(plant);

    assertThat(wishes.shifts())
        .containsExactly(new Shift(plant.machines().get(3), plant.hosts().get(1)));
    assertThat(wishes.toTurnOff()).containsExactly(plant.hosts().get(0));
    assertThat(wishes.toTurnOn()).containsExactly(plant.hosts().get(1));
  }

  @Test
  void shouldShowStoppedMachinesAndTurnWishesIntoStartsAndStops() {
    Plant plant = plant(Accounting.HONEST);
    plant.stop(plant.machines().get(3));
    answer =
        snapshot ->
            new Proposal(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(
                    change(snapshot.stopped().get(0).uuid(), "host0001", RunState.STARTED),
                    change(domain(snapshot, "c").uuid(), "host0000", RunState.STOPPED),
                    change("unknown", "host0000", RunState.STARTED)));

    Wishes wishes = new PolicyStrategy("puppet", new Puppet()).decide(plant);

    assertThat(seen.get(0).stopped())
        .singleElement()
        .satisfies(domain -> assertThat(domain.name()).isEqualTo("d"))
        .satisfies(domain -> assertThat(domain.lastHost()).isEqualTo("host0000"));
    assertThat(seen.get(0).domains()).hasSize(3);
    assertThat(wishes.toStart())
        .containsExactly(new Shift(plant.machines().get(3), plant.hosts().get(1)));
    assertThat(wishes.toStop()).containsExactly(plant.machines().get(2));
    assertThat(plant.start(plant.machines().get(3), plant.hosts().get(1))).isTrue();
    assertThat(plant.machines().get(3).isStopped()).isFalse();
  }

  private static DomainChange change(String uuid, String host, RunState wanted) {
    return new DomainChange(uuid, "some", host, wanted, REASON);
  }

  @Test
  void shouldDropWhatFitsNothingThatExists() {
    Plant plant = plant(Accounting.HONEST);
    answer =
        snapshot ->
            new Proposal(
                List.of(
                    move(domain(snapshot, "d"), "host0001", "host0000"),
                    move(domain(snapshot, "c"), "host0000", "nowhere"),
                    new Move("unknown", "x", "host0000", "host0001", REASON, 1, 1)),
                List.of(),
                List.of(),
                List.of(new PowerChange("nowhere", PowerState.OFF, REASON)));

    assertThat(new PolicyStrategy("puppet", new Puppet()).decide(plant)).isEqualTo(Wishes.NONE);
  }

  @Test
  void shouldNameThePolicyThatFails() {
    answer =
        snapshot -> {
          throw new IllegalArgumentException("parameter reserve was never declared");
        };

    assertThatThrownBy(
            () -> new PolicyStrategy("puppet", new Puppet()).decide(plant(Accounting.HONEST)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "policy puppet failed at 1970-01-02T00:05:00Z: java.lang.IllegalArgumentException:"
                + " parameter reserve was never declared");
  }

  @Test
  void shouldShowAHostThatIsOffAsStale() {
    Plant plant = new Plant(Accounting.HONEST, 4, List.of(steady("a", 10, 4)));
    plant.passUntil(300);
    plant.carryOut(List.of(), List.of(), List.of(plant.hosts().get(3)));

    new PolicyStrategy("puppet", new Puppet()).decide(plant);

    HostSnapshot off = seen.get(0).host("host0003").orElseThrow();
    assertThat(off.stale()).isTrue();
    assertThat(off.power().orElseThrow().state()).isEqualTo(PowerState.OFF);
  }

  private static DomainSnapshot domain(ClusterSnapshot snapshot, String name) {
    return snapshot.domains().stream()
        .filter(domain -> domain.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Move move(DomainSnapshot domain, String source, String target) {
    return new Move(domain.uuid(), domain.name(), source, target, REASON, 1, domain.memoryBytes());
  }

  private static Plant plant(Accounting accounting) {
    Plant plant =
        new Plant(
            accounting,
            2,
            List.of(
                trace("a", 90, 90, 100, 70),
                trace("b", 100, 100, 100, 98),
                trace("c", 50, 50, 50, 50),
                trace("d", 50, 50, 50, 50)));
    plant.passUntil(300);
    return plant;
  }

  private static Trace trace(String name, int... percent) {
    byte[] bytes = new byte[percent.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) percent[i];
    }
    return new Trace(name, bytes);
  }
}
