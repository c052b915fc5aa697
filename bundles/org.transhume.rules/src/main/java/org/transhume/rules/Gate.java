// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

  private Gate(ClusterSnapshot snapshot, PlacementRules rules) {
    this.snapshot = snapshot;
    this.rules = rules;
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
    HostGate there = new HostGate(rules, target);
    List<Explanation> found = new ArrayList<>(held(there, domain.uuid(), domain.name()));
    found.addAll(closed(there, domain.uuid(), domain.name()));
    Map<String, Set<String>> others = placesOfOthers(domain.uuid());
    others.values().forEach(hosts -> hosts.removeAll(hostsThatAreOff()));
    others.values().removeIf(Set::isEmpty);
    found.addAll(spread(domain.uuid(), domain.name(), "", target, others));
    found.addAll(gathered(domain.uuid(), domain.name(), "", target, others));
    found.addAll(reserve(there, domain.name(), domain.memoryBytes()));
    return found;
  }

  private List<Explanation> againstMove(DomainSnapshot domain, String target) {
    HostGate there = new HostGate(rules, target);
    String uuid = domain.uuid();
    List<Explanation> found = new ArrayList<>(held(there, uuid, domain.name()));
    found.addAll(closed(there, uuid, domain.name()));
    Map<String, Set<String>> others = placesOfOthers(uuid);
    found.addAll(spread(uuid, domain.name(), domain.host(), target, others));
    found.addAll(gathered(uuid, domain.name(), domain.host(), target, others));
    found.addAll(reserve(there, domain.name(), domain.memoryBytes()));
    found.addAll(overcommit(there, domain, target));
    found.addAll(nPlusOne(domain, target));
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

  /** Where all other domains are and are going to be, by uuid. */
  private Map<String, Set<String>> placesOfOthers(String uuid) {
    Map<String, Set<String>> hosts = new TreeMap<>();
    if (rules.of(RuleKind.SPREAD).isEmpty() && rules.of(RuleKind.GATHER).isEmpty()) {
      return hosts;
    }
    snapshot
        .domains()
        .forEach(
            domain ->
                hosts.computeIfAbsent(domain.uuid(), one -> new TreeSet<>()).add(domain.host()));
    for (MigrationSnapshot move : snapshot.migrations()) {
      hosts.computeIfAbsent(move.domainUuid(), one -> new TreeSet<>()).add(move.target());
    }
    hosts.remove(uuid);
    return hosts;
  }

  private List<Explanation> spread(
      String uuid, String name, String source, String target, Map<String, Set<String>> others) {
    List<Explanation> found = new ArrayList<>();
    for (PlacementRule rule : rules.of(RuleKind.SPREAD)) {
      String place = place(target, rule.across());
      if (!rule.domains().contains(uuid) || place.equals(place(source, rule.across()))) {
        continue;
      }
      others.entrySet().stream()
          .filter(other -> rule.domains().contains(other.getKey()))
          .flatMap(
              other ->
                  other.getValue().stream()
                      .filter(host -> place(host, rule.across()).equals(place))
                      .map(
                          host ->
                              because(rule).together(name, nameOf(other.getKey()), host, place)))
          .findFirst()
          .ifPresent(found::add);
    }
    return found;
  }

  /** The first to leave a host that is emptied leads the way; the others have to follow it. */
  private List<Explanation> gathered(
      String uuid, String name, String source, String target, Map<String, Set<String>> others) {
    List<Explanation> found = new ArrayList<>();
    for (PlacementRule rule : rules.of(RuleKind.GATHER)) {
      if (!rule.domains().contains(uuid)) {
        continue;
      }
      Set<String> places = new TreeSet<>();
      others.forEach(
          (other, hosts) -> {
            if (rule.domains().contains(other)) {
              hosts.forEach(host -> places.add(place(host, rule.across())));
            }
          });
      String from = place(source, rule.across());
      String to = place(target, rule.across());
      boolean leads = isEmptied(source) && places.equals(Set.of(from));
      if (!places.isEmpty() && !places.contains(to) && !from.equals(to) && !leads) {
        String there = String.join(", ", places);
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

  private List<Explanation> reserve(HostGate there, String name, long memoryBytes) {
    Optional<HostSnapshot> host = snapshot.host(there.host()).filter(known -> !known.stale());
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
    Optional<HostSnapshot> host =
        snapshot.host(target).filter(known -> !known.stale() && known.physicalCpus() > 0);
    if (host.isEmpty() || rules.of(RuleKind.OVERCOMMIT).isEmpty()) {
      return List.of();
    }
    int vcpus = domain.vcpus();
    for (DomainSnapshot other : snapshot.domains()) {
      boolean counts =
          other.host().equals(target)
              || snapshot
                  .migrationOf(other.uuid())
                  .filter(move -> move.target().equals(target))
                  .isPresent();
      vcpus += counts && !other.uuid().equals(domain.uuid()) ? other.vcpus() : 0;
    }
    return there.overcommitted(domain.name(), vcpus, host.get().physicalCpus());
  }

  private List<Explanation> nPlusOne(DomainSnapshot domain, String target) {
    List<Explanation> found = new ArrayList<>();
    for (PlacementRule rule : rules.of(RuleKind.N_PLUS_ONE)) {
      Spare now = Spare.in(snapshot);
      Set<String> after = now.afterMove(domain, target).hostsThatMayNotDie();
      after.removeAll(now.hostsThatMayNotDie());
      if (!after.isEmpty()) {
        String hosts = String.join(", ", after);
        found.add(
            because(rule)
                .of(
                    "with "
                        + domain.name()
                        + " on "
                        + target
                        + " the domains of "
                        + hosts
                        + " would not all find a place if it died, the largest first, each where"
                        + " most memory is free",
                    "domain",
                    domain.name(),
                    "host",
                    target,
                    "hosts",
                    hosts));
      }
    }
    return found;
  }

  private boolean isEmptied(String host) {
    return snapshot.host(host).filter(known -> known.state() != HostState.ACTIVE).isPresent();
  }

  private Set<String> hostsThatAreOff() {
    Set<String> off = new TreeSet<>();
    snapshot.losses().stream().filter(HostLoss::off).forEach(loss -> off.add(loss.host()));
    return off;
  }

  private String place(String host, String across) {
    return placeOf(snapshot, host, across);
  }

  /** A host whose location of that kind is not known is a place of its own. */
  static String placeOf(ClusterSnapshot snapshot, String host, String across) {
    return across.isEmpty()
        ? host
        : snapshot
            .host(host)
            .map(known -> known.locations().get(across))
            .map(value -> across + "=" + value)
            .orElse(host);
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
