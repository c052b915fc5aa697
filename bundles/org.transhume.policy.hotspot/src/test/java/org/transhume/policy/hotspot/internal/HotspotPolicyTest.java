// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.hotspot.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.MigrationSnapshot;
import org.transhume.api.model.Move;
import org.transhume.api.model.PlacementRule;
import org.transhume.api.model.PlacementRules;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.Refusal;
import org.transhume.api.model.RuleKind;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.model.ThresholdState;
import org.transhume.spi.policy.Decision;
import org.transhume.spi.policy.Parameter;
import org.transhume.spi.policy.PolicyContext;
import org.transhume.spi.policy.PolicyState;

class HotspotPolicyTest {

  private static final long MIB = 1L << 20;

  private final HotspotPolicy policy = new HotspotPolicy();
  private final List<HostSnapshot> hosts = new ArrayList<>();
  private final List<DomainSnapshot> domains = new ArrayList<>();
  private final List<PlacementRule> rules = new ArrayList<>();
  private final List<MigrationSnapshot> migrations = new ArrayList<>();

  @Test
  void shouldHaveNothingToSayOfACoolCluster() {
    host("a", 2, 0.02);
    domain("etch-1-1", "a", 0.5, 64);
    host("b", 2, 0.02);

    assertThat(decide()).isEqualTo(Proposal.EMPTY);
  }

  @Test
  void shouldMoveTheCheapestDomainThatBringsTheHostDown() {
    hot("a", 2);
    domain("large", "a", 0.7, 512);
    domain("small", "a", 0.7, 128);
    domain("tiny-and-idle", "a", 0.3, 64);
    host("b", 2, 0.02);

    Move move = onlyMove();
    assertThat(move.domain()).isEqualTo("small");
    assertThat(move.target()).isEqualTo("b");
    assertThat(move.costBytes()).isEqualTo(128 * MIB);
    assertThat(move.reason().text())
        .isEqualTo(
            "a wants 0.87 of its processors (threshold 0.80); without small (0.70 processors, 128"
                + " MiB) it comes down to 0.52, and b goes from 0.02 to 0.37 of at most 0.75");
  }

  @Test
  void shouldPassByTheCoolestTargetWhereARuleForbidsIt() {
    hot("a", 2);
    domain("etch-1-1", "a", 0.9, 64);
    domain("etch-1-2", "a", 0.9, 64);
    host("b", 2, 0.02);
    domain("dapper-1-1", "b", 0.5, 64);
    host("c", 2, 0.02);
    Set<String> uuids =
        domains.stream()
            .filter(domain -> domain.host().equals("a"))
            .map(DomainSnapshot::uuid)
            .collect(Collectors.toSet());
    rules.add(
        new PlacementRule("ban tag:etch from c", RuleKind.BAN, true, uuids, Set.of("c"), "", 0));

    assertThat(onlyMove().target()).isEqualTo("b");
    assertThat(decide().refusals())
        .anySatisfy(
            refusal -> {
              assertThat(refusal.subject()).isEqualTo("c");
              assertThat(refusal.reason().code()).isEqualTo("RULE_BAN");
              assertThat(refusal.reason().text())
                  .endsWith("rule 'ban tag:etch from c', revision 7");
            });
  }

  @Test
  void shouldTakeTheCoolestTarget() {
    hot("a", 2);
    domain("etch-1-1", "a", 0.9, 64);
    domain("etch-1-2", "a", 0.9, 64);
    host("b", 2, 0.02);
    domain("dapper-1-1", "b", 0.5, 64);
    host("c", 2, 0.02);

    assertThat(onlyMove().target()).isEqualTo("c");
  }

  @Test
  void shouldPreferAMoveThatMakesTheReadingNormalToACheaperOneThatDoesNot() {
    hot("a", 2);
    domain("half", "a", 0.35, 64);
    domain("whole", "a", 0.8, 256);
    domain("rest", "a", 0.65, 512);
    host("b", 2, 0.02);

    assertThat(onlyMove().domain()).isEqualTo("whole");
  }

