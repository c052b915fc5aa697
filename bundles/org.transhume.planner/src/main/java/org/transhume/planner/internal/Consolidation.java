// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.transhume.api.model.Explanation;

/**
 * Packs domains on as few hosts as there can be: those that need the fewest moves are kept, and
 * what is on the others goes to where it leaves the least room unused.
 */
final class Consolidation {

  /** How much worse it is that the other resource runs out than that the scarce one is left. */
  private static final int SHORTFALL_WEIGHT = 8;

  private static final int EVERY_HOST = 5;
  private static final int HUNDRED = 100;

  private final Problem problem;

  Consolidation(Problem problem) {
    this.problem = problem;
  }

  /** The fewest hosts that were found to do. */
  Found pack() {
    Found repaired = new Relief(new Arrangement(problem)).relieve();
    int used = repaired.arrangement().hostsUsed();
    int least = fewestHosts();
    int kept = least;
    // Where moving the fewest does not bring every host below its limits, packing anew may.
    for (int more = 1; kept < used || (kept <= problem.hosts && !repaired.isReached()); more++) {
      Arrangement attempt = attempt(kept);
      if (attempt != null) {
        return withinOnline(Found.reached(attempt));
      }
      // Next to the bound every number of hosts is tried; farther away it pays to take larger
      // steps.
      kept += 1 + more / EVERY_HOST * Math.max(1, least / HUNDRED);
    }
    return withinOnline(repaired);
  }

  private Found withinOnline(Found found) {
    List<Explanation> reasons = new ArrayList<>(found.inTheWay());
    for (int i = 0; i < problem.hard.online.size(); i++) {
      int running = found.arrangement().hardTally().online(i);
      int most = problem.hard.online.get(i).constraint().most();
      if (running > most) {
        reasons.add(
            new Explanation(
                "MAX_ONLINE",
                "cluster: "
                    + running
                    + " hosts run domains and at most "
                    + most
                    + " may; no way was found to pack them on fewer",
                java.util.Map.of(
                    "running", Integer.toString(running), "most", Integer.toString(most))));
      }
    }
    return new Found(found.arrangement(), reasons);
  }

  /** No placement uses fewer hosts: all domains together need so many, as do spread groups. */
  int fewestHosts() {
    int fewest =
        Math.max(
            Math.max(
                fewest(problem.memory, problem.hard.memoryLimit),
                fewest(problem.demand, problem.hard.demandLimit)),
            fewest(problem.vcpus, problem.hard.vcpusLimit));
    for (Rules.Grouping grouping : problem.hard.groupings) {
      if (!grouping.gathers()) {
        int members = grouping.members().values().stream().mapToInt(Integer::intValue).sum();
        fewest = Math.max(fewest, (members + grouping.most() - 1) / grouping.most());
      }
    }
    return Math.max(fewest, problem.blocks == 0 ? 0 : 1);
  }

  private int fewest(int[] wanted, int[] limits) {
    long left = 0;
    for (int block : wanted) {
      left += block;
    }
    int[] descending = new int[problem.hosts];
    for (int host = 0; host < problem.hosts; host++) {
      descending[host] = problem.off[host] ? 0 : -Math.max(0, limits[host]);
    }
    Arrays.sort(descending);
    int hosts = 0;
    while (left > 0 && hosts < descending.length) {
      left += descending[hosts++];
    }
    return hosts;
  }

  /** Everything on so many hosts, or null. */
  private Arrangement attempt(int count) {
    Arrangement arrangement = new Arrangement(problem);
    boolean[] kept = kept(arrangement, count);
    if (kept == null) {
      return null;
    }
    Violators violators = new Violators(arrangement);
    for (int host = 0; host < problem.hosts; host++) {
      if (!kept[host]) {
        violators.all(host);
      }
    }
    violators.misplaced();
    for (int host = 0; host < problem.hosts; host++) {
      if (kept[host] && arrangement.isOver(host)) {
        violators.excess(host);
      }
    }
    return fill(arrangement, kept, violators.found()) ? arrangement : null;
  }

  private boolean fill(Arrangement arrangement, boolean[] kept, List<Integer> movers) {
    boolean memoryIsScarce =
        scarcity(problem.memory, problem.hard.memoryLimit, kept)
            >= scarcity(problem.demand, problem.hard.demandLimit, kept);
    List<Integer> ordered = new ArrayList<>(movers);
    ordered.sort(
        memoryIsScarce
            ? Order.descending(problem.memory, problem.demand)
            : Order.descending(problem.demand, problem.memory));
    for (int block : ordered) {
      arrangement.lift(block);
    }
    int[] targets = hosts(kept);
    Placing placing =
        new Placing(arrangement, targets, new Waste(arrangement, memoryIsScarce, ordered));
    List<Integer> left = new ArrayList<>();
    for (int block : ordered) {
      if (!placing.place(block)) {
        left.add(block);
      }
    }
    for (int block : left) {
      if (!placing.placeOrPush(block)) {
        return false;
      }
    }
    for (int host : targets) {
      if (arrangement.isOver(host)) {
        return false;
      }
    }
    return new Refusals(arrangement).stillMisplaced().isEmpty()
        && (!problem.hard.nPlusOne || arrangement.notSurvived() < 0);
  }

