// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.PlacementRule;

/** What the present places of a snapshot's domains break. Hosts that are stale break nothing. */
public final class Violations {

  private static final long MEBIBYTE = 1L << 20;

  private final ClusterSnapshot snapshot;
  private final Map<String, HostSnapshot> hosts = new TreeMap<>();
  private final List<Explanation> found = new ArrayList<>();

  private Violations(ClusterSnapshot snapshot) {
    this.snapshot = snapshot;
    snapshot.hosts().stream()
        .filter(host -> !host.stale())
        .forEach(host -> hosts.put(host.name(), host));
  }

  /** Everything that is broken, of hard rules and soft ones, in the order of the rules. */
  public static List<Explanation> in(ClusterSnapshot snapshot) {
    Violations violations = new Violations(snapshot);
    snapshot.rules().rules().forEach(violations::look);
    return List.copyOf(violations.found);
  }

  private void look(PlacementRule rule) {
    switch (rule.kind()) {
      case BAN -> each(rule, domain -> rule.hosts().contains(domain.host()), Because::banned);
      case FENCE -> each(rule, domain -> !rule.hosts().contains(domain.host()), Because::fencedOut);
      case SPREAD -> spread(rule);
      case GATHER -> gather(rule);
      case RESERVE -> reserve(rule);
      case OVERCOMMIT -> overcommit(rule);
      case MAX_ONLINE -> online(rule);
      case N_PLUS_ONE -> nPlusOne(rule);
      default -> {
        // Kept, pinned and closed: these forbid moves, not places.
      }
    }
  }

  /** Words for a domain at a place. */
  @FunctionalInterface
  private interface Words {
    Explanation of(Because because, String domain, String host);
  }

  private void each(PlacementRule rule, Predicate<DomainSnapshot> breaks, Words words) {
    members(rule).stream()
        .filter(breaks)
        .forEach(domain -> found.add(words.of(because(rule), domain.name(), domain.host())));
  }

  private void spread(PlacementRule rule) {
    Map<String, DomainSnapshot> first = new TreeMap<>();
    for (DomainSnapshot domain : members(rule)) {
      String place = place(domain, rule);
      DomainSnapshot other = first.putIfAbsent(place, domain);
      if (other != null && !other.uuid().equals(domain.uuid())) {
        found.add(because(rule).together(domain.name(), other.name(), other.host(), place));
      }
    }
  }

  private void gather(PlacementRule rule) {
    Map<String, String> places = new TreeMap<>();
    for (DomainSnapshot domain : members(rule)) {
      places.merge(place(domain, rule), domain.name(), (some, more) -> some + ", " + more);
    }
    if (places.size() > 1) {
      List<String> lines = new ArrayList<>();
      places.forEach((place, names) -> lines.add(names + " at " + place));
      found.add(
          because(rule)
              .of(
                  "gather of a group that is apart, " + String.join("; ", lines),
                  "places",
                  String.join(", ", places.keySet())));
    }
  }

  private void reserve(PlacementRule rule) {
    for (HostSnapshot host : heard(rule.hosts())) {
      long free = host.freeMemoryBytes() / MEBIBYTE;
      if (free < rule.amount()) {
        found.add(
            because(rule)
                .of(
                    host.name()
                        + ": free memory "
                        + free
                        + " MiB < reserve "
                        + (long) rule.amount(),
                    "host",
                    host.name(),
                    "freeMebibytes",
                    Long.toString(free)));
      }
    }
  }

  private void overcommit(PlacementRule rule) {
    for (HostSnapshot host : heard(rule.hosts())) {
      int vcpus = snapshot.domainsOn(host.name()).stream().mapToInt(DomainSnapshot::vcpus).sum();
      if (vcpus > rule.amount() * host.physicalCpus()) {
        found.add(
            because(rule)
                .of(
                    host.name() + " has " + vcpus + " virtual processors on " + host.physicalCpus(),
                    "host",
                    host.name(),
                    "vcpus",
                    Integer.toString(vcpus)));
      }
    }
  }

  private void online(PlacementRule rule) {
    int online = heard(Set.of()).size();
    if (online > rule.amount()) {
      found.add(
          because(rule)
              .of(
                  online + " hosts are in use, of at most " + (long) rule.amount(),
                  "hosts",
                  Integer.toString(online)));
    }
  }

  private void nPlusOne(PlacementRule rule) {
    Set<String> hosts = Spare.in(snapshot).hostsThatMayNotDie();
    if (!hosts.isEmpty()) {
      String names = String.join(", ", hosts);
      found.add(
          because(rule)
              .of(
                  "the domains of "
                      + names
                      + " would not all find a place if it died, the largest first, each where most"
                      + " memory is free",
                  "hosts",
                  names));
    }
  }

  private List<DomainSnapshot> members(PlacementRule rule) {
    return snapshot.domains().stream()
        .filter(domain -> rule.domains().contains(domain.uuid()))
        .filter(domain -> hosts.containsKey(domain.host()))
        .toList();
  }

  private List<HostSnapshot> heard(Set<String> named) {
    return hosts.values().stream()
        .filter(host -> named.isEmpty() || named.contains(host.name()))
        .toList();
  }

  private String place(DomainSnapshot domain, PlacementRule rule) {
    return Gate.placeOf(hosts.get(domain.host()), rule.across());
  }

  private Because because(PlacementRule rule) {
    return new Because(rule, snapshot.rules().revision());
  }
}