  @Test
  void shouldTakeACapAlong() {
    hot("a", 1);
    domain("vm1", "a", 0.45, 128, 45);
    domain("vm2", "a", 0.45, 256, 45);
    host("b", 1, 0.05);

    Move move = onlyMove();
    assertThat(move.domain()).isEqualTo("vm1");
    assertThat(move.reason().text()).contains("held by its cap, which goes along");
    assertThat(move.reason().operands()).containsEntry("targetAfter", "0.50");
  }

  @Test
  void shouldEaseAHostThatNoSingleMoveBringsDownAfterSomePatience() {
    hot("a", 2);
    for (int i = 1; i <= 6; i++) {
      domain("etch-1-" + i, "a", 0.4, 64);
    }
    host("b", 2, 0.02);
    PolicyState state = PolicyState.empty(1);
    for (int round = 1; round <= 3; round++) {
      Decision decision = decide(state);
      assertThat(decision.proposal().moves()).isEmpty();
      assertThat(codeFor(decision.proposal(), "a")).isEqualTo("NOT_ENOUGH");
      state = decision.nextState();
    }

    Move move = decide(state).proposal().moves().get(0);
    assertThat(move.reason().code()).isEqualTo("HOT_SPOT_EASED");
  }

  @Test
  void shouldForgetTheRoundsOfAHostThatCooledDown() {
    hot("a", 2);
    domain("etch-1-1", "a", 0.9, 64);
    PolicyState hotOnce = decide(PolicyState.empty(1)).nextState();
    assertThat(hotOnce.values().toString()).contains("a=1");
    hosts.clear();
    host("a", 2, 0.02);

    assertThat(decide(hotOnce).nextState().values()).containsEntry("hotRounds", Map.of());
  }

  @Test
  void shouldServeFirstWhoHasWaitedLongest() {
    hot("a", 2);
    domain("a1", "a", 0.9, 64);
    domain("a2", "a", 0.9, 64);
    hot("b", 2);
    domain("b1", "b", 0.9, 64);
    domain("b2", "b", 0.9, 64);
    host("c", 2, 0.02);
    PolicyState state = new PolicyState(1, Map.of("hotRounds", Map.of("b", 7L)));

    Proposal proposal = decide(state).proposal();
    assertThat(proposal.moves()).extracting(Move::source).containsExactly("b");
    assertThat(codeFor(proposal, "c")).isEqualTo("TARGET_BUSY");
    assertThat(proposal.refusals())
        .filteredOn(refusal -> refusal.subject().equals("a"))
        .extracting(refusal -> refusal.reason().code())
        .containsExactly("TARGET_HOT", "NO_TARGET");
  }

  @Test
  void shouldLeaveAHostInPeaceThatIsBelowItsThresholdAgain() {
    host("a", 2, 0.02, ThresholdLevel.HIGH);
    domain("etch-1-1", "a", 0.25, 64);
    domain("etch-1-2", "a", 0.25, 64);
    domain("etch-1-3", "a", 0.25, 64);
    domain("etch-1-4", "a", 0.25, 64);
    domain("etch-1-5", "a", 0.25, 64);
    domain("etch-1-6", "a", 0.25, 64);
    host("b", 2, 0.02);

    assertThat(reasonFor(decide(), "a"))
        .isEqualTo(
            "a wants 0.77 of its processors (threshold 0.80): it is below the threshold again, and"
                + " no single move makes it normal");
  }

  @Test
  void shouldSayThatASingleDomainOnlyCarriesTheHeatAlong() {
    hot("a", 1);
    domain("etch-1-1", "a", 0.9, 64);
    host("b", 1, 0.02);

    Proposal proposal = decide();
    assertThat(proposal.moves()).isEmpty();
    assertThat(codeFor(proposal, "a")).isEqualTo("CARRIES_THE_HEAT");
    assertThat(reasonFor(proposal, "b"))
        .isEqualTo("etch-1-1 would lift b from 0.02 to 0.92, and 0.75 is its limit");
  }

  @Test
  void shouldMoveASingleDomainToAHostThatIsStrongEnough() {
    hot("a", 1);
    domain("etch-1-1", "a", 0.9, 64);
    host("b", 4, 0.02);

    assertThat(onlyMove().target()).isEqualTo("b");
  }

