// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.consolidate.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.HostPower;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.MigrationSnapshot;
import org.transhume.api.model.Move;
import org.transhume.api.model.PlacementRule;
import org.transhume.api.model.PlacementRules;
import org.transhume.api.model.PowerChange;
import org.transhume.api.model.PowerState;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.RuleKind;
import org.transhume.planner.fleet.DemandSettings;
import org.transhume.spi.policy.Decision;
import org.transhume.spi.policy.Parameter;
import org.transhume.spi.policy.PolicyContext;
import org.transhume.spi.policy.PolicyState;

class ConsolidatePolicyTest {

  private static final long MIB = 1L << 20;
  private static final long MINUTE = 60_000;
  private static final long BEGINNING = 1_000_000_000L;

  private final ConsolidatePolicy policy = new ConsolidatePolicy();
  private final Map<String, Double> set = new HashMap<>();
  private final List<PlacementRule> rules = new ArrayList<>();
  private final List<HostSnapshot> hosts = new ArrayList<>();
  private final List<DomainSnapshot> domains = new ArrayList<>();
  private final List<MigrationSnapshot> migrations = new ArrayList<>();
  private long minutes;

  private void host(String name, long freeMebibytes) {
    host(name, freeMebibytes, HostState.ACTIVE, PowerState.ON);
  }

  private void host(String name, long freeMebibytes, HostState state, PowerState power) {
    hosts.add(
        new HostSnapshot(
            name,
            state,
            power == PowerState.OFF,
            1,
            4,
            OptionalDouble.of(0.1),
            OptionalDouble.of(0),
            8192 * MIB,
            freeMebibytes * MIB,
            List.of(),
            Set.of(),
            Map.of(),
            OptionalDouble.of(2000),
            Optional.of(new HostPower(power, List.of(90.0, 130.0)))));
  }

  private void domain(String name, String host, double demand, long mebibytes, String... tags) {
    domains.add(
        new DomainSnapshot(
            "uuid-" + name,
            name,
            host,
            DomainState.RUNNING,
            DomainType.PVH,
            mebibytes * MIB,
            2,
            256,
            0,
            OptionalDouble.of(demand),
            OptionalDouble.of(demand),
            OptionalLong.empty(),
            Set.of(tags),
            Set.of(),
            true,
            List.of(),
            0));
  }

  private ClusterSnapshot snapshot() {
    return new ClusterSnapshot(
        BEGINNING + minutes * MINUTE,
        hosts,
        domains,
        migrations,
        List.of(),
        new PlacementRules(rules.size(), rules));
  }

  private Decision decide(PolicyState state) {
    Map<String, Double> parameters = new HashMap<>();
    for (Parameter parameter : policy.parameters()) {
      parameters.put(parameter.name(), parameter.initial());
    }
    parameters.putAll(set);
    ClusterSnapshot snapshot = snapshot();
    return policy.decide(
        snapshot, state, new PolicyContext(snapshot.atEpochMillis(), parameters, 1));
  }

  /** Watches the cluster for an hour as it is, and decides then. */
  private Proposal decideAfterAnHour() {
    PolicyState state = PolicyState.empty(1);
    set.put(DemandSettings.LEARNING, 60.0);
    for (minutes = 0; minutes < 60; minutes += 5) {
      state = decide(state).nextState();
    }
    return decide(state).proposal();
  }

  private static List<String> moves(Proposal proposal) {
    return proposal.moves().stream()
        .map(move -> move.domain() + " " + move.source() + ">" + move.target())
        .toList();
  }

  private static List<String> codes(Proposal proposal) {
    return proposal.refusals().stream().map(refusal -> refusal.reason().code()).toList();
  }

  private static List<String> power(Proposal proposal) {
    return proposal.powerChanges().stream()
        .map(change -> change.host() + " " + change.wanted())
        .toList();
  }

