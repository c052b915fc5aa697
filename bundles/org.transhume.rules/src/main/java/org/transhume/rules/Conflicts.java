// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.PlacementRule;
import org.transhume.api.model.RuleKind;
import org.transhume.rules.Rule.HostLocation;

/**
 * Looks for rules that contradict each other, that the present cluster cannot fulfil, or that speak
 * of what is not there. Tells which rules, since one of them has to go.
 */
public final class Conflicts {

  private final RuleSet rules;
  private final ClusterSnapshot snapshot;
  private final List<Conflict> found = new ArrayList<>();

  private Conflicts(RuleSet rules, ClusterSnapshot snapshot) {
    this.rules = rules;
    this.snapshot = snapshot;
  }

  /**
   * What is wrong with those rules in that cluster.
   *
   * @param snapshot as these rules make it: with their labels
   * @param domains uuids of all domains that are known, also of those that are not there now
   */
  public static List<Conflict> of(RuleSet rules, ClusterSnapshot snapshot, Set<String> domains) {
    Conflicts conflicts = new Conflicts(rules, snapshot);
    conflicts.locations();
    conflicts.spreadAndGather();
    conflicts.places();
    conflicts.pins();
    conflicts.groupsThatAreTooLarge();
    conflicts.unknown(domains);
    return List.copyOf(conflicts.found);
  }

  private void impossible(String text) {
    found.add(new Conflict(true, text));
  }

  private void doubtful(String text) {
    found.add(new Conflict(false, text));
  }

  private void locations() {
    Map<String, List<HostLocation>> byKind = new TreeMap<>();
    for (Rule rule : rules.rules()) {
      if (rule instanceof HostLocation location) {
        byKind
            .computeIfAbsent(
                location.host() + " has two locations of kind " + location.location(),
                key -> new ArrayList<>())
            .add(location);
      }
    }
    byKind.forEach(
        (what, which) -> {
          if (which.size() > 1) {
            impossible(what + ": " + quoted(which));
          }
        });
  }

  private void spreadAndGather() {
    for (Rule one : rules.rules()) {
      for (Rule other : rules.rules()) {
        if (one instanceof Rule.Spread spread
            && other instanceof Rule.Gather gather
            && spread.group().equals(gather.group())
            && (gather.across().isEmpty() || gather.across().equals(spread.across()))) {
          String text =
              "group "
                  + spread.group()
                  + " is to be spread and to be gathered: "
                  + quoted(List.of(spread, gather));
          found.add(new Conflict(spread.hard() && gather.hard(), text));
        }
      }
    }
  }

  /** Fences of one domain that have no host in common, or none that it is not banned from. */
  private void places() {
    Set<String> told = new HashSet<>();
    List<PlacementRule> fences = rules.placement().hard().of(RuleKind.FENCE);
    List<PlacementRule> bans = rules.placement().hard().of(RuleKind.BAN);
    for (PlacementRule fence : fences) {
      if (fence.hosts().isEmpty()) {
        doubtful("no host is meant by rule '" + fence.text() + "': its domains may go nowhere");
      }
      for (String uuid : new TreeSet<>(fence.domains())) {
        List<PlacementRule> held =
            rules.placement().hard().rules().stream()
                .filter(rule -> fences.contains(rule) || bans.contains(rule))
                .filter(rule -> rule.domains().contains(uuid))
                .toList();
        Set<String> left = allowed(held);
        String which = texts(held);
        if (left.isEmpty() && !fence.hosts().isEmpty() && told.add(which)) {
          impossible("no host is left for " + nameOf(uuid) + ": " + which);
        }
      }
    }
    bannedFromAll(bans);
  }

  private static Set<String> allowed(List<PlacementRule> held) {
    Set<String> left = new HashSet<>();
    held.stream()
        .filter(rule -> rule.kind() == RuleKind.FENCE)
        .forEach(fence -> left.addAll(fence.hosts()));
    for (PlacementRule rule : held) {
      if (rule.kind() == RuleKind.FENCE) {
        left.retainAll(rule.hosts());
      } else {
        left.removeAll(rule.hosts());
      }
    }
    return left;
  }