  @Test
  void shouldSayThatTheControlDomainAloneMakesTheHostHot() {
    host("a", 2, 0.85, ThresholdLevel.HIGH);
    domain("etch-1-1", "a", 0.2, 64);
    host("b", 2, 0.02);

    assertThat(reasonFor(decide(), "a"))
        .isEqualTo(
            "a is hot by its control domain alone, which uses 0.85 of 0.80: moving domains does not"
                + " help");
  }

  @Test
  void shouldSayWhyADomainStays() {
    hot("a", 2);
    add(
        domainOf(
            "pinned", "a", 1.7, 64, 0, DomainState.RUNNING, "it has the PCI device 0000:03:00"));
    host("b", 4, 0.02);

    Proposal proposal = decide();
    assertThat(reasonFor(proposal, "pinned"))
        .isEqualTo("stays on hot a: it has the PCI device 0000:03:00");
    assertThat(codeFor(proposal, "a")).isEqualTo("NOTHING_TO_MOVE");
  }

  @Test
  void shouldSayHowMuchMemoryATargetLacks() {
    hot("a", 2);
    domain("etch-1-1", "a", 0.9, 4096);
    domain("etch-1-2", "a", 0.9, 4096);
    host("b", 2, 0.02);

    Proposal proposal = decide();
    assertThat(reasonFor(proposal, "b"))
        .isEqualTo("b has 2048 MiB free and etch-1-1 needs 4180 MiB, 64 MiB of reserve included");
    assertThat(codeFor(proposal, "a")).isEqualTo("NO_TARGET");
  }

  @Test
  void shouldNotGoBelowTheReserveOfMemory() {
    hot("a", 2);
    domain("etch-1-1", "a", 0.9, 1900);
    domain("etch-1-2", "a", 0.9, 1900);
    host("b", 2, 0.02);
    assertThat(decide().moves()).hasSize(1);

    Map<String, Double> strict = new HashMap<>(defaults());
    strict.put(HotspotPolicy.RESERVE, 200.0);
    assertThat(decide(PolicyState.empty(1), strict).proposal().moves()).isEmpty();
  }

  @Test
  void shouldKeepTheMarginAtTheTarget() {
    hot("a", 2);
    domain("etch-1-1", "a", 0.9, 64);
    domain("etch-1-2", "a", 0.9, 64);
    host("b", 2, 0.25);
    assertThat(decide().moves()).hasSize(1);

    Map<String, Double> strict = new HashMap<>(defaults());
    strict.put(HotspotPolicy.MARGIN, 0.15);
    assertThat(decide(PolicyState.empty(1), strict).proposal().moves()).isEmpty();
  }

  @Test
  void shouldSayOfEachHostWhyItCannotHelp() {
    hot("a", 2);
    domain("etch-1-1", "a", 0.9, 64);
    domain("etch-1-2", "a", 0.9, 64);
    hosts.add(hostOf("draining", 2, 0.02, ThresholdLevel.NORMAL, HostState.DRAINING, false));
    hosts.add(hostOf("silent", 2, 0.02, ThresholdLevel.NORMAL, HostState.ACTIVE, true));
    host("burning", 2, 0.9, ThresholdLevel.HIGH);
    host("receiving", 2, 0.02);
    host("other", 2, 0.02);
    domain("moving", "other", 0.1, 64);
    migrations.add(
        new MigrationSnapshot("m-1", "uuid-moving", "other", "receiving", MigrationPhase.SENDING));

    Proposal proposal = decide();
    assertThat(proposal.moves()).isEmpty();
    assertThat(reasonFor(proposal, "draining"))
        .isEqualTo("draining is DRAINING and accepts no domain");
    assertThat(codeFor(proposal, "silent")).isEqualTo("TARGET_STALE");
    assertThat(codeFor(proposal, "burning")).isEqualTo("TARGET_HOT");
    assertThat(codeFor(proposal, "receiving")).isEqualTo("TARGET_BUSY");
    assertThat(codeFor(proposal, "other")).isEqualTo("TARGET_BUSY");
  }

  @Test
  void shouldNotDecideOnAStaleHost() {
    hosts.add(hostOf("a", 2, 0.02, ThresholdLevel.HIGH, HostState.ACTIVE, true));
    domain("etch-1-1", "a", 0.9, 64);
    domain("etch-1-2", "a", 0.9, 64);
    host("b", 2, 0.02);

    Proposal proposal = decide();
    assertThat(proposal.moves()).isEmpty();
    assertThat(codeFor(proposal, "a")).isEqualTo("HOST_STALE");
  }