  @Test
  void shouldPackNothingBeforeItHasWatchedDemand() {
    host("a", 4096);
    host("b", 4096);
    domain("etch-1-1", "a", 0.2, 512);
    domain("etch-1-2", "b", 0.2, 512);

    Proposal first = decide(PolicyState.empty(1)).proposal();
    assertThat(first.moves()).isEmpty();
    assertThat(codes(first)).containsExactly("LEARNING");
    assertThat(moves(decideAfterAnHour())).containsExactly("etch-1-1 a>b");
  }

  @Test
  void shouldEmptyTheHostThatHoldsLeast() {
    host("a", 4096);
    host("b", 4096);
    host("c", 4096);
    domain("etch-1-1", "a", 1.5, 512);
    domain("etch-1-2", "b", 0.2, 512);
    domain("etch-1-3", "c", 1.0, 512);

    Proposal proposal = decideAfterAnHour();
    assertThat(proposal.moves()).extracting(Move::source).containsExactly("b");
    assertThat(proposal.moves().get(0).reason().code()).isEqualTo("EMPTIES_HOST");
    assertThat(proposal.moves().get(0).reason().text()).startsWith("b is to be empty: etch-1-2");
    assertThat(proposal.moves().get(0).gain()).isEqualTo(90);
  }

  @Test
  void shouldNotPackWhatWouldNotFitAndSayWhy() {
    host("a", 100);
    host("b", 100);
    domain("etch-1-1", "a", 0.2, 512);
    domain("etch-1-2", "b", 0.2, 512);

    Proposal proposal = decideAfterAnHour();
    assertThat(proposal.moves()).isEmpty();
    assertThat(proposal.refusals())
        .isNotEmpty()
        .allSatisfy(refusal -> assertThat(refusal.reason().text()).contains("MiB"));
  }

  @Test
  void shouldRelieveAHostBeforeItIsShort() {
    host("a", 4096);
    host("b", 4096);
    domain("etch-1-1", "a", 2.0, 512);
    domain("etch-1-2", "a", 1.9, 512);
    domain("dapper-1-1", "b", 0.5, 512);

    Proposal proposal = decideAfterAnHour();
    assertThat(proposal.moves()).singleElement().extracting(Move::target).isEqualTo("b");
    assertThat(proposal.moves().get(0).reason().code()).isEqualTo("BEFORE_IT_IS_SHORT");
    assertThat(proposal.moves().get(0).reason().text())
        .contains("a is expected to want 0.98 of its processors (at most 0.92)");
  }

  @Test
  void shouldNotBeStartledByASingleSample() {
    host("a", 4096);
    host("b", 4096);
    domain("etch-1-1", "a", 1.5, 512);
    domain("etch-1-2", "a", 1.0, 512);
    domain("dapper-1-1", "b", 2.5, 512);
    PolicyState state = PolicyState.empty(1);
    for (minutes = 0; minutes < 60; minutes += 5) {
      state = decide(state).nextState();
    }
    domains.clear();
    domain("etch-1-1", "a", 2.0, 512);
    domain("etch-1-2", "a", 2.0, 512);
    domain("dapper-1-1", "b", 2.5, 512);

    assertThat(decide(state).proposal().moves()).isEmpty();
  }

  @Test
  void shouldLeaveKeptAndUnmovableDomainsAndStaleHostsAlone() {
    host("a", 4096);
    host("b", 4096);
    host("c", 4096, HostState.ACTIVE, PowerState.OFF);
    domain("etch-1-1", "a", 0.2, 512);
    rule(RuleKind.KEEP, Set.of("uuid-etch-1-1"), Set.of());
    domain("etch-1-2", "b", 0.1, 512);
    domain("ghost", "c", 0.1, 512);

    assertThat(moves(decideAfterAnHour())).containsExactly("etch-1-2 b>a");
  }