  private void bannedFromAll(List<PlacementRule> bans) {
    Set<String> hosts =
        snapshot.hosts().stream().map(HostSnapshot::name).collect(Collectors.toSet());
    Map<String, Set<String>> banned = new TreeMap<>();
    for (PlacementRule ban : bans) {
      ban.domains()
          .forEach(
              uuid -> banned.computeIfAbsent(uuid, one -> new HashSet<>()).addAll(ban.hosts()));
    }
    banned.forEach(
        (uuid, from) -> {
          if (!hosts.isEmpty() && from.containsAll(hosts)) {
            doubtful(nameOf(uuid) + " is banned from every host that is known");
          }
        });
  }

  private void pins() {
    for (PlacementRule pin : rules.placement().of(RuleKind.PIN)) {
      String uuid = pin.domains().iterator().next();
      for (DomainSnapshot domain : domain(uuid)) {
        for (PlacementRule rule : rules.placement().hard().rules()) {
          boolean elsewhere =
              rule.domains().contains(uuid)
                  && ((rule.kind() == RuleKind.FENCE && !rule.hosts().contains(domain.host()))
                      || (rule.kind() == RuleKind.BAN && rule.hosts().contains(domain.host())));
          if (elsewhere) {
            doubtful(
                domain.name()
                    + " is pinned to "
                    + domain.host()
                    + ", where another rule does not want it: "
                    + texts(List.of(pin, rule)));
          }
        }
      }
    }
  }

  private void groupsThatAreTooLarge() {
    for (PlacementRule spread : rules.placement().of(RuleKind.SPREAD)) {
      Set<String> places =
          snapshot.hosts().stream()
              .map(host -> Gate.placeOf(host, spread.across()))
              .collect(Collectors.toSet());
      if (!places.isEmpty() && spread.domains().size() > places.size()) {
        doubtful(
            spread.domains().size()
                + " domains cannot be at "
                + places.size()
                + (spread.across().isEmpty() ? " hosts" : " places of kind " + spread.across())
                + " and apart: rule '"
                + spread.text()
                + "'");
      }
    }
    for (PlacementRule group : rules.placement().rules()) {
      boolean meant = group.kind() == RuleKind.SPREAD || group.kind() == RuleKind.GATHER;
      if (meant && group.domains().isEmpty()) {
        doubtful("no domain belongs to the group of rule '" + group.text() + "'");
      }
      if (meant && !group.across().isEmpty()) {
        hostsWithout(group);
      }
    }
  }

  private void hostsWithout(PlacementRule group) {
    String without =
        snapshot.hosts().stream()
            .filter(host -> !host.locations().containsKey(group.across()))
            .map(HostSnapshot::name)
            .collect(Collectors.joining(", "));
    if (!without.isEmpty()) {
      doubtful(
          "where these stand is not told, so that each counts as a place of its own: "
              + without
              + "; rule '"
              + group.text()
              + "' asks for their "
              + group.across());
    }
  }

  private void unknown(Set<String> domains) {
    Set<String> hosts =
        snapshot.hosts().stream().map(HostSnapshot::name).collect(Collectors.toSet());
    for (Rule rule : rules.rules()) {
      for (String host : new TreeSet<>(rule.hosts())) {
        if (!hosts.contains(host)) {
          doubtful("no host " + host + " has ever been seen: rule '" + rule.text() + "'");
        }
      }
      for (String uuid : rule.domains()) {
        if (!domains.contains(uuid) && domain(uuid).isEmpty()) {
          doubtful("no domain of that uuid has ever been seen: rule '" + rule.text() + "'");
        }
      }
    }
  }

  private List<DomainSnapshot> domain(String uuid) {
    return snapshot.domains().stream().filter(domain -> domain.uuid().equals(uuid)).toList();
  }

  private String nameOf(String uuid) {
    return domain(uuid).stream().map(DomainSnapshot::name).findFirst().orElse(uuid);
  }

  private static String quoted(List<? extends Rule> which) {
    return which.stream()
        .map(rule -> "rule '" + rule.text() + "'")
        .collect(Collectors.joining(" and "));
  }

  private static String texts(List<PlacementRule> which) {
    return which.stream()
        .map(rule -> "rule '" + rule.text() + "'")
        .collect(Collectors.joining(" and "));
  }
}
