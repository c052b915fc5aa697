// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.transhume.api.model.Explanation;
import org.transhume.planner.Host;
import org.transhume.planner.HostState;
import org.transhume.planner.constraint.Constraint;

/** Says why not, with the operands, of an arrangement as it stands. */
final class Refusals {

  private final Arrangement arrangement;
  private final Problem problem;

  Refusals(Arrangement arrangement) {
    this.arrangement = arrangement;
    this.problem = arrangement.problem;
  }

  /**
   * A reason and how far it is from being none.
   *
   * @param explanation the reason
   * @param lack what is missing in parts of what is wanted; 1 where it cannot be told in numbers
   */
  record Refusal(Explanation explanation, double lack) {}

  /** Every hard constraint that speaks against a block on a host, N+1 left out. */
  List<Refusal> why(int block, int host) {
    List<Refusal> reasons = new ArrayList<>();
    String domain = problem.blockName(block);
    Host machine = problem.cluster.hosts().get(host);
    Rules rules = problem.hard;
    capacity(block, host, machine, reasons);
    if (machine.state() == HostState.OFF) {
      reasons.add(plain("HOST_OFF", machine.name() + ": is off", machine.name()));
    } else if (rules.closed[host]) {
      reasons.add(plain("NO_INCOMING", machine.name() + ": takes no more domains", machine.name()));
    }
    if (rules.denies(block, host)) {
      Constraint why = rules.denial(block, machine.name());
      reasons.add(
          plain(
              why.getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT),
              machine.name() + ": " + why.text(),
              machine.name()));
    }
    int grouping = arrangement.hardTally().forbidding(block, arrangement.at[block], host);
    if (grouping >= 0) {
      Rules.Grouping rule = rules.groupings.get(grouping);
      int there = arrangement.hardTally().inZoneOf(grouping, host);
      reasons.add(
          new Refusal(
              new Explanation(
                  rule.gathers() ? "GATHER" : "SPREAD",
                  machine.name()
                      + ": "
                      + rule.constraint().text()
                      + ", and "
                      + there
                      + (there == 1 ? " is" : " are")
                      + " there",
                  Map.of(
                      "host", machine.name(), "domain", domain, "there", Integer.toString(there))),
              1));
    }
    online(host, machine, reasons);
    if (problem.fixedBy[block] != null) {
      reasons.add(fixed(block));
    }
    return reasons;
  }

  private void capacity(int block, int host, Host machine, List<Refusal> reasons) {
    Rules rules = problem.hard;
    int free = machine.memoryMib() - arrangement.usedMemory[host];
    int reserve = machine.memoryMib() - rules.memoryLimit[host];
    int memory = problem.memory[block];
    if (free < memory + reserve) {
      reasons.add(
          new Refusal(
              new Explanation(
                  "TARGET_MEMORY",
                  machine.name()
                      + ": free memory "
                      + free
                      + " MiB < "
                      + memory
                      + " + reserve "
                      + reserve,
                  Map.of(
                      "host", machine.name(),
                      "freeMemoryMib", Integer.toString(free),
                      "memoryMib", Integer.toString(memory),
                      "reserveMib", Integer.toString(reserve))),
              (double) (memory + reserve - free) / machine.memoryMib()));
    }
    over(
        "TARGET_CPU",
        "demand",
        problem.cluster.demandUnit(),
        arrangement.usedDemand[host],
        problem.demand[block],
        rules.demandLimit[host],
        machine,
        reasons);
    over(
        "TARGET_VCPUS",
        "virtual processors",
        "",
        arrangement.usedVcpus[host],
        problem.vcpus[block],
        rules.vcpusLimit[host],
        machine,
        reasons);
  }

  private static void over(
      String code,
      String what,
      String unit,
      int used,
      int more,
      int limit,
      Host machine,
      List<Refusal> reasons) {
    if (used + more > limit) {
      String suffix = unit.isEmpty() ? "" : " " + unit;
      reasons.add(
          new Refusal(
              new Explanation(
                  code,
                  machine.name() + ": " + what + " " + used + " + " + more + " > " + limit + suffix,
                  Map.of(
                      "host", machine.name(),
                      "used", Integer.toString(used),
                      "wanted", Integer.toString(more),
                      "limit", Integer.toString(limit))),
              (double) (used + more - limit) / Math.max(1, limit)));
    }
  }

  private void online(int host, Host machine, List<Refusal> reasons) {
    List<Rules.Online> all = problem.hard.online;
    for (int i = 0; i < all.size() && arrangement.guests[host] == 0; i++) {
      int running = arrangement.hardTally().online(i);
      int most = all.get(i).constraint().most();
      if (all.get(i).counted()[host] && running >= most) {
        reasons.add(
            new Refusal(
                new Explanation(
                    "MAX_ONLINE",
                    machine.name()
                        + ": runs no domain, and "
                        + running
                        + " hosts of at most "
                        + most
                        + " do",
                    Map.of(
                        "host", machine.name(),
                        "running", Integer.toString(running),
                        "most", Integer.toString(most))),
                1));
      }
    }
  }

  private Refusal fixed(int block) {
    String name = problem.blockName(block);
    return new Refusal(
        new Explanation(
            "FIXED", name + ": " + problem.fixedBy[block].text(), Map.of("domain", name)),
        1);
  }

  private static Refusal plain(String code, String text, String host) {
    return new Refusal(new Explanation(code, text, Map.of("host", host)), 1);
  }

  /**
   * The fewest reasons that together keep a block from all of these hosts; of the hosts that a
   * reason is about the one that is nearest to taking it.
   */
  List<Explanation> nowhere(int block, int[] hosts) {
    if (hosts.length == 0) {
      String name = problem.blockName(block);
      return List.of(
          new Explanation(
              "NO_OTHER_HOST", name + ": there is no other host", Map.of("domain", name)));
    }
    Map<String, Map<Integer, Refusal>> byCode = new TreeMap<>();
    for (int host : hosts) {
      for (Refusal refusal : why(block, host)) {
        byCode
            .computeIfAbsent(refusal.explanation().code(), code -> new LinkedHashMap<>())
            .put(host, refusal);
      }
    }
    Set<String> chosen = fewest(byCode, hosts);
    List<Explanation> reasons = new ArrayList<>();
    for (String code : chosen) {
      reasons.add(nearest(block, byCode.get(code), hosts.length));
    }
    if (chosen.isEmpty()) {
      String name = problem.blockName(block);
      reasons.add(
          new Explanation(
              "NOT_FOUND",
              name + ": the search found no host for it together with the others that move",
              Map.of("domain", name)));
    }
    return reasons;
  }

  private Explanation nearest(int block, Map<Integer, Refusal> about, int hosts) {
    Refusal nearest = null;
    for (Refusal refusal : about.values()) {
      if (nearest == null || refusal.lack() < nearest.lack()) {
        nearest = refusal;
      }
    }
    String name = problem.blockName(block);
    Map<String, String> operands = new HashMap<>(nearest.explanation().operands());
    operands.put("domain", name);
    operands.put("hostsAlike", Integer.toString(about.size()));
    operands.put("hostsInAll", Integer.toString(hosts));
    String alike =
        about.size() == 1
            ? ""
            : " (the nearest of " + about.size() + " hosts that refuse for this reason)";
    return new Explanation(
        nearest.explanation().code(),
        name + " finds no host: " + nearest.explanation().text() + alike,
        operands);
  }

  /** The smallest set of codes that covers all hosts; empty when no set does. */
  private static Set<String> fewest(Map<String, Map<Integer, Refusal>> byCode, int[] hosts) {
    List<String> codes = List.copyOf(byCode.keySet());
    Set<String> best = Set.of();
    for (int mask = 1; mask < 1 << codes.size(); mask++) {
      if (best.isEmpty() || Integer.bitCount(mask) < best.size()) {
        Set<String> chosen = new TreeSet<>();
        Set<Integer> covered = new HashSet<>();
        for (int i = 0; i < codes.size(); i++) {
          if ((mask & 1 << i) != 0) {
            chosen.add(codes.get(i));
            covered.addAll(byCode.get(codes.get(i)).keySet());
          }
        }
        if (covered.size() == hosts.length) {
          best = chosen;
        }
      }
    }
    return best;
  }

  /** Why a host that is above a limit is not brought below it. */
  List<Explanation> stillOver(int host, int[] targets) {
    List<Explanation> own = fixedAlone(host);
    if (!own.isEmpty()) {
      return own;
    }
    int smallest = -1;
    for (int i = 0; i < arrangement.counts[host]; i++) {
      int block = arrangement.on[host][i];
      if (problem.fixedBy[block] == null
          && (smallest < 0 || compare(block, smallest) < 0)
          && problem.demand[block] > 0) {
        smallest = block;
      }
    }
    return smallest < 0 ? List.of(over(host)) : nowhere(smallest, targets);
  }

  private int compare(int one, int other) {
    int order = Integer.compare(problem.memory[one], problem.memory[other]);
    order = order != 0 ? order : Integer.compare(problem.demand[one], problem.demand[other]);
    return order != 0 ? order : Integer.compare(one, other);
  }

  private Explanation over(int host) {
    String name = problem.hostName(host);
    return new Explanation(
        "HOST_OVER",
        name
            + ": demand "
            + arrangement.usedDemand[host]
            + " "
            + problem.cluster.demandUnit()
            + ", memory "
            + arrangement.usedMemory[host]
            + " MiB are above its limits",
        Map.of("host", name));
  }

  /** Proofs that no placement at all keeps the limits; empty when there is none. */
  List<Explanation> clusterIsShort() {
    Rules rules = problem.hard;
    List<Explanation> reasons = new ArrayList<>();
    sum(
        "CLUSTER_CPU",
        "demand",
        problem.cluster.demandUnit(),
        problem.demand,
        rules.demandLimit,
        reasons);
    sum("CLUSTER_MEMORY", "memory", "MiB", problem.memory, rules.memoryLimit, reasons);
    sum("CLUSTER_VCPUS", "virtual processors", "", problem.vcpus, rules.vcpusLimit, reasons);
    return reasons;
  }

  private void sum(
      String code,
      String what,
      String unit,
      int[] wanted,
      int[] limits,
      List<Explanation> reasons) {
    long all = 0;
    for (int block : wanted) {
      all += block;
    }
    long room = 0;
    for (int host = 0; host < problem.hosts; host++) {
      room += problem.off[host] ? 0 : Math.max(0, limits[host]);
    }
    if (all > room) {
      reasons.add(
          new Explanation(
              code,
              ("cluster: "
                      + what
                      + " of all domains "
                      + all
                      + " > "
                      + room
                      + " "
                      + unit
                      + " on all hosts that are not off")
                  .replace("  ", " "),
              Map.of("wanted", Long.toString(all), "limit", Long.toString(room))));
    }
  }

  private List<Explanation> fixedAlone(int host) {
    List<Explanation> reasons = new ArrayList<>();
    long demand = 0;
    long memory = 0;
    for (int i = 0; i < arrangement.counts[host]; i++) {
      int block = arrangement.on[host][i];
      demand += problem.fixedBy[block] == null ? 0 : problem.demand[block];
      memory += problem.fixedBy[block] == null ? 0 : problem.memory[block];
    }
    String name = problem.hostName(host);
    if (demand > problem.hard.demandLimit[host]) {
      reasons.add(
          new Explanation(
              "FIXED_CPU",
              name
                  + ": demand "
                  + demand
                  + " of domains that stay > "
                  + problem.hard.demandLimit[host]
                  + " "
                  + problem.cluster.demandUnit(),
              Map.of(
                  "host",
                  name,
                  "used",
                  Long.toString(demand),
                  "limit",
                  Integer.toString(problem.hard.demandLimit[host]))));
    }
    if (memory > problem.hard.memoryLimit[host]) {
      reasons.add(
          new Explanation(
              "FIXED_MEMORY",
              name
                  + ": memory "
                  + memory
                  + " of domains that stay > "
                  + problem.hard.memoryLimit[host]
                  + " MiB",
              Map.of(
                  "host",
                  name,
                  "used",
                  Long.toString(memory),
                  "limit",
                  Integer.toString(problem.hard.memoryLimit[host]))));
    }
    return reasons;
  }

  /** Blocks on a host that something keeps there. */
  List<Explanation> fixedOn(int host) {
    List<Explanation> reasons = new ArrayList<>();
    for (int block = 0; block < problem.blocks; block++) {
      if (arrangement.at[block] == host && problem.fixedBy[block] != null) {
        reasons.add(fixed(block).explanation());
      }
    }
    return reasons;
  }

  /** Why blocks are still where a constraint on places forbids it. */
  List<Explanation> stillMisplaced() {
    List<Explanation> reasons = new ArrayList<>();
    Rules rules = problem.hard;
    int[] hosts = new int[problem.hosts];
    java.util.Arrays.setAll(hosts, host -> host);
    for (int block = 0; block < problem.blocks; block++) {
      int at = arrangement.at[block];
      if (rules.denied[block] != null && rules.denies(block, at)) {
        reasons.addAll(fixedOrNowhere(block, hosts));
      }
    }
    for (int i = 0; i < rules.groupings.size(); i++) {
      Rules.Grouping grouping = rules.groupings.get(i);
      for (int block : grouping.members().keySet()) {
        int at = arrangement.at[block];
        if (arrangement.hardTally().surplusAt(i, at) > 0
            || arrangement.hardTally().isApart(i, at)) {
          reasons.addAll(fixedOrNowhere(block, hosts));
          break;
        }
      }
    }
    return reasons;
  }

  private List<Explanation> fixedOrNowhere(int block, int[] hosts) {
    if (problem.fixedBy[block] != null) {
      return List.of(fixed(block).explanation());
    }
    int at = arrangement.at[block];
    int[] others = java.util.Arrays.stream(hosts).filter(host -> host != at).toArray();
    return nowhere(block, others);
  }
}