  @Test
  void shouldKeepWhatRulesDemand() {
    host("a", 4096);
    host("b", 4096);
    host("c", 4096);
    domain("etch-1-1", "a", 0.1, 512);
    domain("etch-1-2", "b", 0.3, 512);
    domain("etch-1-3", "c", 0.5, 512);
    rule(RuleKind.SPREAD, Set.of("uuid-etch-1-1", "uuid-etch-1-3"), Set.of());
    assertThat(moves(decideAfterAnHour())).containsExactly("etch-1-1 a>b");

    rule(RuleKind.BAN, Set.of("uuid-etch-1-1"), Set.of("b", "c"));
    assertThat(moves(decideAfterAnHour())).singleElement().asString().startsWith("etch-1-2 b>");
    rule(RuleKind.NO_INCOMING, Set.of(), Set.of("a", "c"));
    assertThat(moves(decideAfterAnHour())).containsExactly("etch-1-3 c>b");
    rule(RuleKind.PIN, Set.of("uuid-etch-1-3"), Set.of());
    assertThat(moves(decideAfterAnHour())).isEmpty();
  }

  private void rule(RuleKind kind, Set<String> about, Set<String> where) {
    rules.add(new PlacementRule(kind + " " + rules.size(), kind, true, about, where, "", 0));
  }

  @Test
  void shouldPackNothingWhileAMigrationIsUnderWay() {
    host("a", 4096);
    host("b", 4096);
    domain("etch-1-1", "a", 0.2, 512);
    domain("etch-1-2", "b", 0.2, 512);
    migrations.add(new MigrationSnapshot("m-1", "uuid-etch-1-1", "a", "b", MigrationPhase.SENDING));

    Proposal proposal = decideAfterAnHour();
    assertThat(proposal.moves()).isEmpty();
    assertThat(codes(proposal)).containsExactly("MIGRATION_RUNNING");
  }

  @Test
  void shouldPowerDownWhatWasEmptyForLongButForOneSpareHost() {
    host("a", 4096);
    host("b", 8000);
    host("c", 8000);
    host("d", 8000);
    domain("etch-1-1", "a", 0.2, 512);

    assertThat(power(decide(PolicyState.empty(1)).proposal())).isEmpty();
    Proposal proposal = decideAfterAnHour();
    assertThat(power(proposal)).containsExactly("b OFF", "c OFF");
    assertThat(proposal.powerChanges().get(0).reason().text())
        .isEqualTo("b has been empty for 3600 s, and 1 other empty hosts stay up");
  }

  @Test
  void shouldPowerUpBeforeRoomGetsShort() {
    host("a", 4096);
    host("b", 4096);
    host("c", 8000, HostState.ACTIVE, PowerState.OFF);
    host("d", 8000, HostState.MAINTENANCE, PowerState.OFF);
    domain("etch-1-1", "a", 3.0, 512);
    domain("etch-1-2", "b", 3.0, 512);

    assertThat(decideAfterAnHour().powerChanges())
        .extracting(PowerChange::host, PowerChange::wanted)
        .containsExactly(tuple("c", PowerState.ON));
  }

  @Test
  void shouldPowerUpNoMoreHostsThanTheirSpeedCallsFor() {
    host("a", 4096);
    host("b", 4096);
    host("c", 8000, HostState.ACTIVE, PowerState.OFF);
    host("d", 8000, HostState.ACTIVE, PowerState.OFF);
    domain("etch-1-1", "a", 3.0, 512);
    domain("etch-1-2", "b", 3.0, 512);

    // 4.6 processors of one gigahertz are missing; c has 4 of two gigahertz.
    assertThat(power(decideAfterAnHour())).containsExactly("c ON");
  }

