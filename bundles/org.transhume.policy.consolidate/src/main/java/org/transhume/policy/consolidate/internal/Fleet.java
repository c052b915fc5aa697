// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.consolidate.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.HostPower;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.PowerState;
import org.transhume.planner.Cluster;
import org.transhume.planner.Domain;
import org.transhume.planner.Host;
import org.transhume.planner.PowerCurve;
import org.transhume.planner.constraint.Constraint;

/**
 * The hosts that this policy reckons with, and their domains with what they are expected to want.
 * Domains go by their uuid. A thousandth of a processor of one gigahertz is the planner's per cent.
 */
final class Fleet {

  private static final double UNIT = 1000;
  private static final int PERCENT = 100;
  private static final long MEBIBYTE = 1L << 20;

  private final Map<String, HostSnapshot> hosts = new TreeMap<>();
  private final Map<String, DomainSnapshot> domains = new TreeMap<>();
  private final Map<String, Double> capacity = new HashMap<>();
  private final Map<String, Double> expected = new HashMap<>();
  private final Set<String> busy = new HashSet<>();
  private final Demands demands;

  /** Those of a snapshot that may be decided on; stale hosts and what is on them are left alone. */
  Fleet(ClusterSnapshot snapshot, Speeds speeds, Demand demand, double deviations) {
    this.demands = new Demands(snapshot);
    for (HostSnapshot host : snapshot.hosts()) {
      if (!host.stale() && host.physicalCpus() > 0) {
        hosts.put(host.name(), host);
        capacity.put(host.name(), host.physicalCpus() * speeds.of(host.name()));
      }
    }
    for (DomainSnapshot domain : snapshot.domains()) {
      if (hosts.containsKey(domain.host())) {
        domains.put(domain.uuid(), domain);
        expected.put(domain.uuid(), demand.expected(domain, deviations));
      }
    }
    snapshot
        .migrations()
        .forEach(
            migration -> {
              busy.add(migration.source());
              busy.add(migration.target());
            });
  }

  Map<String, HostSnapshot> hosts() {
    return hosts;
  }

  DomainSnapshot domain(String uuid) {
    return domains.get(uuid);
  }

  /** Whether a migration from or to it is under way. */
  boolean isBusy(String host) {
    return busy.contains(host);
  }

  boolean anythingMoves() {
    return !busy.isEmpty();
  }

  /** Processors of one gigahertz. */
  double capacity(String host) {
    return capacity.get(host);
  }

  /** What the rules of the cluster demand of it. */
  List<Constraint> demands() {
    return demands.constraints(this);
  }

  /** Processors of a host as the planner counts them. */
  double cores(String host) {
    return capacity.get(host) * UNIT / PERCENT;
  }

  /** The part of its memory that domains hold. */
  double memoryShare(String host) {
    HostSnapshot snapshot = hosts.get(host);
    return 1 - (double) snapshot.freeMemoryBytes() / Math.max(1, snapshot.totalMemoryBytes());
  }

  /**
   * What domains and control domain of each host are expected to want, as a share of its
   * processors.
   */
  Map<String, Double> loads(Cluster cluster) {
    double[] wanted = new double[cluster.hosts().size()];
    for (int i = 0; i < cluster.domains().size(); i++) {
      wanted[cluster.hostOf(i)] += expected.get(cluster.domains().get(i).name());
    }
    Map<String, Double> loads = new TreeMap<>();
    for (int i = 0; i < wanted.length; i++) {
      String name = cluster.hosts().get(i).name();
      loads.put(
          name, wanted[i] / capacity(name) + hosts.get(name).controlDomainCpuLoad().orElse(0));
    }
    return loads;
  }

  /** The planner's model of it. */
  Cluster cluster() {
    Cluster.Builder builder = Cluster.builder();
    Map<String, List<DomainSnapshot>> byHost =
        domains.values().stream().collect(Collectors.groupingBy(DomainSnapshot::host));
    hosts.values().forEach(host -> builder.host(host(host, byHost)));
    domains
        .values()
        .forEach(
            domain -> builder.domain(domain(domain, expected.get(domain.uuid())), domain.host()));
    return builder.build();
  }

  private Host host(HostSnapshot host, Map<String, List<DomainSnapshot>> byHost) {
    long held =
        byHost.getOrDefault(host.name(), List.of()).stream()
            .mapToLong(DomainSnapshot::memoryBytes)
            .sum();
    double control = host.controlDomainCpuLoad().orElse(0);
    return new Host(
        host.name(),
        Math.max(1, (int) (cores(host.name()) * (1 - control))),
        Math.max(1, (int) ((held + host.freeMemoryBytes()) / MEBIBYTE)),
        0,
        0,
        host.locations(),
        new PowerCurve(host.power().map(HostPower::watts).orElse(List.of())),
        host.state() == HostState.ACTIVE && isOn(host)
            ? org.transhume.planner.HostState.ONLINE
            : org.transhume.planner.HostState.NO_INCOMING);
  }

  static boolean isOn(HostSnapshot host) {
    return host.power().map(power -> power.state() == PowerState.ON).orElse(true);
  }

  private Domain domain(DomainSnapshot domain, double expected) {
    return new Domain(
        domain.uuid(),
        (int) ((domain.memoryBytes() + MEBIBYTE - 1) / MEBIBYTE),
        domain.vcpus(),
        (int) Math.ceil(expected * UNIT),
        0,
        domain.weight(),
        0,
        demands.groupsOf(domain.uuid()),
        domain.tags());
  }
}
