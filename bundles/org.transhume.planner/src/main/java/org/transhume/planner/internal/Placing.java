// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.internal;

import java.util.Arrays;

/**
 * Finds hosts for blocks, one after the other. Where none has room, another block makes some: one
 * that moves anyway, or else the one with least memory.
 */
final class Placing {

  private static final int NO_TARGET = -1;

  /**
   * What speaks against a host that admits a block; the least wins. It is never less than what host
   * and block come to alone, which is what spares a look at most hosts.
   */
  interface Cost {
    double of(int block, int host);

    double ofHost(int host);

    double ofBlock(int block);
  }

  private final Arrangement arrangement;
  private final Problem problem;
  private final Cost cost;

  /** By what each host alone costs. */
  private final int[] targets;

  private final double[] alone;
  private final int[] rank;

  /**
   * Among these hosts.
   *
   * @param targets where a block may go
   */
  Placing(Arrangement arrangement, int[] targets, Cost cost) {
    this.arrangement = arrangement;
    this.problem = arrangement.problem;
    this.cost = cost;
    alone = new double[problem.hosts];
    rank = new int[problem.hosts];
    Arrays.fill(rank, NO_TARGET);
    Integer[] ordered = new Integer[targets.length];
    for (int i = 0; i < targets.length; i++) {
      ordered[i] = targets[i];
      alone[targets[i]] = cost.ofHost(targets[i]);
    }
    Arrays.sort(ordered, this::compare);
    this.targets = new int[targets.length];
    for (int i = 0; i < targets.length; i++) {
      this.targets[i] = ordered[i];
      rank[ordered[i]] = i;
    }
  }

  private int compare(int one, int other) {
    int order = Double.compare(alone[one], alone[other]);
    return order != 0 ? order : Integer.compare(one, other);
  }

  /** Puts a host back in its order after what it costs has changed. */
  private void update(int host) {
    int at = rank[host];
    if (at == NO_TARGET) {
      return;
    }
    alone[host] = cost.ofHost(host);
    while (at > 0 && compare(targets[at - 1], host) > 0) {
      set(at, targets[at - 1]);
      at--;
    }
    while (at < targets.length - 1 && compare(targets[at + 1], host) < 0) {
      set(at, targets[at + 1]);
      at++;
    }
    set(at, host);
  }

  private void set(int at, int host) {
    targets[at] = host;
    rank[host] = at;
  }

  private void put(int block, int host) {
    arrangement.put(block, host);
    update(host);
  }

  /** Puts a block that is nowhere on the best host that takes it; false when there is none. */
  boolean place(int block) {
    int host = best(block, Arrangement.NOWHERE);
    if (host >= 0) {
      put(block, host);
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
    double bestCost = Double.POSITIVE_INFINITY;
    double own = cost.ofBlock(block);
    for (int host : targets) {
      if (leastPenalty == 0 && own + alone[host] >= bestCost) {
        break;
      }
      if (host != but && arrangement.admits(block, host)) {
        int penalty = arrangement.penalty(block, host);
        double price = cost.of(block, host);
        if (penalty < leastPenalty || (penalty == leastPenalty && price < bestCost)) {
          best = host;
          bestCost = price;
          leastPenalty = penalty;
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
      int[] blocks = Arrays.copyOf(arrangement.on[host], arrangement.counts[host]);
      Arrays.sort(blocks);
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
    put(block, from);
    put(pushed, to);
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