  @Test
  void shouldWaitForAMigrationThatIsAlreadyUnderWay() {
    hot("a", 2);
    domain("etch-1-1", "a", 0.9, 64);
    domain("etch-1-2", "a", 0.9, 64);
    host("b", 2, 0.02);
    host("c", 2, 0.02);
    migrations.add(new MigrationSnapshot("m-1", "uuid-etch-1-1", "a", "b", MigrationPhase.SENDING));

    Proposal proposal = decide();
    assertThat(proposal.moves()).isEmpty();
    assertThat(codeFor(proposal, "a")).isEqualTo("MIGRATION_RUNNING");
  }

  @Test
  void shouldCountTheMovesOfOneDecisionForEachOther() {
    hot("a", 2);
    domain("a1", "a", 0.9, 64);
    domain("a2", "a", 0.9, 64);
    hot("b", 2);
    domain("b1", "b", 0.9, 64);
    domain("b2", "b", 0.9, 64);
    host("c", 2, 0.02);
    host("d", 2, 0.02);

    assertThat(decide().moves()).extracting(Move::target).containsExactly("c", "d");
  }

  @Test
  void shouldNotMoveDomainsThatDoNotRunOrDoNothing() {
    hot("a", 2);
    add(domainOf("paused", "a", 0.9, 64, 0, DomainState.PAUSED, ""));
    domain("asleep", "a", 0.0, 64);
    host("b", 2, 0.02);

    assertThat(codeFor(decide(), "a")).isEqualTo("NOTHING_TO_MOVE");
  }

  @Test
  void shouldDeclareParametersWithinTheirBounds() {
    assertThat(policy.parameters())
        .extracting(Parameter::name)
        .containsExactly("margin", "reserveMebibytes", "patienceRounds");
  }

  /** Whatever the cluster: no move lifts its target to its threshold, and order changes nothing. */
  @Test
  void shouldNeverMakeATargetHotAndNeverDependOnOrder() {
    Random random = new Random(20081115);
    int moved = 0;
    for (int run = 0; run < 2_000; run++) {
      drawCluster(random);
      Decision decision = decide(PolicyState.empty(1));
      for (Move move : decision.proposal().moves()) {
        moved++;
        assertThat(loadWith(move)).as("run %d: %s", run, move).isLessThan(0.75);
        assertThat(host(move.source()).threshold("cpu").orElseThrow().level())
            .isEqualTo(ThresholdLevel.HIGH);
      }
      assertThat(decision.proposal().moves()).extracting(Move::source).doesNotHaveDuplicates();
      assertThat(decision.proposal().moves()).extracting(Move::target).doesNotHaveDuplicates();
      Collections.shuffle(hosts, random);
      Collections.shuffle(domains, random);
      assertThat(decide(PolicyState.empty(1))).isEqualTo(decision);
    }
    assertThat(moved).isGreaterThan(200);
  }

  private void drawCluster(Random random) {
    hosts.clear();
    domains.clear();
    int names = 0;
    for (int h = 0; h < 2 + random.nextInt(6); h++) {
      int cpus = 1 + random.nextInt(4);
      double used = 0;
      for (int d = random.nextInt(6); d > 0; d--) {
        double load = Math.round(random.nextDouble() * 90) / 100.0;
        if (used + load <= cpus) {
          used += load;
          domain("d" + names++, "h" + h, load, 64 << random.nextInt(6));
        }
      }
      double load = Math.min(1, used / cpus + 0.02);
      host("h" + h, cpus, 0.02, load > 0.8 ? ThresholdLevel.HIGH : ThresholdLevel.NORMAL);
    }
  }

  private double loadWith(Move move) {
    double wanted = 0;
    for (DomainSnapshot domain : domains) {
      boolean counts =
          domain.host().equals(move.target()) || domain.uuid().equals(move.domainUuid());
      wanted += counts ? domain.demand().orElseThrow() : 0;
    }
    HostSnapshot target = host(move.target());
    return target.controlDomainCpuLoad().orElseThrow() + wanted / target.physicalCpus();
  }

  private HostSnapshot host(String name) {
    return hosts.stream().filter(host -> host.name().equals(name)).findFirst().orElseThrow();
  }

