// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.internal;

import java.util.Arrays;
import org.transhume.planner.BalanceScore;

/**
 * Evens out by {@link BalanceScore}. First the fewest moves that even out the number of domains, for
 * that is most of the score; then exchanges, as long as one is worth its moves. Near a placement the
 * score is a weighted sum of squares of the hosts' deviations, so an exchange is judged by the two
 * hosts that it concerns. What is found cannot be bettered by any single exchange or shift at the
 * price of a move; that is why a second look at the result moves nothing.
 */
final class Balancing {

  /**
   * What a move has to gain, in parts of a host's average share of the score. hbal's 0.01 comes to
   * 1.2 of them for 40 hosts, but to 30 for 1000.
   */
  private static final double PRICE_IN_SHARES = 4;

  /** A gain below this is an error of rounding. */
  private static final double LEAST_GAIN = 1e-9;

  private static final int TARGETS_AT_A_LOOK = 48;
  private static final int MOST_ROUNDS = 40;

  private final Arrangement arrangement;
  private final Problem problem;
  private final int[] hosts;
  private final double[] memoryTotal;
  private final double[] cores;
  private final double[] memoryOff;
  private final double[] vcpusOff;
  private final boolean[] plain;
  private double memoryWeight;
  private double vcpusWeight;
  private double price;

  Balancing(Arrangement arrangement) {
    this.arrangement = arrangement;
    this.problem = arrangement.problem;
    hosts =
        java.util.stream.IntStream.range(0, problem.hosts)
            .filter(host -> !problem.off[host])
            .toArray();
    memoryTotal = new double[problem.hosts];
    cores = new double[problem.hosts];
    for (int host = 0; host < problem.hosts; host++) {
      memoryTotal[host] = problem.cluster.hosts().get(host).memoryMib();
      cores[host] = problem.cluster.hosts().get(host).cores();
    }
    memoryOff = new double[problem.hosts];
    vcpusOff = new double[problem.hosts];
    plain = new boolean[problem.blocks];
    for (int block = 0; block < problem.blocks; block++) {
      plain[block] =
          problem.hard.groupingsOf[block] == null
              && problem.hard.denied[block] == null
              && problem.size[block] == 1;
    }
  }

  /** Evens out, having seen to it that no constraint on places is broken. */
  Found even() {
    Found repaired = new Relief(arrangement).repair();
    if (!repaired.isReached()) {
      return repaired;
    }
    boolean again = true;
    for (int round = 0; round < MOST_ROUNDS && again; round++) {
      boolean evened = evenOutNumbers();
      while (exchangeAmongMovers()) {
        evened = true;
      }
      again = exchangeOfUnevenHosts() || evened && round == 0;
    }
    return Found.reached(arrangement);
  }

  // --- Numbers of domains ---------------------------------------------------------------------------

  /** Moves one domain after the other from a host with most to a host with least of them. */
  private boolean evenOutNumbers() {
    measure();
    boolean any = false;
    boolean[] stuck = new boolean[problem.hosts];
    while (true) {
      int source = -1;
      int least = Integer.MAX_VALUE;
      for (int host : hosts) {
        if (!problem.hard.closed[host]) {
          least = Math.min(least, arrangement.guests[host]);
        }
        if (!stuck[host]
            && (source < 0 || arrangement.guests[host] > arrangement.guests[source])) {
          source = host;
        }
      }
      if (source < 0 || arrangement.guests[source] - least < 2) {
        return any;
      }
      if (shiftFrom(source)) {
        any = true;
      } else {
        stuck[source] = true;
      }
    }
  }

  /** The best single shift from a host to one with at least two domains fewer. */
  private boolean shiftFrom(int source) {
    int[] targets = lowest(arrangement.guests[source] - 2);
    int bestBlock = -1;
    int bestTarget = -1;
    double best = Double.POSITIVE_INFINITY;
    int fewest = Integer.MAX_VALUE;
    int looked = 0;
    for (int target : targets) {
      if (arrangement.guests[target] > fewest && bestBlock >= 0
          || looked >= TARGETS_AT_A_LOOK && bestBlock >= 0) {
        break;
      }
      looked++;
      fewest = arrangement.guests[target];
      for (int i = 0; i < arrangement.counts[source]; i++) {
        int block = arrangement.on[source][i];
        if (isMovable(block)
            && problem.size[block] <= arrangement.guests[source] - arrangement.guests[target] - 1) {
          double change = shiftChange(block, source, target) + (isMoved(block) ? -price : 0);
          if (isBetter(change, best, block, bestBlock) && arrangement.admits(block, target)) {
            best = change;
            bestBlock = block;
            bestTarget = target;
          }
        }
      }
    }
    if (bestBlock < 0) {
      return false;
    }
    shift(bestBlock, source, bestTarget);
    return true;
  }

  private static boolean isBetter(double change, double best, int block, int bestBlock) {
    return change < best - LEAST_GAIN / 10
        || Math.abs(change - best) <= LEAST_GAIN / 10 && block < bestBlock;
  }

