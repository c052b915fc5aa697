// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.transhume.planner.Cluster;
import org.transhume.planner.Domain;
import org.transhume.planner.Host;
import org.transhume.planner.HostState;
import org.transhume.planner.Limits;
import org.transhume.planner.constraint.Ban;
import org.transhume.planner.constraint.Constraint;
import org.transhume.planner.constraint.Fence;
import org.transhume.planner.constraint.Gather;
import org.transhume.planner.constraint.Keep;
import org.transhume.planner.constraint.MaxOnline;
import org.transhume.planner.constraint.NPlusOne;
import org.transhume.planner.constraint.NoIncoming;
import org.transhume.planner.constraint.Overcommit;
import org.transhume.planner.constraint.Pin;
import org.transhume.planner.constraint.Reserve;
import org.transhume.planner.constraint.Resource;
import org.transhume.planner.constraint.Spread;
import org.transhume.planner.constraint.Strength;

/**
 * A cluster and its constraints as arrays. The search moves <em>blocks</em>: a domain, or several
 * that are gathered on one host and therefore move together.
 */
final class Problem {

  final Cluster cluster;
  final Limits limits;
  final int hosts;
  final int blocks;

  /** The domains of each block. */
  final int[][] members;

  final int[] origin;
  final int[] memory;
  final int[] demand;
  final int[] vcpus;
  final int[] size;

  /** All processors of each host, in per cent of one. */
  final int[] processors;

  /** What keeps a block where it is, or null. */
  final Constraint[] fixedBy;

  /** Blocks that would rather stay. */
  final boolean[] reluctant;

  /** What domains can have of each host. */
  final boolean[] off;

  final Rules hard;
  final Rules soft;

  private final int[] blockOf;

  Problem(Cluster cluster, Collection<? extends Constraint> constraints, Limits limits) {
    this.cluster = cluster;
    this.limits = limits;
    hosts = cluster.hosts().size();
    List<Constraint> ordered = ordered(constraints);
    Map<String, int[]> groups = groups(ordered);
    blockOf = new int[cluster.domains().size()];
    blocks = block(ordered, groups);
    members = new int[blocks][];
    origin = new int[blocks];
    memory = new int[blocks];
    demand = new int[blocks];
    vcpus = new int[blocks];
    size = new int[blocks];
    sum();
    fixedBy = new Constraint[blocks];
    reluctant = new boolean[blocks];
    off = new boolean[hosts];
    processors = new int[hosts];
    hard = new Rules(hosts, blocks);
    soft = new Rules(hosts, blocks);
    for (int host = 0; host < hosts; host++) {
      Host machine = cluster.hosts().get(host);
      hard.memoryLimit[host] = machine.memoryMib() - machine.reserveMib();
      hard.closed[host] = machine.state() != HostState.ONLINE;
      processors[host] = machine.cpuPercent();
      off[host] = machine.state() == HostState.OFF;
    }
    Map<String, int[]> zones = new HashMap<>();
    for (Constraint constraint : ordered) {
      compile(constraint, constraint.strength() == Strength.HARD ? hard : soft, groups, zones);
    }
    fixBlocksBeyondLimits();
  }

  /**
   * In an order of their own where that matters, so that nothing depends on the one in which they
   * were given. Bans and fences of a block are looked at together.
   */
  private static List<Constraint> ordered(Collection<? extends Constraint> constraints) {
    List<Constraint> ordered = new ArrayList<>(constraints.size());
    Map<String, Constraint> byText = new TreeMap<>();
    for (Constraint constraint : constraints) {
      if (constraint instanceof Ban || constraint instanceof Fence) {
        ordered.add(constraint);
      } else {
        byText.put(constraint.text() + constraint.strength(), constraint);
      }
    }
    ordered.addAll(byText.values());
    return ordered;
  }

  int blockOf(int domain) {
    return blockOf[domain];
  }

  String hostName(int host) {
    return cluster.hosts().get(host).name();
  }

