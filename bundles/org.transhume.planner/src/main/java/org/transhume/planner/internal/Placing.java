// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.internal;

/**
 * Finds hosts for blocks, one after the other. Where none has room, another block makes some: one
 * that moves anyway, or else the one with least memory.
 */
final class Placing {

  /** What speaks against a host that admits a block; the least wins, of equals the first. */
  interface Cost {
    double of(int block, int host);
  }

  private final Arrangement arrangement;
  private final Problem problem;
  private final int[] targets;
  private final Cost cost;
  private double bestCost;

  /**
   * Among these hosts.
   *
   * @param targets where a block may go
   */
  Placing(Arrangement arrangement, int[] targets, Cost cost) {
    this.arrangement = arrangement;
    this.problem = arrangement.problem;
    this.targets = targets;
    this.cost = cost;
  }

  /** Puts a block that is nowhere on the best host that takes it; false when there is none. */
  boolean place(int block) {
    int host = best(block, Arrangement.NOWHERE);
    if (host >= 0) {
      arrangement.put(block, host);
      return true;
    }
    return false;
  }

  /** The same, and where no host takes it makes room by moving another block. */
  boolean placeOrPush(int block) {
    return place(block) || push(block);
  }

  /** The best of the targets but one, or -1. */
  private int best(int block, int but) {
    int best = -1;
    int leastPenalty = Integer.MAX_VALUE;
    bestCost = Double.POSITIVE_INFINITY;
    for (int host : targets) {
      if (host != but && arrangement.admits(block, host)) {
        int penalty = arrangement.penalty(block, host);
        if (penalty <= leastPenalty) {
          double price = cost.of(block, host);
          if (penalty < leastPenalty || price < bestCost) {
            best = host;
            bestCost = price;
            leastPenalty = penalty;
          }
        }
      }
    }
    return best;
  }

  private boolean push(int block) {
    int pushed = -1;
    int from = -1;
    int to = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int host : targets) {
      if (problem.hard.closed[host] || problem.hard.denies(block, host)) {
        continue;
      }
      // Lifting and putting back reorders the host's blocks; a copy keeps what is looked at.
      int[] blocks = java.util.Arrays.copyOf(arrangement.on[host], arrangement.counts[host]);
      java.util.Arrays.sort(blocks);
      for (int other : blocks) {
        double price = pushCost(other);
        if (price < least && wouldFit(block, other, host)) {
          arrangement.lift(other);
          if (arrangement.admits(block, host)) {
            arrangement.put(block, host);
            int next = best(other, host);
            arrangement.lift(block);
            if (next >= 0) {
              least = price;
              pushed = other;
              from = host;
              to = next;
            }
          }
          arrangement.put(other, host);
        }
      }
    }
    if (pushed < 0) {
      return false;
    }
    arrangement.lift(pushed);
    arrangement.put(block, from);
    arrangement.put(pushed, to);
    return true;
  }

  private double pushCost(int block) {
    if (problem.fixedBy[block] != null) {
      return Double.POSITIVE_INFINITY;
    }
    boolean stays = arrangement.at[block] == problem.origin[block];
    double reluctance = problem.reluctant[block] ? Rules.UNLIMITED : 0;
    return problem.memory[block] + (stays ? Rules.UNLIMITED + reluctance : 0);
  }

  private boolean wouldFit(int block, int other, int host) {
    return arrangement.usedMemory[host] - problem.memory[other] + problem.memory[block]
            <= problem.hard.memoryLimit[host]
        && arrangement.usedDemand[host] - problem.demand[other] + problem.demand[block]
            <= problem.hard.demandLimit[host];
  }
}