  @Test
  void shouldChangeItsStateOnlyWhenItIsTimeToLookAgain() {
    host("a", 4096);
    host("b", 4096);
    domain("etch-1-1", "a", 0.2, 512);
    domain("etch-1-2", "b", 0.2, 512);
    set.put(DemandSettings.MEMORY, 100.0);
    PolicyState first = decide(PolicyState.empty(1)).nextState();
    domains.clear();
    domain("etch-1-1", "a", 0.9, 512);
    domain("etch-1-2", "b", 0.9, 512);

    minutes = 1;
    assertThat(decide(first).nextState()).isEqualTo(first);
    minutes = 2;
    assertThat(decide(first).nextState()).isNotEqualTo(first);
  }

  @Test
  void shouldKnowOfANewDomainAtOnce() {
    host("a", 4096);
    domain("etch-1-1", "a", 0.2, 512);
    set.put(DemandSettings.MEMORY, 1000.0);
    PolicyState first = decide(PolicyState.empty(1)).nextState();
    domain("etch-1-2", "a", 0.5, 512);
    minutes = 1;

    assertThat(decide(first).nextState().values().get("demand").toString())
        .contains("uuid-etch-1-2=[1.0, 0.0]");
  }

  @Test
  void shouldTellOfDomainsByTheirNames() {
    host("a", 100);
    host("b", 100);
    domain("etch-1-1", "a", 0.2, 512);
    domain("etch-1-2", "b", 0.2, 512);

    assertThat(decideAfterAnHour().refusals())
        .isNotEmpty()
        .allSatisfy(refusal -> assertThat(refusal.reason().text()).doesNotContain("uuid-"));
  }

  @Test
  void shouldMoveNothingOnAClusterThatIsPackedAsItWanted() {
    for (int number = 0; number < 10; number++) {
      host("h" + number, 6000);
      domain("d" + number, "h" + number, 0.3 + number * 0.05, 300);
    }
    Proposal proposal = decideAfterAnHour();
    assertThat(proposal.moves()).isNotEmpty();
    for (int round = 0; round < 10; round++) {
      carryOut(proposal);
      proposal = decideAfterAnHour();
    }
    assertThat(proposal.moves()).isEmpty();
  }

  private void carryOut(Proposal proposal) {
    Map<String, String> targets = new HashMap<>();
    proposal.moves().forEach(move -> targets.put(move.domain(), move.target()));
    List<DomainSnapshot> before = List.copyOf(domains);
    domains.clear();
    before.forEach(
        domain ->
            domain(
                domain.name(),
                targets.getOrDefault(domain.name(), domain.host()),
                domain.demand().getAsDouble(),
                domain.memoryBytes() / MIB));
    List<HostSnapshot> machines = List.copyOf(hosts);
    hosts.clear();
    machines.forEach(
        host ->
            host(
                host.name(),
                6300
                    - domains.stream()
                            .filter(domain -> domain.host().equals(host.name()))
                            .mapToLong(DomainSnapshot::memoryBytes)
                            .sum()
                        / MIB));
  }

  @Test
  void shouldDecideTheSameInWhateverOrderTheClusterIsTold() {
    Random random = new Random(5);
    for (int number = 0; number < 12; number++) {
      host("h" + number, 5000);
      for (int guest = 0; guest < 3; guest++) {
        domain("d" + number + "-" + guest, "h" + number, random.nextDouble(), 200);
      }
    }
    Decision once = decide(PolicyState.empty(1));
    Collections.shuffle(hosts, random);
    Collections.shuffle(domains, random);

    assertThat(decide(PolicyState.empty(1))).isEqualTo(once);
  }

  @Test
  void shouldForgetDomainsThatAreGoneAndUnderstandNoOtherState() {
    host("a", 4096);
    domain("etch-1-1", "a", 0.2, 512);
    PolicyState state = decide(PolicyState.empty(1)).nextState();
    assertThat(state.values().get("demand").toString()).contains("uuid-etch-1-1");
    domains.clear();

    assertThat(decide(state).nextState().values().get("demand")).isEqualTo(Map.of());
    assertThat(decide(new PolicyState(1, Map.of("demand", "garbage"))).nextState().values())
        .containsKey("demand");
  }
}
