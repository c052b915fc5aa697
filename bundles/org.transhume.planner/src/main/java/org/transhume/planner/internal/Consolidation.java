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

  /** How much more a scarce resource counts than one of which there is plenty. */
  private static final int SCARCITY_EXPONENT = 4;

  private final Problem problem;
  private double memoryWeight;
  private double demandWeight;

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
    for (int more = 1; kept < used || kept <= problem.hosts && !repaired.isReached(); more *= 2) {
      Arrangement attempt = attempt(kept);
      if (attempt != null) {
        return withinOnline(Found.reached(attempt));
      }
      // Next to the bound every host is tried, farther away every second one, and so on.
      kept = Math.max(kept + 1, least + more);
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
    weigh(kept);
    List<Integer> ordered = new ArrayList<>(movers);
    double[] shares = shares();
    ordered.sort(Order.descending(shares, problem.demand));
    for (int block : ordered) {
      arrangement.lift(block);
    }
    int[] targets = hosts(kept);
    Placing placing = new Placing(arrangement, targets, new Waste(arrangement));
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

  private void weigh(boolean[] kept) {
    memoryWeight = scarcity(problem.memory, problem.hard.memoryLimit, kept);
    demandWeight = scarcity(problem.demand, problem.hard.demandLimit, kept);
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
    return Math.pow(all / Math.max(1, room), SCARCITY_EXPONENT);
  }

  private double[] shares() {
    double memory = mean(problem.hard.memoryLimit);
    double demand = mean(problem.hard.demandLimit);
    double[] shares = new double[problem.blocks];
    for (int block = 0; block < problem.blocks; block++) {
      shares[block] =
          Math.max(
              memoryWeight * problem.memory[block] / memory,
              demandWeight * problem.demand[block] / demand);
    }
    return shares;
  }

  private static double mean(int[] limits) {
    return Math.max(1, Arrays.stream(limits).average().orElse(1));
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

  /** What of a host is left unused by a block on it. */
  private final class Waste implements Placing.Cost {

    private final Arrangement arrangement;
    private final int leastMemory = Math.max(1, least(problem.hard.memoryLimit));
    private final int leastDemand = Math.max(1, least(problem.hard.demandLimit));

    Waste(Arrangement arrangement) {
      this.arrangement = arrangement;
    }

    private static int least(int[] limits) {
      int least = Integer.MAX_VALUE;
      for (int limit : limits) {
        least = Math.min(least, limit);
      }
      return least;
    }

    @Override
    public double of(int block, int host) {
      return left(host, problem.memory[block], problem.demand[block]);
    }

    @Override
    public double ofHost(int host) {
      return left(host, 0, 0);
    }

    @Override
    public double ofBlock(int block) {
      return -memoryWeight * problem.memory[block] / leastMemory
          - demandWeight * problem.demand[block] / leastDemand;
    }

    private double left(int host, int moreMemory, int moreDemand) {
      Rules rules = problem.hard;
      double memory = rules.memoryLimit[host] - arrangement.usedMemory[host] - moreMemory;
      double demand = rules.demandLimit[host] - arrangement.usedDemand[host] - moreDemand;
      return memoryWeight * memory / Math.max(1, rules.memoryLimit[host])
          + demandWeight * demand / Math.max(1, rules.demandLimit[host]);
    }
  }
}
