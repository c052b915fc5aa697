// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.transhume.api.model.Explanation;

/**
 * The order of moves. A step takes every move that may begin at once: a moving domain holds what it
 * needs at its target from the step's beginning and at its source until its end. When each of the
 * moves left waits for another, one domain goes through a spare host.
 */
final class Ordering {

  /**
   * A block on its way.
   *
   * @param block which one
   * @param from where it is
   * @param to where it goes next
   * @param parked whether it goes on from there
   */
  record Hop(int block, int from, int to, boolean parked) {}

  private final Problem problem;
  private final Arrangement now;
  private final int[] destination;
  private final boolean survives;
  private final int[] parkings;
  private final int[] leaving;
  private final int[] arriving;
  private final List<List<Hop>> steps = new ArrayList<>();
  private final List<Explanation> inTheWay = new ArrayList<>();

  Ordering(Problem problem, int[] destination) {
    this.problem = problem;
    this.destination = destination;
    now = new Arrangement(problem);
    survives = problem.hard.nPlusOne && now.notSurvived() < 0;
    parkings = new int[problem.blocks];
    leaving = new int[problem.hosts];
    arriving = new int[problem.hosts];
  }

  List<List<Hop>> steps() {
    return steps;
  }

  /** Puts all moves in order; false when that cannot be done, and then something is in the way. */
  boolean arrange() {
    List<Integer> pending = pending();
    while (!pending.isEmpty()) {
      List<Hop> step = step(pending);
      if (step.isEmpty() && !park(pending, step)) {
        explain(pending);
        return false;
      }
      finish(step);
      steps.add(step);
      pending.removeIf(block -> now.at[block] == destination[block]);
    }
    return true;
  }

  List<Explanation> inTheWay() {
    return inTheWay;
  }

  /** Busy hosts first, so that no source is left with a long queue at the end. */
  private List<Integer> pending() {
    int[] ends = new int[problem.hosts];
    List<Integer> moving = new ArrayList<>();
    for (int block = 0; block < problem.blocks; block++) {
      if (destination[block] != now.at[block]) {
        moving.add(block);
        ends[now.at[block]]++;
        ends[destination[block]]++;
      }
    }
    int[] queue = new int[problem.blocks];
    for (int block : moving) {
      queue[block] = Math.max(ends[now.at[block]], ends[destination[block]]);
    }
    moving.sort(Order.descending(queue, problem.memory));
    return moving;
  }

  private List<Hop> step(List<Integer> pending) {
    Arrays.fill(leaving, 0);
    Arrays.fill(arriving, 0);
    List<Hop> step = new ArrayList<>();
    int all = 0;
    for (int block : pending) {
      int to = destination[block];
      if (isWithinLimits(block, to, all) && now.admits(block, to)) {
        begin(step, new Hop(block, now.at[block], to, false));
        all += problem.size[block];
      }
    }
    return step;
  }

  private boolean isWithinLimits(int block, int to, int all) {
    int size = problem.size[block];
    int most = problem.limits.perCluster();
    return leaving[now.at[block]] + size <= problem.limits.perSource()
        && arriving[to] + size <= problem.limits.perTarget()
        && (most == 0 || all + size <= most);
  }

  private void begin(List<Hop> step, Hop hop) {
    now.add(hop.block(), hop.to(), 1);
    if (survives && !staysSurvivable(step, hop)) {
      now.add(hop.block(), hop.to(), -1);
      return;
    }
    leaving[hop.from()] += problem.size[hop.block()];
    arriving[hop.to()] += problem.size[hop.block()];
    step.add(hop);
  }

  /** Looks at the end of the step, when sources have let go. */
  private boolean staysSurvivable(List<Hop> step, Hop hop) {
    List<Hop> all = new ArrayList<>(step);
    all.add(hop);
    all.forEach(this::settle);
    boolean survivable = now.notSurvived() < 0;
    for (int i = all.size() - 1; i >= 0; i--) {
      Hop undone = all.get(i);
      now.move(undone.block(), undone.from());
      now.add(undone.block(), undone.to(), 1);
    }
    return survivable;
  }

  /** Ends a hop: what was counted at both ends is at the target only. */
  private void settle(Hop hop) {
    now.add(hop.block(), hop.to(), -1);
    now.move(hop.block(), hop.to());
  }

  private void finish(List<Hop> step) {
    step.forEach(this::settle);
  }

  /** Sends one block, the smallest that can go, out of the way of the others. */
  private boolean park(List<Integer> pending, List<Hop> step) {
    List<Integer> bySize = new ArrayList<>(pending);
    long[] reluctance = new long[problem.blocks];
    for (int block : pending) {
      reluctance[block] = (long) parkings[block] * Integer.MAX_VALUE + problem.memory[block];
    }
    bySize.sort(Order.ascending(reluctance));
    for (int block : bySize) {
      if (parkings[block] < 2 && isAwaited(block, pending)) {
        int spare = spare(block);
        if (spare >= 0) {
          parkings[block]++;
          begin(step, new Hop(block, now.at[block], spare, true));
          if (!step.isEmpty()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private boolean isAwaited(int block, List<Integer> pending) {
    return pending.stream().anyMatch(other -> destination[other] == now.at[block]);
  }

  /** The host with most memory left that takes the block and is nobody's only way. */
  private int spare(int block) {
    int best = -1;
    int most = -1;
    for (int host = 0; host < problem.hosts; host++) {
      int left = problem.hard.memoryLimit[host] - now.usedMemory[host];
      if (host != destination[block] && left > most && now.admits(block, host)) {
        best = host;
        most = left;
      }
    }
    return best;
  }

  private void explain(List<Integer> pending) {
    int block = pending.get(0);
    int to = destination[block];
    inTheWay.add(
        new Explanation(
            "CYCLE",
            pending.size()
                + " moves wait for one another, and no spare host takes one of their domains: "
                + problem.blockName(block)
                + " cannot go to "
                + problem.hostName(to)
                + " before another domain has left",
            Map.of(
                "moves", Integer.toString(pending.size()),
                "domain", problem.blockName(block),
                "host", problem.hostName(to))));
    new Refusals(now)
        .why(block, to).stream().map(Refusals.Refusal::explanation).forEach(inTheWay::add);
  }
}
