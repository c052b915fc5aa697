// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.fleet;

import static org.transhume.planner.HostState.NO_INCOMING;
import static org.transhume.planner.HostState.ONLINE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostPower;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.PowerState;
import org.transhume.api.model.StoppedDomain;
import org.transhume.planner.Cluster;
import org.transhume.planner.Domain;
import org.transhume.planner.Host;
import org.transhume.planner.PowerCurve;
import org.transhume.planner.constraint.Constraint;
import org.transhume.planner.constraint.Pin;
import org.transhume.planner.constraint.Strength;

/**
 * The hosts of a snapshot that may be decided on, and their domains with what they are expected to
 * want. Domains go by their uuid. A thousandth of a processor of one gigahertz is the planner's per
 * cent.
 */
public final class Fleet {

  /** Thousandths of a processor, or of one of a gigahertz where speeds are known. */
  private static final double UNIT = 1000;

  private static final int PERCENT = 100;
  private static final int DEFAULT_WEIGHT = 256;
  private static final long MEBIBYTE = 1L << 20;
  private static final Pattern WORD = Pattern.compile("[\\w-]+");

  private final Map<String, HostSnapshot> hosts = new TreeMap<>();
  private final Map<String, DomainSnapshot> domains = new TreeMap<>();
  private final Map<String, Double> capacity = new HashMap<>();
  private final Map<String, Double> expected = new HashMap<>();
  private final Set<String> busy = new HashSet<>();
  private final Speeds speeds;
  private final RuleConstraints rules;
  private final List<Constraint> demands;

  /**
   * Of a snapshot; stale hosts and what is on them are left out.
   *
   * @param wanted what a domain is expected to want, in processors of one gigahertz
   */
  public Fleet(ClusterSnapshot snapshot, Speeds speeds, ToDoubleFunction<DomainSnapshot> wanted) {
    this.speeds = speeds;
    for (HostSnapshot host : snapshot.hosts()) {
      if (!host.stale() && host.physicalCpus() > 0) {
        hosts.put(host.name(), host);
        capacity.put(host.name(), speeds.capacity(host));
      }
    }
    for (DomainSnapshot domain : snapshot.domains()) {
      if (hosts.containsKey(domain.host())) {
        domains.put(domain.uuid(), domain);
        expected.put(domain.uuid(), wanted.applyAsDouble(domain));
      }
    }
    snapshot
        .migrations()
        .forEach(
            migration -> {
              busy.add(migration.source());
              busy.add(migration.target());
            });
    this.rules = new RuleConstraints(snapshot);
    this.demands = demanded();
  }

  /** By name. */
  public Map<String, HostSnapshot> hosts() {
    return Collections.unmodifiableMap(hosts);
  }

  /**
   * The domain of that uuid.
   *
   * @throws NoSuchElementException when it is not part of this fleet
   */
  public DomainSnapshot domain(String uuid) {
    DomainSnapshot domain = domains.get(uuid);
    if (domain == null) {
      throw new NoSuchElementException("no domain " + uuid);
    }
    return domain;
  }

  /** Whether a migration from or to it is under way. */
  public boolean isBusy(String host) {
    return busy.contains(host);
  }

  /** Whether any migration is under way. */
  public boolean anythingMoves() {
    return !busy.isEmpty();
  }

  /** Hosts from or to which a migration is under way. */
  public Set<String> busyHosts() {
    return hosts.keySet().stream()
        .filter(this::isBusy)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether its power is on, as far as anybody knows. */
  public static boolean isOn(HostSnapshot host) {
    return host.power().map(power -> power.state() == PowerState.ON).orElse(true);
  }

  /** How fast hosts are, those that are off as well. */
  public Speeds speeds() {
    return speeds;
  }

  /** All processors of a host, in processors of one gigahertz. */
  public double capacity(String host) {
    return capacity.get(host);
  }

  /** What the rules of the cluster demand, and that stays where it is what cannot be moved now. */
  public List<Constraint> demands() {
    return demands;
  }

  private List<Constraint> demanded() {
    List<Constraint> constraints = new ArrayList<>(rules.constraints(this));
    Set<String> unmovable =
        domains.values().stream()
            .filter(domain -> !isMovable(domain))
            .map(DomainSnapshot::uuid)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!unmovable.isEmpty()) {
      constraints.add(new Pin(unmovable, Strength.HARD));
    }
    return List.copyOf(constraints);
  }

  private boolean isMovable(DomainSnapshot domain) {
    return domain.movable() && domain.state().isRunning() && !isBusy(domain.host());
  }