  /** A block in words: its domain, or its domains. */
  String blockName(int block) {
    String first = cluster.domains().get(members[block][0]).name();
    return size[block] == 1 ? first : first + " and " + (size[block] - 1) + " gathered with it";
  }

  /** The members of each group that a constraint speaks of. */
  private Map<String, int[]> groups(List<Constraint> constraints) {
    Map<String, int[]> found = new HashMap<>();
    for (Constraint constraint : constraints) {
      if (constraint instanceof Spread spread) {
        found.put(spread.group(), new int[0]);
      } else if (constraint instanceof Gather gather) {
        found.put(gather.group(), new int[0]);
      }
    }
    if (found.isEmpty()) {
      return found;
    }
    List<Domain> domains = cluster.domains();
    for (int i = 0; i < domains.size(); i++) {
      Set<String> of = domains.get(i).groups();
      if (!of.isEmpty()) {
        for (String group : of) {
          int[] so = found.get(group);
          if (so != null) {
            int[] more = Arrays.copyOf(so, so.length + 1);
            more[so.length] = i;
            found.put(group, more);
          }
        }
      }
    }
    return found;
  }

  /** Gives every domain its block, and answers how many there are. */
  private int block(List<Constraint> constraints, Map<String, int[]> groups) {
    int[] first = new int[blockOf.length];
    for (int i = 0; i < first.length; i++) {
      first[i] = i;
    }
    for (Constraint constraint : constraints) {
      if (constraint instanceof Gather gather
          && gather.strength() == Strength.HARD
          && gather.place().equals(Constraint.HOST)) {
        int[] group = groups.get(gather.group());
        for (int one : group) {
          for (int other : group) {
            if (other < one && cluster.hostOf(one) == cluster.hostOf(other)) {
              join(first, one, other);
            }
          }
        }
      }
    }
    int count = 0;
    for (int i = 0; i < first.length; i++) {
      int root = root(first, i);
      blockOf[i] = root == i ? count++ : blockOf[root];
    }
    return count;
  }

  private static int root(int[] first, int domain) {
    int at = domain;
    while (first[at] != at) {
      at = first[at];
    }
    return at;
  }

  private static void join(int[] first, int one, int other) {
    int a = root(first, one);
    int b = root(first, other);
    first[Math.max(a, b)] = Math.min(a, b);
  }

  private void sum() {
    List<Domain> domains = cluster.domains();
    for (int block : blockOf) {
      size[block]++;
    }
    for (int block = 0; block < blocks; block++) {
      members[block] = new int[size[block]];
      size[block] = 0;
    }
    for (int i = 0; i < blockOf.length; i++) {
      int block = blockOf[i];
      Domain domain = domains.get(i);
      members[block][size[block]++] = i;
      origin[block] = cluster.hostOf(i);
      memory[block] += domain.memoryMib();
      demand[block] += domain.demandPercent();
      vcpus[block] += domain.vcpus();
    }
  }

