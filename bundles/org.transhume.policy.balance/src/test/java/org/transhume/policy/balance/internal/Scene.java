// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.balance.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.MigrationSnapshot;
import org.transhume.api.model.Move;
import org.transhume.api.model.PlacementRule;
import org.transhume.api.model.PlacementRules;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.RuleKind;
import org.transhume.spi.policy.PolicyContext;
import org.transhume.spi.policy.PolicyState;

/** A cluster to even out, which can carry out what it is told to. */
final class Scene {

  private static final long MIB = 1L << 20;
  private static final long HOST_MIB = 8192;
  private static final long BEGINNING = 1_000_000_000L;
  private static final long MINUTE = 60_000;

  private final BalancePolicy policy = new BalancePolicy();
  private final Map<String, Double> parameters = new HashMap<>();
  private final Map<String, HostSnapshot> hosts = new HashMap<>();
  private final Map<String, DomainSnapshot> domains = new HashMap<>();
  private final List<PlacementRule> rules = new ArrayList<>();
  private final List<MigrationSnapshot> migrations = new ArrayList<>();
  private PolicyState state = PolicyState.empty(1);
  private long minutes;

  Scene() {
    policy.parameters().forEach(parameter -> parameters.put(parameter.name(), parameter.initial()));
  }

  /** A cluster by that seed: hosts of different sizes, some of them crowded. */
  static Scene draw(long seed) {
    Random random = new Random(seed);
    Scene scene = new Scene();
    int count = 2 + random.nextInt(8);
    for (int number = 0; number < count; number++) {
      scene.host("h" + number, 1 << (1 + random.nextInt(3)), 1600 + 400 * random.nextInt(4));
    }
    int guests = random.nextInt(6 * count);
    for (int number = 0; number < guests; number++) {
      int crowded = Math.min(random.nextInt(count), random.nextInt(count));
      String host = "h" + crowded;
      if (scene.free(host) > 1024) {
        scene.domain("d" + number, host, random.nextInt(150) / 100.0, 64L << random.nextInt(5));
      }
    }
    if (scene.domains.size() > 3) {
      scene.rule(RuleKind.SPREAD, Set.of("uuid-d0", "uuid-d1", "uuid-d2"), Set.of());
      scene.rule(RuleKind.KEEP, Set.of("uuid-d3"), Set.of());
    }
    return scene;
  }

  Scene with(String parameter, double value) {
    parameters.put(parameter, value);
    return this;
  }

  Scene host(String name, int cpus, double megahertz) {
    return host(name, cpus, megahertz, HostState.ACTIVE, 0.02);
  }

  Scene host(String name, int cpus, double megahertz, HostState is, double control) {
    hosts.put(
        name,
        new HostSnapshot(
            name,
            is,
            false,
            1,
            cpus,
            OptionalDouble.of(0.1),
            OptionalDouble.of(control),
            HOST_MIB * MIB,
            HOST_MIB * MIB,
            List.of(),
            Set.of(),
            Map.of(),
            OptionalDouble.of(megahertz),
            Optional.empty()));
    return this;
  }

  Scene domain(String name, String host, double demand, long mebibytes) {
    domains.put(
        name,
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
            Set.of(),
            Set.of(),
            true,
            List.of(),
            0));
    return this;
  }

  Scene rule(RuleKind kind, Set<String> about, Set<String> where) {
    rules.add(new PlacementRule(kind + " " + rules.size(), kind, true, about, where, "", 0));
    return this;
  }

  Scene migrating(String domain, String source, String target) {
    migrations.add(
        new MigrationSnapshot("m-1", "uuid-" + domain, source, target, MigrationPhase.SENDING));
    return this;
  }

  private long free(String host) {
    return HOST_MIB
        - domains.values().stream()
            .filter(domain -> domain.host().equals(host))
            .mapToLong(domain -> domain.memoryBytes() / MIB)
            .sum();
  }

  /** Watches for an hour, and decides. */
  Proposal decideAfterAnHour() {
    for (int look = 0; look < 12; look++) {
      decide();
    }
    return decide();
  }

  /** Decides, and five minutes pass. */
  Proposal decide() {
    long now = BEGINNING + minutes * MINUTE;
    minutes += 5;
    var decision = policy.decide(snapshot(now), state, new PolicyContext(now, parameters, 1));
    state = decision.nextState();
    return decision.proposal();
  }

  /** Does what was proposed; what a domain wants of a faster host is less of its processors. */
  void carryOut(Proposal proposal) {
    for (Move move : proposal.moves()) {
      DomainSnapshot before = domains.get(move.domain());
      double ratio = megahertz(move.source()) / megahertz(move.target());
      domain(
          before.name(),
          move.target(),
          before.demand().getAsDouble() * ratio,
          before.memoryBytes() / MIB);
    }
  }

  /** What is wanted of the processors of the host of which most is wanted. */
  double highestLoad() {
    return hosts.keySet().stream().mapToDouble(this::load).max().orElse(0);
  }

  /** What is wanted of all processors of all hosts. */
  double meanLoad() {
    double wanted = 0;
    double all = 0;
    for (HostSnapshot host : hosts.values()) {
      wanted += load(host.name()) * host.physicalCpus() * megahertz(host.name());
      all += host.physicalCpus() * megahertz(host.name());
    }
    return wanted / all;
  }

  /** What is wanted of a host's processors, as a share of them. */
  double load(String host) {
    double wanted =
        domains.values().stream()
            .filter(domain -> domain.host().equals(host))
            .mapToDouble(domain -> domain.demand().getAsDouble())
            .sum();
    return wanted / hosts.get(host).physicalCpus();
  }

  String hostOf(String domain) {
    return domains.get(domain).host();
  }

  private double megahertz(String host) {
    return hosts.get(host).processorMegahertz().getAsDouble();
  }

  private ClusterSnapshot snapshot(long now) {
    List<HostSnapshot> filled =
        hosts.values().stream()
            .map(
                host ->
                    new HostSnapshot(
                        host.name(),
                        host.state(),
                        host.stale(),
                        host.observedAtEpochMillis(),
                        host.physicalCpus(),
                        host.cpuLoad(),
                        host.controlDomainCpuLoad(),
                        host.totalMemoryBytes(),
                        free(host.name()) * MIB,
                        host.thresholds(),
                        host.tags(),
                        host.locations(),
                        host.processorMegahertz(),
                        host.power()))
            .toList();
    return new ClusterSnapshot(
        now,
        filled,
        List.copyOf(domains.values()),
        migrations,
        List.of(),
        new PlacementRules(rules.size(), rules));
  }
}
