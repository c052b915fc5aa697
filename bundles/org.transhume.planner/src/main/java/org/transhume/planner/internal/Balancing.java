// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.internal;

import java.util.Arrays;
import org.transhume.planner.BalanceScore;

/**
 * Evens out by {@link BalanceScore}. First the fewest moves that even out the number of domains,
 * for that is most of the score; then exchanges, as long as one is worth its moves. Near a
 * placement the score is a weighted sum of squares of the hosts' deviations, so an exchange is
 * judged by the two hosts that it concerns. What is found cannot be bettered by any single exchange
 * or shift at the price of a move; that is why a second look at the result moves nothing.
 */
final class Balancing {

  /**
   * What a move has to gain, divided by the number of hosts, for the more hosts there are the less
   * of the score is a single one's. For 40 hosts it comes to 0.025, where hbal asks for 0.01.
   */
  private static final double PRICE = 1;

  /** A gain below this is an error of rounding. */
  private static final double LEAST_GAIN = 1e-9;

  /**
   * What evenly used processors count beside the score: enough to choose among equals, and to leave
   * room for what comes last.
   */
  private static final double DEMAND_SHARE = 0.25;

  /** And what they count while numbers are evened out, so that the last ones find room. */
  private static final double DEMAND_SHARE_AT_FIRST = 1;

  private static final int TARGETS_AT_A_LOOK = 24;
  private static final int MOST_HELP = 3;
  private static final int MOST_ROUNDS = 40;
  private static final int MOST_PASSES = 2;

  /** Hosts that add less than this part of their average share to the score are even enough. */
  private static final double LOOKED_AT = 0.1;

  /** A pass that betters the score by less than this share is the last one. */
  private static final double LAST_PASS = 0.05;

  private final Arrangement arrangement;
  private final Problem problem;
  private final int[] hosts;
  private final double[] perMib;
  private final double[] perCore;
  private final double[] perPercent;
  private final double[] memoryOff;
  private final double[] vcpusOff;
  private final double[] demandOff;
  private final boolean[] plain;
  private double memoryWeight;
  private double vcpusWeight;
  private double demandWeight;
  private double score;
  private double price;

