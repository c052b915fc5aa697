// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.transhume.api.model.Explanation;

/**
 * Moves the fewest blocks that bring every host below its limits, each to the host that has most
 * room left after it: so no target becomes the next hot spot.
 */
final class Relief implements Placing.Cost {

  private final Arrangement arrangement;
  private final Problem problem;
  private final Refusals refusals;
  private final List<Explanation> inTheWay = new ArrayList<>();

  Relief(Arrangement arrangement) {
    this.arrangement = arrangement;
    this.problem = arrangement.problem;
    this.refusals = new Refusals(arrangement);
  }

  /** Clears hosts above a limit, and what stands against a constraint. */
  Found relieve() {
    Violators violators = new Violators(arrangement).misplaced();
    boolean[] hot = new boolean[problem.hosts];
    for (int host = 0; host < problem.hosts; host++) {
      hot[host] = arrangement.isOver(host);
      if (hot[host]) {
        violators.excess(host);
      }
    }
    place(violators.found(), hot);
    List<Explanation> proof = refusals.clusterIsShort();
    if (!proof.isEmpty()) {
      return new Found(arrangement, proof);
    }
    for (int host = 0; host < problem.hosts; host++) {
      if (arrangement.isOver(host) && !relieveByOthers(host, hot)) {
        inTheWay.addAll(refusals.stillOver(host, cool(hot)));
      }
    }
    inTheWay.addAll(refusals.stillMisplaced());
    return new Found(arrangement, inTheWay);
  }

  /** Moves only what stands against a constraint on places. */
  Found repair() {
    place(new Violators(arrangement).misplaced().found(), new boolean[problem.hosts]);
    inTheWay.addAll(refusals.stillMisplaced());
    return new Found(arrangement, inTheWay);
  }

  /** Empties hosts. */
  Found drain(boolean[] drained) {
    Violators violators = new Violators(arrangement);
    for (int host = 0; host < problem.hosts; host++) {
      if (drained[host]) {
        inTheWay.addAll(refusals.fixedOn(host));
        violators.all(host);
      }
    }
    List<Integer> left = place(violators.found(), drained);
    for (int block : left) {
      inTheWay.addAll(refusals.nowhere(block, cool(drained)));
    }
    return new Found(arrangement, inTheWay);
  }

  /** Puts a block that is nowhere on the least crowded of these hosts. */
  boolean place(int block, int[] hosts) {
    return new Placing(arrangement, hosts, this).place(block);
  }

  /** Places blocks on other hosts than those, and answers which ones stay where they were. */
  private List<Integer> place(List<Integer> movers, boolean[] avoided) {
    List<Integer> ordered = new ArrayList<>(movers);
    ordered.sort(Order.descending(problem.demand, problem.memory));
    int[] before = new int[problem.blocks];
    for (int block : ordered) {
      before[block] = arrangement.at[block];
      arrangement.lift(block);
    }
    Placing placing = new Placing(arrangement, cool(avoided), this);
    List<Integer> left = new ArrayList<>();
    for (int block : ordered) {
      if (!placing.place(block)) {
        left.add(block);
      }
    }
    if (!left.isEmpty()) {
      List<Integer> rest = new ArrayList<>();
      for (int block : left) {
        boolean mayReturn = !avoided[before[block]];
        if (!placing.placeOrPush(block) && !(mayReturn && place(block, all()))) {
          rest.add(block);
        }
      }
      rest.forEach(block -> arrangement.put(block, before[block]));
      return rest;
    }
    return left;
  }

  /** Where the fewest do not find room: whatever does, the greatest demand first. */
  private boolean relieveByOthers(int host, boolean[] hot) {
    Placing placing = new Placing(arrangement, cool(hot), this);
    List<Integer> blocks = new ArrayList<>();
    for (int i = 0; i < arrangement.counts[host]; i++) {
      blocks.add(arrangement.on[host][i]);
    }
    blocks.sort(Order.descending(problem.demand, problem.memory));
    for (int block : blocks) {
      if (arrangement.isOver(host) && problem.fixedBy[block] == null) {
        arrangement.lift(block);
        if (!placing.placeOrPush(block)) {
          arrangement.put(block, host);
        }
      }
    }
    return !arrangement.isOver(host);
  }

  /** How full a host is with a block on it: the share of the scarcer of demand and memory. */
  @Override
  public double of(int block, int host) {
    return fullness(host, problem.demand[block], problem.memory[block]);
  }

  @Override
  public double ofHost(int host) {
    return fullness(host, 0, 0);
  }

  @Override
  public double ofBlock(int block) {
    return 0;
  }

  private double fullness(int host, int moreDemand, int moreMemory) {
    Rules rules = problem.hard;
    int processors = Math.min(rules.demandLimit[host], problem.processors[host]);
    double demand = (double) (arrangement.usedDemand[host] + moreDemand) / processors;
    double memory =
        (double) (arrangement.usedMemory[host] + moreMemory) / Math.max(1, rules.memoryLimit[host]);
    return Math.max(demand, memory);
  }

  private int[] cool(boolean[] avoided) {
    int[] hosts = new int[problem.hosts];
    int count = 0;
    for (int host = 0; host < problem.hosts; host++) {
      if (!avoided[host]) {
        hosts[count++] = host;
      }
    }
    return Arrays.copyOf(hosts, count);
  }

  private int[] all() {
    return cool(new boolean[problem.hosts]);
  }
}