  private Move onlyMove() {
    List<Move> moves = decide().moves();
    assertThat(moves).hasSize(1);
    return moves.get(0);
  }

  private Proposal decide() {
    return decide(PolicyState.empty(1)).proposal();
  }

  private Decision decide(PolicyState state) {
    return decide(state, defaults());
  }

  private Decision decide(PolicyState state, Map<String, Double> parameters) {
    ClusterSnapshot snapshot =
        new ClusterSnapshot(
            1_000, withLoads(), domains, migrations, List.of(), new PlacementRules(7, rules));
    return policy.decide(snapshot, state, new PolicyContext(1_000, parameters, 1));
  }

  private Map<String, Double> defaults() {
    Map<String, Double> values = new HashMap<>();
    policy.parameters().forEach(parameter -> values.put(parameter.name(), parameter.initial()));
    return values;
  }

  /** Hosts with the load that their domains make. */
  private List<HostSnapshot> withLoads() {
    return hosts.stream()
        .map(
            host -> {
              double used =
                  domains.stream()
                      .filter(domain -> domain.host().equals(host.name()))
                      .mapToDouble(domain -> domain.cpuLoad().orElse(0))
                      .sorted()
                      .sum();
              double load = host.controlDomainCpuLoad().orElse(0) + used / host.physicalCpus();
              return new HostSnapshot(
                  host.name(),
                  host.state(),
                  host.stale(),
                  host.observedAtEpochMillis(),
                  host.physicalCpus(),
                  OptionalDouble.of(Math.min(1, load)),
                  host.controlDomainCpuLoad(),
                  host.totalMemoryBytes(),
                  host.freeMemoryBytes(),
                  host.thresholds(),
                  host.tags(),
                  host.locations());
            })
        .toList();
  }

  private void hot(String name, int cpus) {
    host(name, cpus, 0.02, ThresholdLevel.HIGH);
  }

  private void host(String name, int cpus, double controlDomain) {
    host(name, cpus, controlDomain, ThresholdLevel.NORMAL);
  }

  private void host(String name, int cpus, double controlDomain, ThresholdLevel level) {
    hosts.add(hostOf(name, cpus, controlDomain, level, HostState.ACTIVE, false));
  }

  private static HostSnapshot hostOf(
      String name,
      int cpus,
      double controlDomain,
      ThresholdLevel level,
      HostState state,
      boolean stale) {
    return new HostSnapshot(
        name,
        state,
        stale,
        900,
        cpus,
        OptionalDouble.empty(),
        OptionalDouble.of(controlDomain),
        8192 * MIB,
        2048 * MIB,
        List.of(new ThresholdState("cpu", level, 500, 0.5, 0.8, 0.6)),
        Set.of(),
        Map.of());
  }

  private void domain(String name, String host, double load, long mebibytes) {
    domain(name, host, load, mebibytes, 0);
  }

  private void domain(String name, String host, double load, long mebibytes, int cap) {
    add(domainOf(name, host, load, mebibytes, cap, DomainState.RUNNING, ""));
  }

  private void add(DomainSnapshot domain) {
    domains.add(domain);
  }

  private static DomainSnapshot domainOf(
      String name,
      String host,
      double load,
      long mebibytes,
      int cap,
      DomainState state,
      String notMovable) {
    return new DomainSnapshot(
        "uuid-" + name,
        name,
        host,
        state,
        DomainType.PVH,
        mebibytes * MIB,
        2,
        256,
        cap,
        OptionalDouble.of(load),
        OptionalDouble.of(load),
        OptionalLong.empty(),
        Set.of(),
        Set.of(),
        notMovable.isEmpty(),
        notMovable.isEmpty() ? List.of() : List.of(Explanation.of("PCI", notMovable)),
        0);
  }

  private static String codeFor(Proposal proposal, String subject) {
    return refusal(proposal, subject).reason().code();
  }

  private static String reasonFor(Proposal proposal, String subject) {
    return refusal(proposal, subject).reason().text();
  }

  private static Refusal refusal(Proposal proposal, String subject) {
    return proposal.refusals().stream()
        .filter(refusal -> refusal.subject().equals(subject))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no refusal of " + subject + " in " + proposal));
  }
}
