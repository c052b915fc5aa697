// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostLoss;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.LostDomain;
import org.transhume.api.model.MigrationSnapshot;
import org.transhume.api.model.PlacementRule;
import org.transhume.api.model.PlacementRules;
import org.transhume.api.model.RuleKind;

/**
 * What the rules of a snapshot say against a move or a boot: one gate for policies, drains, repairs
 * and operators alike. A move may leave broken what is broken already; it may not break more.
 */
public final class Gate {

  private static final long MEBIBYTE = 1L << 20;

  private final ClusterSnapshot snapshot;
  private final PlacementRules rules;
  private final Map<String, HostSnapshot> hosts = new HashMap<>();
  private final Map<String, Integer> vcpus = new HashMap<>();

  /** By the uuid of a domain the hosts where it is and is going to be. */
  private final Map<String, Set<String>> places = new TreeMap<>();

  /** By the uuid of a domain the rules about it. */
  private final Map<String, List<PlacementRule>> ofDomain = new HashMap<>();

  private final List<PlacementRule> ofHosts = new ArrayList<>();
  private final Spare spare;

  private Gate(ClusterSnapshot snapshot, PlacementRules rules) {
    this.snapshot = snapshot;
    this.rules = rules;
    if (rules.rules().isEmpty()) {
      this.spare = Spare.NONE;
      return;
    }
    rules.rules().forEach(this::index);
    snapshot.hosts().forEach(host -> hosts.put(host.name(), host));
    Map<String, DomainSnapshot> domains = new HashMap<>();
    for (DomainSnapshot domain : snapshot.domains()) {
      domains.put(domain.uuid(), domain);
      vcpus.merge(domain.host(), domain.vcpus(), Integer::sum);
      placesOf(domain.uuid()).add(domain.host());
    }
    for (MigrationSnapshot move : snapshot.migrations()) {
      boolean counted = !placesOf(move.domainUuid()).add(move.target());
      DomainSnapshot domain = domains.get(move.domainUuid());
      if (domain != null && !counted) {
        vcpus.merge(move.target(), domain.vcpus(), Integer::sum);
      }
    }
    this.spare = rules.of(RuleKind.N_PLUS_ONE).isEmpty() ? Spare.NONE : Spare.in(snapshot);
  }

  private void index(PlacementRule rule) {
    switch (rule.kind()) {
      case RESERVE, OVERCOMMIT, NO_INCOMING, N_PLUS_ONE -> ofHosts.add(rule);
      default ->
          rule.domains()
              .forEach(uuid -> ofDomain.computeIfAbsent(uuid, one -> new ArrayList<>()).add(rule));
    }
  }

  /** The rules that can stand against what is done with that domain. */
  private PlacementRules about(String uuid) {
    List<PlacementRule> all = new ArrayList<>(ofDomain.getOrDefault(uuid, List.of()));
    all.addAll(ofHosts);
    return new PlacementRules(rules.revision(), all);
  }

  private Set<String> placesOf(String uuid) {
    return places.computeIfAbsent(uuid, one -> new TreeSet<>());
  }

  /** Asks the hard rules, which nothing may break. */
  public static Gate enforcing(ClusterSnapshot snapshot) {
    return new Gate(snapshot, snapshot.rules().hard());
  }

  /** Asks the soft rules, which are worth a remark. */
  public static Gate wishing(ClusterSnapshot snapshot) {
    return new Gate(snapshot, snapshot.rules().soft());
  }

  /**
   * What speaks against moving that domain there.
   *
   * @return each rule that the move would break; empty also when the domain is not on the source
   */
  public List<Explanation> againstMove(String domainUuid, String source, String target) {
    if (rules.rules().isEmpty()) {
      return List.of();
    }
    return snapshot.domainsOn(source).stream()
        .filter(domain -> domain.uuid().equals(domainUuid))
        .findFirst()
        .map(domain -> againstMove(domain, target))
        .orElse(List.of());
  }

  /** What speaks against booting a domain of a lost host there. */
  public List<Explanation> againstBoot(LostDomain domain, String target) {
    if (rules.rules().isEmpty()) {
      return List.of();
    }
    HostGate there = new HostGate(about(domain.uuid()), target);
    List<Explanation> found = new ArrayList<>(held(there, domain.uuid(), domain.name()));
    found.addAll(closed(there, domain.uuid(), domain.name()));
    Set<String> off = hostsThatAreOff();
    found.addAll(spread(domain.uuid(), domain.name(), "", target, off));
    found.addAll(gathered(domain.uuid(), domain.name(), "", target, off));
    found.addAll(reserve(there, domain.name(), domain.memoryBytes()));
    return found;
  }

  /** What speaks against moving that domain of the snapshot there. */
  public List<Explanation> againstMove(DomainSnapshot domain, String target) {
    if (rules.rules().isEmpty()) {
      return List.of();
    }
    HostGate there = new HostGate(about(domain.uuid()), target);
    String uuid = domain.uuid();
    List<Explanation> found = new ArrayList<>(held(there, uuid, domain.name()));
    found.addAll(closed(there, uuid, domain.name()));
    found.addAll(spread(uuid, domain.name(), domain.host(), target, Set.of()));
    found.addAll(gathered(uuid, domain.name(), domain.host(), target, Set.of()));
    found.addAll(reserve(there, domain.name(), domain.memoryBytes()));
    found.addAll(overcommit(there, domain, target));
    found.addAll(nPlusOne(there, domain, target));
    return found;
  }