  /** The hosts to keep: those that cannot be emptied, and those with most to leave in place. */
  private boolean[] kept(Arrangement arrangement, int count) {
    long[] value = new long[problem.hosts];
    int forced = 0;
    for (int host = 0; host < problem.hosts; host++) {
      value[host] = problem.off[host] ? -1 : value(arrangement, host);
      forced += value[host] == Long.MAX_VALUE ? 1 : 0;
    }
    if (forced > count) {
      return null;
    }
    Integer[] order = new Integer[problem.hosts];
    Arrays.setAll(order, host -> host);
    Arrays.sort(
        order,
        Comparator.comparing((Integer host) -> -value[host])
            .thenComparing(host -> problem.cluster.hosts().get(host).power().at(1))
            .thenComparing(Comparator.naturalOrder()));
    boolean[] kept = new boolean[problem.hosts];
    for (int i = 0; i < count; i++) {
      if (value[order[i]] < 0) {
        return null;
      }
      kept[order[i]] = true;
    }
    return roomy(kept, order, value) ? kept : null;
  }

  /** Domains that may stay, and of equals the one with more memory in use. */
  private long value(Arrangement arrangement, int host) {
    long guests = 0;
    for (int i = 0; i < arrangement.counts[host]; i++) {
      int block = arrangement.on[host][i];
      if (problem.fixedBy[block] != null) {
        return Long.MAX_VALUE;
      }
      guests += problem.hard.denies(block, host) ? 0 : problem.size[block];
    }
    if (problem.hard.closed[host] && guests == 0) {
      return -1;
    }
    return guests * Integer.MAX_VALUE + arrangement.usedMemory[host];
  }

  /** Exchanges small hosts for large ones until all domains together fit. */
  private boolean roomy(boolean[] kept, Integer[] order, long[] value) {
    for (int[][] resource :
        new int[][][] {
          {problem.memory, problem.hard.memoryLimit}, {problem.demand, problem.hard.demandLimit}
        }) {
      long lack = 0;
      for (int block : resource[0]) {
        lack += block;
      }
      int[] limits = resource[1];
      for (int host = 0; host < problem.hosts; host++) {
        lack -= kept[host] ? limits[host] : 0;
      }
      while (lack > 0) {
        int out = -1;
        int in = -1;
        for (int i = order.length - 1; i >= 0; i--) {
          int host = order[i];
          if (value[host] < 0 || value[host] == Long.MAX_VALUE) {
            continue;
          }
          if (kept[host] && (out < 0 || limits[host] < limits[out])) {
            out = host;
          } else if (!kept[host]
              && !problem.hard.closed[host]
              && (in < 0 || limits[host] >= limits[in])) {
            in = host;
          }
        }
        if (out < 0 || in < 0 || limits[in] <= limits[out]) {
          return false;
        }
        kept[out] = false;
        kept[in] = true;
        lack -= limits[in] - limits[out];
      }
    }
    return true;
  }

  private double scarcity(int[] wanted, int[] limits, boolean[] kept) {
    double all = 0;
    for (int block : wanted) {
      all += block;
    }
    double room = 0;
    for (int host = 0; host < problem.hosts; host++) {
      room += kept[host] ? limits[host] : 0;
    }
    return all / Math.max(1, room);
  }

  private int[] hosts(boolean[] kept) {
    int[] hosts = new int[problem.hosts];
    int count = 0;
    for (int host = 0; host < problem.hosts; host++) {
      if (kept[host]) {
        hosts[count++] = host;
      }
    }
    return Arrays.copyOf(hosts, count);
  }

  /**
   * What of the scarce resource a host has left with a block on it; and what it lacks of the other
   * one to fill that with blocks of the usual kind.
   */
  private final class Waste implements Placing.Cost {

    private final int[] scarce;
    private final int[] scarceLimit;
    private final int[] scarceUsed;
    private final int[] other;
    private final int[] otherLimit;
    private final int[] otherUsed;
    private final int leastLimit;

    /** How much of the other resource comes with the scarce one. */
    private final double usual;

    Waste(Arrangement arrangement, boolean memoryIsScarce, List<Integer> movers) {
      Rules rules = problem.hard;
      scarce = memoryIsScarce ? problem.memory : problem.demand;
      scarceLimit = memoryIsScarce ? rules.memoryLimit : rules.demandLimit;
      scarceUsed = memoryIsScarce ? arrangement.usedMemory : arrangement.usedDemand;
      other = memoryIsScarce ? problem.demand : problem.memory;
      otherLimit = memoryIsScarce ? rules.demandLimit : rules.memoryLimit;
      otherUsed = memoryIsScarce ? arrangement.usedDemand : arrangement.usedMemory;
      int least = Integer.MAX_VALUE;
      for (int limit : scarceLimit) {
        least = Math.min(least, Math.max(1, limit));
      }
      leastLimit = least;
      double scarceOfAll = 0;
      double otherOfAll = 0;
      for (int block : movers) {
        scarceOfAll += scarce[block];
        otherOfAll += other[block];
      }
      usual = otherOfAll / Math.max(1, scarceOfAll);
    }

    @Override
    public double of(int block, int host) {
      double left = (double) scarceLimit[host] - scarceUsed[host] - scarce[block];
      double otherLeft = (double) otherLimit[host] - otherUsed[host] - other[block];
      double shortfall = Math.max(0, usual * left - otherLeft) / Math.max(1, otherLimit[host]);
      return left / Math.max(1, scarceLimit[host]) + SHORTFALL_WEIGHT * shortfall;
    }

    @Override
    public double ofHost(int host) {
      return ((double) scarceLimit[host] - scarceUsed[host]) / Math.max(1, scarceLimit[host]);
    }

    @Override
    public double ofBlock(int block) {
      return -(double) scarce[block] / leastLimit;
    }
  }
}