  Balancing(Arrangement arrangement) {
    this.arrangement = arrangement;
    this.problem = arrangement.problem;
    hosts =
        java.util.stream.IntStream.range(0, problem.hosts)
            .filter(host -> !problem.off[host])
            .toArray();
    perMib = new double[problem.hosts];
    perCore = new double[problem.hosts];
    perPercent = new double[problem.hosts];
    for (int host = 0; host < problem.hosts; host++) {
      perMib[host] = 1.0 / problem.cluster.hosts().get(host).memoryMib();
      perCore[host] = 1.0 / problem.cluster.hosts().get(host).cores();
      perPercent[host] = 1.0 / problem.processors[host];
    }
    memoryOff = new double[problem.hosts];
    vcpusOff = new double[problem.hosts];
    demandOff = new double[problem.hosts];
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
      again = evenOutNumbers();
      if (again || round == 0) {
        exchangeAmongMovers();
      }
      again |= exchangeOfUnevenHosts();
    }
    return Found.reached(arrangement);
  }

  // --- Numbers of domains
  // ---------------------------------------------------------------------------

  /** Moves one domain after the other from a host with most to a host with least of them. */
  private boolean evenOutNumbers() {
    measure(DEMAND_SHARE_AT_FIRST);
    boolean any = false;
    boolean[] stuck = new boolean[problem.hosts];
    int[] helped = new int[problem.hosts];
    while (true) {
      int source = -1;
      int least = Integer.MAX_VALUE;
      for (int host : hosts) {
        if (!problem.hard.closed[host]) {
          least = Math.min(least, arrangement.guests[host]);
        }
        if (!stuck[host] && (source < 0 || arrangement.guests[host] > arrangement.guests[source])) {
          source = host;
        }
      }
      if (source < 0 || arrangement.guests[source] - least < 2) {
        return any;
      }
      if (shiftFrom(source) || shiftThrough(source)) {
        any = true;
      } else if (!makeRoomFor(source, helped)) {
        stuck[source] = true;
      }
    }
  }

  /** Helps a target, each a few times only. */
  private boolean makeRoomFor(int source, int[] helped) {
    for (int target : lowest(arrangement.guests[source] - 2)) {
      if (helped[target] < MOST_HELP) {
        helped[target]++;
        if (makeRoom(target) || shed(target)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Gives a host room for one more domain of average demand, where it has none: one of its domains
   * is exchanged for one that wants less and moves anyway.
   */
  private boolean makeRoom(int target) {
    int wanted = meanDemand();
    int lack = arrangement.usedDemand[target] + wanted - problem.hard.demandLimit[target];
    double best = Double.POSITIVE_INFINITY;
    int bestOne = -1;
    int bestOther = -1;
    int[] blocks = blocksOn(target);
    for (int other : movers()) {
      for (int one : blocks) {
        if (problem.demand[one] - problem.demand[other] >= lack
            && arrangement.at[other] != target
            && isMovable(one)) {
          double change = exchangeChange(one, other) + price * moreMoves(one, other);
          if (change < best && mayExchange(one, other)) {
            best = change;
            bestOne = one;
            bestOther = other;
          }
        }
      }
    }
    if (lack <= 0 || bestOne < 0) {
      return false;
    }
    exchange(bestOne, bestOther);
    return true;
  }

  /**
   * Where no exchange gives a host room, its greatest demand goes to the host with fewest domains
   * that takes it: a host that is full with few domains can only get more of small ones.
   */
  private boolean shed(int target) {
    int greatest = -1;
    for (int block : blocksOn(target)) {
      if (isMovable(block)
          && problem.size[block] == 1
          && (greatest < 0
              || problem.demand[block] > problem.demand[greatest]
              || (problem.demand[block] == problem.demand[greatest] && block < greatest))) {
        greatest = block;
      }
    }
    if (greatest < 0 || problem.demand[greatest] <= 2 * meanDemand()) {
      return false;
    }
    for (int host : lowest(Integer.MAX_VALUE - 2)) {
      if (host != target && arrangement.admits(greatest, host)) {
        shift(greatest, target, host);
        return true;
      }
    }
    return false;
  }

  private int meanDemand() {
    long all = 0;
    for (int demand : problem.demand) {
      all += demand;
    }
    return (int) (all / problem.blocks);
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
      boolean enough = arrangement.guests[target] > fewest || looked >= TARGETS_AT_A_LOOK;
      if (enough && bestBlock >= 0) {
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

  /**
   * Where no target takes any of a host's domains: one that moves anyway goes to such a target, and
   * makes room where it would have gone.
   */
  private boolean shiftThrough(int source) {
    int[] targets = lowest(arrangement.guests[source] - 2);
    int[] movers = movers();
    int[] blocks = blocksOn(source);
    double best = Double.POSITIVE_INFINITY;
    int bestBlock = -1;
    int bestMover = -1;
    int bestTarget = -1;
    for (int target : targets) {
      for (int mover : movers) {
        int through = arrangement.at[mover];
        if (through == source
            || through == target
            || problem.size[mover] != 1
            || !arrangement.admits(mover, target)) {
          continue;
        }
        double onwards = shiftChange(mover, through, target);
        for (int block : blocks) {
          if (problem.size[block] == 1 && isMovable(block)) {
            double change = onwards + shiftChange(block, source, through);
            if (change < best
                && fitsInstead(block, mover, through)
                && arrangement.allows(block, through)) {
              best = change;
              bestBlock = block;
              bestMover = mover;
              bestTarget = target;
            }
          }
        }
      }
    }
    if (bestBlock < 0) {
      return false;
    }
    int through = arrangement.at[bestMover];
    shift(bestMover, through, bestTarget);
    shift(bestBlock, source, through);
    return true;
  }

  private static boolean isBetter(double change, double best, int block, int bestBlock) {
    return change < best - LEAST_GAIN / 10
        || (Math.abs(change - best) <= LEAST_GAIN / 10 && block < bestBlock);
  }

  /** Open hosts with at most so many domains, those with fewest first. */
  private int[] lowest(int most) {
    int greatest = 0;
    for (int host : hosts) {
      greatest = Math.max(greatest, arrangement.guests[host]);
    }
    int[] byCount = new int[Math.max(0, Math.min(most, greatest) + 1) + 1];
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

  // --- Deviations
  // -----------------------------------------------------------------------------------

  /** Deviations and their weights, from nothing but the arrangement. */
  private void measure(double demandShare) {
    for (int host : hosts) {
      memoryOff[host] =
          (arrangement.usedMemory[host] + problem.cluster.hosts().get(host).reserveMib())
              * perMib[host];
      vcpusOff[host] = arrangement.usedVcpus[host] * perCore[host];
      demandOff[host] = arrangement.usedDemand[host] * perPercent[host];
    }
    double memoryDeviation = deviation(memoryOff);
    double vcpusDeviation = deviation(vcpusOff);
    double demandDeviation = deviation(demandOff);
    memoryWeight = slope(memoryDeviation);
    vcpusWeight = slope(vcpusDeviation);
    demandWeight = demandShare * slope(demandDeviation);
    score = memoryDeviation + vcpusDeviation;
    price = PRICE / hosts.length;
  }

  /** The standard deviation of values, which become their deviations. */
  private double deviation(double[] values) {
    double mean = 0;
    for (int host : hosts) {
      mean += values[host] / hosts.length;
    }
    double squares = 0;
    for (int host : hosts) {
      values[host] -= mean;
      squares += values[host] * values[host];
    }
    return Math.sqrt(squares / hosts.length);
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

  /** What a change of what is used on a host makes of the score. */
  private double change(int host, int memory, int vcpus, int demand) {
    double m = memory * perMib[host];
    double v = vcpus * perCore[host];
    double d = demand * perPercent[host];
    return memoryWeight * m * (2 * memoryOff[host] + m)
        + vcpusWeight * v * (2 * vcpusOff[host] + v)
        + demandWeight * d * (2 * demandOff[host] + d);
  }

  private double shiftChange(int block, int source, int target) {
    int memory = problem.memory[block];
    int vcpus = problem.vcpus[block];
    int demand = problem.demand[block];
    return change(source, -memory, -vcpus, -demand) + change(target, memory, vcpus, demand);
  }

  private void shift(int block, int source, int target) {
    arrangement.move(block, target);
    tell(source, -problem.memory[block], -problem.vcpus[block], -problem.demand[block]);
    tell(target, problem.memory[block], problem.vcpus[block], problem.demand[block]);
  }

  private void tell(int host, int memory, int vcpus, int demand) {
    memoryOff[host] += memory * perMib[host];
    vcpusOff[host] += vcpus * perCore[host];
    demandOff[host] += demand * perPercent[host];
  }

  // --- Exchanges
  // ------------------------------------------------------------------------------------

  /** Passes over all pairs of blocks that move, and of one that moves and one at its origin. */
  private void exchangeAmongMovers() {
    double last = Double.POSITIVE_INFINITY;
    measure(DEMAND_SHARE);
    for (int pass = 0; pass < MOST_PASSES && score < last * (1 - LAST_PASS); pass++) {
      last = score;
      // Exchanges with domains that stay make the list stale: whoever went back is passed over.
      int[] movers = movers();
      double worthALook = LOOKED_AT * score / hosts.length;
      for (int mover : movers) {
        if (isMoved(mover) && unevenness(arrangement.at[mover]) > worthALook) {
          exchangeWithAny(mover, movers);
        }
        exchangeWithOrigin(mover);
      }
      measure(DEMAND_SHARE);
    }
  }

  /** The innermost loop of all: most pairs are left after a look at two hosts' deviations. */
  private void exchangeWithAny(int one, int[] movers) {
    int memory = problem.memory[one];
    int vcpus = problem.vcpus[one];
    int demand = problem.demand[one];
    int a = arrangement.at[one];
    for (int other : movers) {
      int b = arrangement.at[other];
      int m = problem.memory[other] - memory;
      int v = problem.vcpus[other] - vcpus;
      int d = problem.demand[other] - demand;
      if ((m | v) != 0
          && a != b
          && b != problem.origin[other]
          && change(a, m, v, d) + change(b, -m, -v, -d) < -LEAST_GAIN
          && mayExchange(one, other)) {
        exchange(one, other);
        a = b;
      }
    }
  }

  private void exchangeWithOrigin(int block) {
    int origin = problem.origin[block];
    if (arrangement.at[block] == origin) {
      return;
    }
    for (int other : blocksOn(origin)) {
      if (isMovable(other)
          && !isMoved(other)
          && exchangeChange(block, other) < -LEAST_GAIN
          && mayExchange(block, other)) {
        exchange(block, other);
        return;
      }
    }
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

  /** A copy, for trying an exchange reorders what is on a host. */
  private int[] blocksOn(int host) {
    return Arrays.copyOf(arrangement.on[host], arrangement.counts[host]);
  }

  /**
   * Exchanges and shifts of blocks that are not on their way yet. An exchange gains at most what
   * its two hosts add to the score, so pairs of hosts that add less than two moves cost are left
   * out.
   */
  private boolean exchangeOfUnevenHosts() {
    measure(DEMAND_SHARE);
    boolean any = false;
    for (int host : hosts) {
      if (unevenness(host) > price / 2) {
        any |= bestOf(host);
      }
    }
    return any;
  }

  /** What a host adds to the score. */
  private double unevenness(int host) {
    return memoryWeight * memoryOff[host] * memoryOff[host]
        + vcpusWeight * vcpusOff[host] * vcpusOff[host]
        + demandWeight * demandOff[host] * demandOff[host];
  }

  private boolean bestOf(int host) {
    double own = unevenness(host);
    double best = -LEAST_GAIN;
    int bestOne = -1;
    int bestOther = -1;
    int[] blocks = blocksOn(host);
    for (int at : hosts) {
      if (at == host || own < price || own + unevenness(at) < 2 * price) {
        continue;
      }
      for (int other : blocksOn(at)) {
        for (int one : blocks) {
          double change = exchangeChange(one, other) + price * moreMoves(one, other);
          if (change < best && isMovable(one) && isMovable(other) && mayExchange(one, other)) {
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
        for (int block : blocksOn(source)) {
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

  private double exchangeChange(int one, int other) {
    int memory = problem.memory[other] - problem.memory[one];
    int vcpus = problem.vcpus[other] - problem.vcpus[one];
    int demand = problem.demand[other] - problem.demand[one];
    return change(arrangement.at[one], memory, vcpus, demand)
        + change(arrangement.at[other], -memory, -vcpus, -demand);
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
    int memory = problem.memory[other] - problem.memory[one];
    int vcpus = problem.vcpus[other] - problem.vcpus[one];
    int demand = problem.demand[other] - problem.demand[one];
    tell(a, memory, vcpus, demand);
    tell(b, -memory, -vcpus, -demand);
  }
}