  /** Open hosts with at most so many domains, those with fewest first. */
  private int[] lowest(int most) {
    int[] byCount = new int[Math.max(0, most + 1) + 1];
    for (int host : hosts) {
      if (arrangement.guests[host] <= most && !problem.hard.closed[host]) {
        byCount[arrangement.guests[host] + 1]++;
      }
    }
    for (int count = 1; count < byCount.length; count++) {
      byCount[count] += byCount[count - 1];
    }
    int[] ordered = new int[byCount[byCount.length - 1]];
    for (int host : hosts) {
      if (arrangement.guests[host] <= most && !problem.hard.closed[host]) {
        ordered[byCount[arrangement.guests[host]]++] = host;
      }
    }
    return ordered;
  }

  // --- Deviations -----------------------------------------------------------------------------------

  /** Deviations and their weights, from nothing but the arrangement. */
  private void measure() {
    double memoryMean = 0;
    double vcpusMean = 0;
    for (int host : hosts) {
      memoryOff[host] =
          (arrangement.usedMemory[host] + problem.cluster.hosts().get(host).reserveMib())
              / memoryTotal[host];
      vcpusOff[host] = arrangement.usedVcpus[host] / cores[host];
      memoryMean += memoryOff[host] / hosts.length;
      vcpusMean += vcpusOff[host] / hosts.length;
    }
    double memorySquares = 0;
    double vcpusSquares = 0;
    for (int host : hosts) {
      memoryOff[host] -= memoryMean;
      vcpusOff[host] -= vcpusMean;
      memorySquares += memoryOff[host] * memoryOff[host];
      vcpusSquares += vcpusOff[host] * vcpusOff[host];
    }
    double memoryDeviation = Math.sqrt(memorySquares / hosts.length);
    double vcpusDeviation = Math.sqrt(vcpusSquares / hosts.length);
    memoryWeight = slope(memoryDeviation);
    vcpusWeight = slope(vcpusDeviation);
    price = PRICE_IN_SHARES * (memoryDeviation + vcpusDeviation) / hosts.length;
  }

  /** How fast a standard deviation falls with the sum of squares. */
  private double slope(double deviation) {
    return deviation < LEAST_GAIN ? 0 : 1 / (2 * hosts.length * deviation);
  }

  private boolean isMovable(int block) {
    return problem.fixedBy[block] == null && !problem.reluctant[block];
  }

  private boolean isMoved(int block) {
    return arrangement.at[block] != problem.origin[block];
  }

  /** What a change of memory and virtual processors on a host makes of the score. */
  private double change(int host, double memory, double vcpus) {
    double m = memory / memoryTotal[host];
    double v = vcpus / cores[host];
    return memoryWeight * m * (2 * memoryOff[host] + m)
        + vcpusWeight * v * (2 * vcpusOff[host] + v);
  }

  private double shiftChange(int block, int source, int target) {
    int memory = problem.memory[block];
    int vcpus = problem.vcpus[block];
    return change(source, -memory, -vcpus) + change(target, memory, vcpus);
  }

  private void shift(int block, int source, int target) {
    arrangement.move(block, target);
    tell(source, -problem.memory[block], -problem.vcpus[block]);
    tell(target, problem.memory[block], problem.vcpus[block]);
  }

  private void tell(int host, double memory, double vcpus) {
    memoryOff[host] += memory / memoryTotal[host];
    vcpusOff[host] += vcpus / cores[host];
  }

  // --- Exchanges ------------------------------------------------------------------------------------

  /** One pass over all pairs of blocks that move, or of one that moves and one at its origin. */
  private boolean exchangeAmongMovers() {
    measure();
    int[] movers = movers();
    boolean any = false;
    for (int i = 0; i < movers.length; i++) {
      int one = movers[i];
      for (int j = i + 1; j < movers.length; j++) {
        any |= tryExchange(one, movers[j]);
      }
      any |= exchangeWithOrigin(one);
    }
    return any;
  }

  private int[] movers() {
    int count = 0;
    int[] movers = new int[problem.blocks];
    for (int block = 0; block < problem.blocks; block++) {
      if (isMoved(block) && isMovable(block)) {
        movers[count++] = block;
      }
    }
    return Arrays.copyOf(movers, count);
  }

  private boolean exchangeWithOrigin(int block) {
    int origin = problem.origin[block];
    if (arrangement.at[block] == origin) {
      return false;
    }
    boolean any = false;
    for (int other : sortedOn(origin)) {
      any |=
          arrangement.at[block] != origin
              && arrangement.at[other] == origin
              && isMovable(other)
              && tryExchange(block, other);
    }
    return any;
  }

  private int[] sortedOn(int host) {
    int[] blocks = Arrays.copyOf(arrangement.on[host], arrangement.counts[host]);
    Arrays.sort(blocks);
    return blocks;
  }