  private static List<Explanation> held(HostGate there, String uuid, String name) {
    List<Explanation> found = new ArrayList<>(there.kept(uuid, name));
    found.addAll(there.pinned(uuid, name));
    return found;
  }

  private static List<Explanation> closed(HostGate there, String uuid, String name) {
    List<Explanation> found = new ArrayList<>(there.banned(uuid, name));
    found.addAll(there.fencedOut(uuid, name));
    found.addAll(there.closed());
    return found;
  }

  private List<Explanation> spread(
      String uuid, String name, String source, String target, Set<String> off) {
    List<Explanation> found = new ArrayList<>();
    for (PlacementRule rule : about(uuid).of(RuleKind.SPREAD)) {
      String place = place(target, rule.across());
      if (!place.equals(place(source, rule.across()))) {
        othersOf(rule, uuid)
            .flatMap(
                other ->
                    placesOf(other).stream()
                        .filter(host -> !off.contains(host))
                        .filter(host -> place(host, rule.across()).equals(place))
                        .map(host -> because(rule).together(name, nameOf(other), host, place)))
            .findFirst()
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** The first to leave a host that is emptied leads the way; the others have to follow it. */
  private List<Explanation> gathered(
      String uuid, String name, String source, String target, Set<String> off) {
    List<Explanation> found = new ArrayList<>();
    for (PlacementRule rule : about(uuid).of(RuleKind.GATHER)) {
      Set<String> group = new TreeSet<>();
      othersOf(rule, uuid)
          .flatMap(other -> placesOf(other).stream())
          .filter(host -> !off.contains(host))
          .forEach(host -> group.add(place(host, rule.across())));
      String from = place(source, rule.across());
      String to = place(target, rule.across());
      boolean leads = isEmptied(source) && group.equals(Set.of(from));
      if (!group.isEmpty() && !group.contains(to) && !from.equals(to) && !leads) {
        String there = String.join(", ", group);
        found.add(
            because(rule)
                .of(
                    "gather of " + name + ", whose group is at " + there + ", and not at " + to,
                    "domain",
                    name,
                    "places",
                    there,
                    "place",
                    to));
      }
    }
    return found;
  }

  private Stream<String> othersOf(PlacementRule rule, String uuid) {
    return rule.domains().stream()
        .filter(other -> !other.equals(uuid) && places.containsKey(other))
        .sorted();
  }

  private List<Explanation> reserve(HostGate there, String name, long memoryBytes) {
    Optional<HostSnapshot> host = heard(there.host());
    Optional<PlacementRule> reserve = there.reserve();
    if (host.isEmpty()
        || reserve.isEmpty()
        || host.get().freeMemoryBytes() - memoryBytes >= there.reserveBytes()) {
      return List.of();
    }
    String free = Long.toString(host.get().freeMemoryBytes() / MEBIBYTE);
    String needed = Long.toString(memoryBytes / MEBIBYTE);
    String kept = Long.toString(there.reserveBytes() / MEBIBYTE);
    return List.of(
        because(reserve.get())
            .of(
                there.host()
                    + ": free memory "
                    + free
                    + " MiB < "
                    + needed
                    + " of "
                    + name
                    + " + reserve "
                    + kept,
                "host",
                there.host(),
                "domain",
                name,
                "freeMebibytes",
                free,
                "neededMebibytes",
                needed,
                "reserveMebibytes",
                kept));
  }

  private List<Explanation> overcommit(HostGate there, DomainSnapshot domain, String target) {
    Optional<HostSnapshot> host = heard(target).filter(known -> known.physicalCpus() > 0);
    if (host.isEmpty()) {
      return List.of();
    }
    boolean counted = placesOf(domain.uuid()).contains(target);
    int after = vcpus.getOrDefault(target, 0) + (counted ? 0 : domain.vcpus());
    return there.overcommitted(domain.name(), after, host.get().physicalCpus());
  }

  private List<Explanation> nPlusOne(HostGate there, DomainSnapshot domain, String target) {
    List<Explanation> found = new ArrayList<>();
    for (PlacementRule rule : there.rules().of(RuleKind.N_PLUS_ONE)) {
      Set<String> after = spare.afterMove(domain, target).hostsThatMayNotDie();
      after.removeAll(spare.hostsThatMayNotDie());
      if (!after.isEmpty()) {
        found.add(because(rule).noSpare(domain.name(), target, after));
      }
    }
    return found;
  }

  private boolean isEmptied(String host) {
    return hosts.containsKey(host) && hosts.get(host).state() != HostState.ACTIVE;
  }

  private Optional<HostSnapshot> heard(String host) {
    return Optional.ofNullable(hosts.get(host)).filter(known -> !known.stale());
  }

  private Set<String> hostsThatAreOff() {
    Set<String> off = new TreeSet<>();
    snapshot.losses().stream().filter(HostLoss::off).forEach(loss -> off.add(loss.host()));
    return off;
  }

  private String place(String host, String across) {
    return hosts.containsKey(host) ? placeOf(hosts.get(host), across) : host;
  }

  /** A host whose location of that kind is not known is a place of its own. */
  static String placeOf(HostSnapshot host, String across) {
    String value = host.locations().get(across);
    return value == null ? host.name() : across + "=" + value;
  }

  private String nameOf(String uuid) {
    return snapshot.domains().stream()
        .filter(domain -> domain.uuid().equals(uuid))
        .map(DomainSnapshot::name)
        .findFirst()
        .orElse(uuid);
  }

  private Because because(PlacementRule rule) {
    return new Because(rule, rules.revision());
  }
}
