// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Blocks that have to leave where they are: those on a host that a ban or a fence forbids, surplus
 * members of spread groups, gathered ones that are apart, and the fewest that clear what a host has
 * too much.
 */
final class Violators {

  private final Arrangement arrangement;
  private final Problem problem;
  private final boolean[] marked;
  private final int[] negativeMemory;
  private final List<Integer> found = new ArrayList<>();

  Violators(Arrangement arrangement) {
    this.arrangement = arrangement;
    this.problem = arrangement.problem;
    marked = new boolean[problem.blocks];
    negativeMemory = new int[problem.blocks];
    for (int block = 0; block < problem.blocks; block++) {
      negativeMemory[block] = -problem.memory[block];
    }
  }

  /** What was found, in the order in which it was. */
  List<Integer> found() {
    return found;
  }

  boolean isMarked(int block) {
    return marked[block];
  }

  /** Marks a block, unless something keeps it where it is. */
  void mark(int block) {
    if (!marked[block] && problem.fixedBy[block] == null) {
      marked[block] = true;
      found.add(block);
    }
  }

  /** Marks those against which a constraint on places speaks. */
  Violators misplaced() {
    Rules rules = problem.hard;
    for (int block = 0; block < problem.blocks; block++) {
      if (rules.denied[block] != null && rules.denies(block, arrangement.at[block])) {
        mark(block);
      }
    }
    for (int i = 0; i < rules.groupings.size(); i++) {
      if (rules.groupings.get(i).gathers()) {
        markApart(i);
      } else {
        markSurplus(i);
      }
    }
    return this;
  }

  private void markSurplus(int index) {
    Rules.Grouping grouping = rules(index);
    for (int block : grouping.members().keySet()) {
      int host = arrangement.at[block];
      if (arrangement.hardTally().surplusAt(index, host) > 0
          && block == firstIn(grouping, grouping.zone()[host])) {
        List<Integer> members = new ArrayList<>(in(grouping, grouping.zone()[host]));
        members.sort(this::compareSurplus);
        int surplus = arrangement.hardTally().surplusAt(index, host);
        for (int member : members) {
          if (surplus > 0 && problem.fixedBy[member] == null) {
            mark(member);
            surplus -= grouping.members().get(member);
          }
        }
      }
    }
  }

  /** First what moves anyway, then what helps a hot host most, then what costs least. */
  private int compareSurplus(int one, int other) {
    long first = surplusCost(one);
    long second = surplusCost(other);
    return first != second ? Long.compare(first, second) : Integer.compare(one, other);
  }

  private long surplusCost(int block) {
    if (marked[block]) {
      return Long.MIN_VALUE;
    }
    return isHot(block) ? -1L - problem.demand[block] : cost(block);
  }

  private boolean isHot(int block) {
    int host = arrangement.at[block];
    return arrangement.usedDemand[host] > problem.hard.demandLimit[host];
  }

  private void markApart(int index) {
    Rules.Grouping grouping = rules(index);
    int main = -1;
    long most = -1;
    for (int block : grouping.members().keySet()) {
      int zone = grouping.zone()[arrangement.at[block]];
      long weight = 0;
      for (int member : in(grouping, zone)) {
        weight += problem.fixedBy[member] == null ? 1 + problem.memory[member] : Integer.MAX_VALUE;
      }
      if (weight > most) {
        most = weight;
        main = zone;
      }
    }
    for (int block : grouping.members().keySet()) {
      if (grouping.zone()[arrangement.at[block]] != main) {
        mark(block);
      }
    }
  }

  private Rules.Grouping rules(int index) {
    return problem.hard.groupings.get(index);
  }

  private List<Integer> in(Rules.Grouping grouping, int zone) {
    return grouping.members().keySet().stream()
        .filter(block -> grouping.zone()[arrangement.at[block]] == zone)
        .toList();
  }

  private int firstIn(Rules.Grouping grouping, int zone) {
    for (int block : grouping.members().keySet()) {
      if (grouping.zone()[arrangement.at[block]] == zone) {
        return block;
      }
    }
    return -1;
  }

  private long cost(int block) {
    return problem.memory[block] + (problem.reluctant[block] ? (long) Rules.UNLIMITED : 0);
  }

  /** Marks all blocks of a host. */
  void all(int host) {
    int[] blocks = Arrays.copyOf(arrangement.on[host], arrangement.counts[host]);
    Arrays.sort(blocks);
    for (int block : blocks) {
      mark(block);
    }
  }

  /** Marks the fewest blocks that bring a host below its limits, those with least memory first. */
  void excess(int host) {
    Rules rules = problem.hard;
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < arrangement.counts[host]; i++) {
      int block = arrangement.on[host][i];
      if (!marked[block] && problem.fixedBy[block] == null) {
        rest.add(block);
      }
    }
    // One limit after the other: what clears the first also counts for the next.
    clear(host, rest, problem.memory, arrangement.usedMemory[host] - rules.memoryLimit[host]);
    clear(host, rest, problem.demand, arrangement.usedDemand[host] - rules.demandLimit[host]);
    clear(host, rest, problem.vcpus, arrangement.usedVcpus[host] - rules.vcpusLimit[host]);
  }

  private int leftOf(int host, int excess, int[] weight) {
    int left = excess;
    for (int i = 0; i < arrangement.counts[host]; i++) {
      int block = arrangement.on[host][i];
      left -= marked[block] ? weight[block] : 0;
    }
    return left;
  }

  /** Marks the fewest blocks with so much weight together, and of those sets one that is cheap. */
  private void clear(int host, List<Integer> candidates, int[] weight, int before) {
    int excess = leftOf(host, before, weight);
    if (excess <= 0) {
      return;
    }
    List<Integer> rest = new ArrayList<>(candidates);
    rest.removeIf(block -> marked[block]);
    rest.sort(Order.descending(weight, negativeMemory));
    List<Integer> chosen = new ArrayList<>();
    long sum = 0;
    while (sum < excess && !rest.isEmpty()) {
      int next = rest.remove(0);
      chosen.add(next);
      sum += weight[next];
    }
    boolean cheaper = sum >= excess;
    while (cheaper) {
      cheaper = false;
      long best = 0;
      int out = -1;
      int in = -1;
      for (int i = 0; i < chosen.size(); i++) {
        for (int j = 0; j < rest.size(); j++) {
          long saved = cost(chosen.get(i)) - cost(rest.get(j));
          if (saved > best && sum - weight[chosen.get(i)] + weight[rest.get(j)] >= excess) {
            best = saved;
            out = i;
            in = j;
            cheaper = true;
          }
        }
      }
      if (cheaper) {
        sum += weight[rest.get(in)] - weight[chosen.get(out)];
        int back = chosen.set(out, rest.get(in));
        rest.set(in, back);
      }
    }
    chosen.forEach(this::mark);
  }
}