  /** Processors of a host as the planner counts them. */
  double cores(String host) {
    return capacity.get(host) * UNIT / PERCENT;
  }

  /** The part of its memory that domains hold. */
  public double memoryShare(String host) {
    HostSnapshot snapshot = hosts.get(host);
    return 1 - (double) snapshot.freeMemoryBytes() / Math.max(1, snapshot.totalMemoryBytes());
  }

  /**
   * What domains and control domain of each host are expected to want, as a share of its
   * processors.
   */
  public Map<String, Double> loads(Cluster cluster) {
    double[] wanted = new double[cluster.hosts().size()];
    for (int i = 0; i < cluster.domains().size(); i++) {
      wanted[cluster.hostOf(i)] += expected.get(cluster.domains().get(i).name());
    }
    Map<String, Double> loads = new TreeMap<>();
    for (int i = 0; i < wanted.length; i++) {
      String name = cluster.hosts().get(i).name();
      loads.put(name, wanted[i] / capacity(name) + control(hosts.get(name)));
    }
    return loads;
  }

  /** What domains of each host hold, as a share of the memory that domains can have there. */
  public static Map<String, Double> memoryLoads(Cluster cluster) {
    double[] held = new double[cluster.hosts().size()];
    for (int i = 0; i < cluster.domains().size(); i++) {
      held[cluster.hostOf(i)] += cluster.domains().get(i).memoryMib();
    }
    Map<String, Double> loads = new TreeMap<>();
    for (int i = 0; i < held.length; i++) {
      Host host = cluster.hosts().get(i);
      loads.put(host.name(), held[i] / host.memoryMib());
    }
    return loads;
  }

  /** The same in words for people: domains by their names. */
  public Explanation named(Explanation reason) {
    Map<String, String> operands = new TreeMap<>();
    reason.operands().forEach((name, value) -> operands.put(name, named(value)));
    return new Explanation(reason.code(), named(reason.text()), operands);
  }

  private String named(String text) {
    return WORD.matcher(text)
        .replaceAll(
            word -> {
              DomainSnapshot domain = domains.get(word.group());
              return Matcher.quoteReplacement(domain == null ? word.group() : domain.name());
            });
  }

  /** The planner's model of it. */
  public Cluster cluster() {
    Cluster.Builder builder = Cluster.builder().demandUnit("‰");
    Map<String, List<DomainSnapshot>> byHost =
        domains.values().stream().collect(Collectors.groupingBy(DomainSnapshot::host));
    hosts
        .values()
        .forEach(host -> builder.host(host(host, byHost.getOrDefault(host.name(), List.of()))));
    domains
        .values()
        .forEach(
            domain -> builder.domain(domain(domain, expected.get(domain.uuid())), domain.host()));
    return builder.build();
  }

  private Host host(HostSnapshot host, List<DomainSnapshot> guests) {
    long held = guests.stream().mapToLong(DomainSnapshot::memoryBytes).sum();
    return new Host(
        host.name(),
        Math.max(1, (int) (cores(host.name()) * (1 - control(host)))),
        Math.max(1, (int) ((held + host.freeMemoryBytes()) / MEBIBYTE)),
        0,
        0,
        host.locations(),
        new PowerCurve(host.power().map(HostPower::watts).orElse(List.of())),
        host.state() == HostState.ACTIVE && isOn(host) ? ONLINE : NO_INCOMING);
  }

  private static double control(HostSnapshot host) {
    return host.controlDomainCpuLoad().orElse(0);
  }

  /**
   * A domain that could be started, as the planner sees it.
   *
   * @param wanted what it is expected to want, in processors of one gigahertz
   */
  public Domain newcomer(StoppedDomain domain, double wanted) {
    return new Domain(
        domain.uuid(),
        (int) ((domain.memoryBytes() + MEBIBYTE - 1) / MEBIBYTE),
        domain.vcpus(),
        (int) Math.ceil(wanted * UNIT),
        0,
        DEFAULT_WEIGHT,
        0,
        rules.groupsOf(domain.uuid()),
        domain.tags());
  }

  private Domain domain(DomainSnapshot domain, double wanted) {
    return new Domain(
        domain.uuid(),
        (int) ((domain.memoryBytes() + MEBIBYTE - 1) / MEBIBYTE),
        domain.vcpus(),
        (int) Math.ceil(wanted * UNIT),
        0,
        domain.weight(),
        0,
        rules.groupsOf(domain.uuid()),
        domain.tags());
  }
}
