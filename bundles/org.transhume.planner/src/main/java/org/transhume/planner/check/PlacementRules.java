// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.transhume.planner.Cluster;
import org.transhume.planner.Domain;
import org.transhume.planner.Host;
import org.transhume.planner.HostState;
import org.transhume.planner.constraint.Ban;
import org.transhume.planner.constraint.Constraint;
import org.transhume.planner.constraint.Fence;
import org.transhume.planner.constraint.Gather;
import org.transhume.planner.constraint.MaxOnline;
import org.transhume.planner.constraint.NPlusOne;
import org.transhume.planner.constraint.NoIncoming;
import org.transhume.planner.constraint.Overcommit;
import org.transhume.planner.constraint.Reserve;
import org.transhume.planner.constraint.Resource;
import org.transhume.planner.constraint.Spread;

/** What constraints say about domains that are each on one host, or on two while they move. */
final class PlacementRules {

  private final Cluster cluster;
  private final List<Constraint> constraints;

  PlacementRules(Cluster cluster, List<Constraint> constraints) {
    this.cluster = cluster;
    this.constraints = constraints;
  }

  /**
   * Everything that is broken.
   *
   * @param places the hosts of each domain
   * @param settled whether nothing moves: some constraints are about that only
   */
  List<Violation> broken(Map<String, Set<String>> places, boolean settled) {
    List<Violation> found = new ArrayList<>();
    Map<String, List<Domain>> on = on(places);
    for (Host host : cluster.hosts()) {
      add(
          found,
          "memory of the machine",
          host.name(),
          used(on, host, Domain::memoryMib) - (host.memoryMib() - host.reserveMib()));
      if (host.state() == HostState.OFF) {
        add(found, "a host that is off runs nothing", host.name(), on.get(host.name()).size());
      }
    }
    for (Constraint constraint : constraints) {
      String rule = constraint.text();
      if (constraint instanceof Reserve reserve) {
        for (Host host : named(reserve.hosts())) {
          add(
              found,
              rule,
              host.name(),
              used(on, host, Domain::memoryMib) - (host.memoryMib() - reserve.memoryMib()));
        }
      } else if (constraint instanceof Overcommit overcommit) {
        for (Host host : named(overcommit.hosts())) {
          boolean cpu = overcommit.resource() == Resource.CPU;
          long used = used(on, host, cpu ? Domain::demandPercent : Domain::vcpus);
          long limit = (cpu ? 100L : 1L) * host.cores() * overcommit.percent() / 100;
          add(found, rule, host.name(), used - limit);
        }
      } else if (constraint instanceof Ban ban) {
        where(places, ban.domains(), ban.hosts(), true, rule, found);
      } else if (constraint instanceof Fence fence) {
        where(places, fence.domains(), fence.hosts(), false, rule, found);
      } else if (constraint instanceof Spread spread) {
        members(places, spread.group(), spread.place())
            .forEach((place, count) -> add(found, rule, place, count - spread.most()));
      } else if (constraint instanceof Gather gather && settled) {
        add(
            found,
            rule,
            gather.group(),
            members(places, gather.group(), gather.place()).size() - 1);
      } else if (constraint instanceof MaxOnline most) {
        long running =
            named(most.hosts()).stream().filter(host -> !on.get(host.name()).isEmpty()).count();
        add(found, rule, "cluster", running - most.most());
      } else if (constraint instanceof NPlusOne && settled) {
        long lost = cluster.hosts().stream().filter(host -> !survives(host, on)).count();
        add(found, rule, "cluster", Math.min(lost, 1));
      }
    }
    return found;
  }

  private static void add(List<Violation> found, String rule, String subject, long amount) {
    if (amount > 0) {
      found.add(new Violation(rule, subject, amount, 0));
    }
  }

  private Map<String, List<Domain>> on(Map<String, Set<String>> places) {
    Map<String, List<Domain>> on = new TreeMap<>();
    cluster.hosts().forEach(host -> on.put(host.name(), new ArrayList<>()));
    for (Domain domain : cluster.domains()) {
      places.get(domain.name()).forEach(host -> on.get(host).add(domain));
    }
    return on;
  }

  private static long used(Map<String, List<Domain>> on, Host host, ToLongFunction<Domain> what) {
    return on.get(host.name()).stream().mapToLong(what).sum();
  }

  private Collection<Host> named(Set<String> names) {
    return cluster.hosts().stream()
        .filter(host -> names.isEmpty() || names.contains(host.name()))
        .toList();
  }

  private static void where(
      Map<String, Set<String>> places,
      Set<String> domains,
      Set<String> hosts,
      boolean forbidden,
      String rule,
      List<Violation> found) {
    for (String domain : domains) {
      for (String host : places.getOrDefault(domain, Set.of())) {
        add(found, rule, domain + " on " + host, hosts.contains(host) == forbidden ? 1 : 0);
      }
    }
  }

  /** Members of a group in each place. One that moves within a place is there once. */
  private Map<String, Long> members(Map<String, Set<String>> places, String group, String kind) {
    Map<String, Long> members = new TreeMap<>();
    for (Domain domain : cluster.domains()) {
      if (domain.groups().contains(group)) {
        Set<String> at = new HashSet<>();
        places.get(domain.name()).forEach(host -> at.add(place(host, kind)));
        at.forEach(place -> members.merge(place, 1L, Long::sum));
      }
    }
    return members;
  }

  private String place(String host, String kind) {
    String location = cluster.hosts().get(cluster.hostIndex(host)).locations().get(kind);
    return kind.equals(Constraint.HOST) || location == null
        ? "host " + host
        : kind + " " + location;
  }

  /** Tries it out, as {@link NPlusOne} says. */
  private boolean survives(Host dead, Map<String, List<Domain>> on) {
    Map<String, Long> free = new TreeMap<>();
    for (Host host : cluster.hosts()) {
      if (!host.equals(dead) && takes(host)) {
        free.put(host.name(), memoryFor(host) - used(on, host, Domain::memoryMib));
      }
    }
    List<Domain> homeless = new ArrayList<>(on.get(dead.name()));
    homeless.sort(Comparator.comparing(Domain::memoryMib).reversed());
    for (Domain domain : homeless) {
      Map.Entry<String, Long> best = null;
      for (Map.Entry<String, Long> host : free.entrySet()) {
        if (best == null || host.getValue() > best.getValue()) {
          best = host;
        }
      }
      if (best == null || best.getValue() < domain.memoryMib()) {
        return false;
      }
      best.setValue(best.getValue() - domain.memoryMib());
    }
    return true;
  }

  private boolean takes(Host host) {
    return host.state() == HostState.ONLINE
        && constraints.stream()
            .noneMatch(c -> c instanceof NoIncoming no && no.hosts().contains(host.name()));
  }

  private long memoryFor(Host host) {
    long reserve = host.reserveMib();
    for (Constraint constraint : constraints) {
      if (constraint instanceof Reserve more
          && (more.hosts().isEmpty() || more.hosts().contains(host.name()))) {
        reserve = Math.max(reserve, more.memoryMib());
      }
    }
    return host.memoryMib() - reserve;
  }
}