  private void compile(
      Constraint constraint, Rules rules, Map<String, int[]> groups, Map<String, int[]> zones) {
    if (constraint instanceof Spread spread) {
      int[] zone = zones.computeIfAbsent(spread.place(), this::zones);
      rules.group(grouping(spread, zone, spread.most(), groups.get(spread.group())));
    } else if (constraint instanceof Gather gather) {
      int[] zone = zones.computeIfAbsent(gather.place(), this::zones);
      rules.group(grouping(gather, zone, 0, groups.get(gather.group())));
    } else if (constraint instanceof Ban ban) {
      deny(rules, ban, ban.domains(), named(ban.hosts(), true));
    } else if (constraint instanceof Fence fence) {
      deny(rules, fence, fence.domains(), named(fence.hosts(), false));
    } else if (constraint instanceof Pin pin) {
      for (String name : pin.domains()) {
        if (cluster.hasDomain(name)) {
          fix(name, pin);
        }
      }
    } else if (constraint instanceof Keep keep) {
      for (Domain domain : cluster.domains()) {
        if (domain.tags().contains(keep.tag())) {
          fix(domain.name(), keep);
        }
      }
    } else if (constraint instanceof Reserve reserve) {
      limit(rules.memoryLimit, reserve.hosts(), h -> h.memoryMib() - reserve.memoryMib());
    } else if (constraint instanceof Overcommit overcommit) {
      limit(
          overcommit.resource() == Resource.CPU ? rules.demandLimit : rules.vcpusLimit,
          overcommit.hosts(),
          h ->
              overcommit.resource() == Resource.CPU
                  ? h.cores() * overcommit.percent()
                  : h.cores() * overcommit.percent() / 100);
    } else if (constraint instanceof NPlusOne) {
      rules.nPlusOne = true;
    } else if (constraint instanceof NoIncoming incoming) {
      boolean[] named = named(incoming.hosts(), true);
      for (int host = 0; host < hosts; host++) {
        rules.closed[host] |= named[host];
      }
    } else if (constraint instanceof MaxOnline most) {
      rules.online.add(
          new Rules.Online(
              most, most.hosts().isEmpty() ? named(Set.of(), false) : named(most.hosts(), true)));
    }
  }

  /** For each host whether it is among the names, or, with false, whether it is not. */
  private boolean[] named(Set<String> names, boolean among) {
    boolean[] found = new boolean[hosts];
    Arrays.fill(found, !among);
    for (String name : names) {
      if (cluster.hasHost(name)) {
        found[cluster.hostIndex(name)] = among;
      }
    }
    return found;
  }

  private void deny(Rules rules, Constraint why, Set<String> domains, boolean[] denied) {
    for (String name : domains) {
      if (cluster.hasDomain(name)) {
        rules.deny(blockOf[cluster.domainIndex(name)], why, denied);
      }
    }
  }

  private void fix(String domain, Constraint why) {
    int block = blockOf[cluster.domainIndex(domain)];
    if (why.strength() == Strength.SOFT) {
      reluctant[block] = true;
    } else {
      fixedBy[block] = why;
    }
  }

  /** What bounds one of a host's limits. */
  private interface Bound {
    int of(Host host);
  }

  private void limit(int[] limits, Set<String> names, Bound bound) {
    for (int host = 0; host < hosts; host++) {
      Host machine = cluster.hosts().get(host);
      if (names.isEmpty() || names.contains(machine.name())) {
        limits[host] = Math.min(limits[host], bound.of(machine));
      }
    }
  }

  private Rules.Grouping grouping(Constraint constraint, int[] zone, int most, int[] group) {
    Map<Integer, Integer> counts = new TreeMap<>();
    for (int domain : group) {
      counts.merge(blockOf[domain], 1, Integer::sum);
    }
    return new Rules.Grouping(constraint, zone, most, counts);
  }

  private int[] zones(String place) {
    int[] zone = new int[hosts];
    if (place.equals(Constraint.HOST)) {
      Arrays.setAll(zone, host -> host);
      return zone;
    }
    Map<String, Integer> places = new HashMap<>();
    for (int host = 0; host < hosts; host++) {
      Host machine = cluster.hosts().get(host);
      String at = machine.locations().get(place);
      // A host without such a location is a place of its own; names of places cannot start so.
      String key = at == null ? "\0" + machine.name() : at;
      Integer known = places.putIfAbsent(key, places.size());
      zone[host] = known == null ? places.size() - 1 : known;
    }
    return zone;
  }

  /** Domains that have to move together but may not run together stay where they are. */
  private void fixBlocksBeyondLimits() {
    int most = Math.min(limits.perSource(), limits.perTarget());
    if (limits.perCluster() > 0) {
      most = Math.min(most, limits.perCluster());
    }
    for (Rules.Grouping grouping : hard.groupings) {
      for (int block : grouping.members().keySet()) {
        if (size[block] > most && fixedBy[block] == null && grouping.gathers()) {
          fixedBy[block] = grouping.constraint();
        }
      }
    }
  }
}