  /** Pairs of blocks of which one is on a host that is uneven enough to be worth a move. */
  private boolean exchangeOfUnevenHosts() {
    measure();
    boolean any = false;
    for (int host : hosts) {
      if (isUneven(host)) {
        any |= bestOf(host);
      }
    }
    return any;
  }

  /** An exchange gains at most what the two hosts are off by, so one of them is off by half. */
  private boolean isUneven(int host) {
    return memoryWeight * memoryOff[host] * memoryOff[host]
            + vcpusWeight * vcpusOff[host] * vcpusOff[host]
        > price / 2;
  }

  private boolean bestOf(int host) {
    double best = -LEAST_GAIN;
    int bestOne = -1;
    int bestOther = -1;
    for (int one : sortedOn(host)) {
      if (!isMovable(one)) {
        continue;
      }
      for (int other = 0; other < problem.blocks; other++) {
        int at = arrangement.at[other];
        if (at != host && isMovable(other)) {
          double change = exchangeChange(one, other) + price * moreMoves(one, other);
          if (change < best && mayExchange(one, other)) {
            best = change;
            bestOne = one;
            bestOther = other;
          }
        }
      }
    }
    int shifted = -1;
    int target = -1;
    for (int other : hosts) {
      boolean fewer = arrangement.guests[other] < arrangement.guests[host];
      int source = fewer ? host : other;
      int sink = fewer ? other : host;
      // Numbers stay as even as they are: one domain from a host that has one more.
      if (arrangement.guests[source] - arrangement.guests[sink] == 1) {
        for (int block : sortedOn(source)) {
          double change =
              shiftChange(block, source, sink)
                  + price * (moved(block, sink) - moved(block, source));
          if (change < best
              && problem.size[block] == 1
              && isMovable(block)
              && arrangement.admits(block, sink)) {
            best = change;
            shifted = block;
            target = sink;
          }
        }
      }
    }
    if (shifted >= 0) {
      shift(shifted, arrangement.at[shifted], target);
    } else if (bestOne >= 0) {
      exchange(bestOne, bestOther);
    }
    return shifted >= 0 || bestOne >= 0;
  }

  private boolean tryExchange(int one, int other) {
    int a = arrangement.at[one];
    int b = arrangement.at[other];
    if (a == b
        || problem.memory[one] == problem.memory[other]
            && problem.vcpus[one] == problem.vcpus[other]) {
      return false;
    }
    double change = exchangeChange(one, other);
    // The price of a move is looked at last: most pairs make things worse as it is.
    if (change >= price
        || change + price * moreMoves(one, other) >= -LEAST_GAIN
        || !mayExchange(one, other)) {
      return false;
    }
    exchange(one, other);
    return true;
  }

  private double exchangeChange(int one, int other) {
    double memory = problem.memory[other] - problem.memory[one];
    double vcpus = problem.vcpus[other] - problem.vcpus[one];
    return change(arrangement.at[one], memory, vcpus)
        + change(arrangement.at[other], -memory, -vcpus);
  }

  private int moreMoves(int one, int other) {
    return moved(one, arrangement.at[other])
        + moved(other, arrangement.at[one])
        - moved(one, arrangement.at[one])
        - moved(other, arrangement.at[other]);
  }

  private int moved(int block, int host) {
    return problem.origin[block] == host ? 0 : problem.size[block];
  }

  private boolean mayExchange(int one, int other) {
    int a = arrangement.at[one];
    int b = arrangement.at[other];
    if (problem.size[one] != problem.size[other]
        || !fitsInstead(one, other, b)
        || !fitsInstead(other, one, a)) {
      return false;
    }
    if (plain[one] && plain[other]) {
      return !problem.hard.closed[a] && !problem.hard.closed[b];
    }
    arrangement.lift(one);
    arrangement.lift(other);
    boolean may = false;
    if (arrangement.admits(one, b)) {
      arrangement.put(one, b);
      may = arrangement.admits(other, a);
      arrangement.lift(one);
    }
    arrangement.put(one, a);
    arrangement.put(other, b);
    return may;
  }

  private boolean fitsInstead(int in, int out, int host) {
    Rules rules = problem.hard;
    return arrangement.usedMemory[host] - problem.memory[out] + problem.memory[in]
            <= rules.memoryLimit[host]
        && arrangement.usedDemand[host] - problem.demand[out] + problem.demand[in]
            <= rules.demandLimit[host]
        && arrangement.usedVcpus[host] - problem.vcpus[out] + problem.vcpus[in]
            <= rules.vcpusLimit[host];
  }

  private void exchange(int one, int other) {
    int a = arrangement.at[one];
    int b = arrangement.at[other];
    arrangement.move(one, b);
    arrangement.move(other, a);
    double memory = problem.memory[other] - problem.memory[one];
    double vcpus = problem.vcpus[other] - problem.vcpus[one];
    tell(a, memory, vcpus);
    tell(b, -memory, -vcpus);
  }
}
