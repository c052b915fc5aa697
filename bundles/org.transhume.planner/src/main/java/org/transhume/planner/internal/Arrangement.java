// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.internal;

import java.util.Arrays;

/** Which block is on which host, with the sums that this makes: the search's working state. */
final class Arrangement {

  /** Where a block is that was taken up and not yet put down. */
  static final int NOWHERE = -1;

  final Problem problem;
  final int[] at;
  final int[] usedMemory;
  final int[] usedDemand;
  final int[] usedVcpus;

  /** Domains on each host. */
  final int[] guests;

  /** Blocks on each host, in no order; only the first {@link #counts} are valid. */
  final int[][] on;

  final int[] counts;

  private final int[] slot;
  private final Tally hard;
  private final Tally soft;
  private final boolean softRules;

  /** The cluster as it stands. */
  Arrangement(Problem problem) {
    this.problem = problem;
    at = new int[problem.blocks];
    slot = new int[problem.blocks];
    usedMemory = new int[problem.hosts];
    usedDemand = new int[problem.hosts];
    usedVcpus = new int[problem.hosts];
    guests = new int[problem.hosts];
    counts = new int[problem.hosts];
    on = new int[problem.hosts][];
    hard = new Tally(problem.hard);
    soft = new Tally(problem.soft);
    softRules = hasSoftRules(problem);
    int[] expected = new int[problem.hosts];
    for (int host : problem.origin) {
      expected[host]++;
    }
    for (int host = 0; host < problem.hosts; host++) {
      on[host] = new int[expected[host] + 2];
    }
    Arrays.fill(at, NOWHERE);
    for (int block = 0; block < problem.blocks; block++) {
      put(block, problem.origin[block]);
    }
  }

  private static boolean hasSoftRules(Problem problem) {
    Rules rules = problem.soft;
    boolean[] some = {!rules.groupings.isEmpty() || !rules.online.isEmpty()};
    for (int host = 0; host < problem.hosts; host++) {
      some[0] |=
          rules.closed[host]
              || rules.memoryLimit[host] < Rules.UNLIMITED
              || rules.demandLimit[host] < Rules.UNLIMITED
              || rules.vcpusLimit[host] < Rules.UNLIMITED;
    }
    for (long[] denied : rules.denied) {
      some[0] |= denied != null;
    }
    return some[0];
  }

  Tally hardTally() {
    return hard;
  }

  void put(int block, int host) {
    at[block] = host;
    int count = counts[host];
    if (count == on[host].length) {
      on[host] = Arrays.copyOf(on[host], 2 * count);
    }
    on[host][count] = block;
    slot[block] = count;
    counts[host]++;
    add(block, host, 1);
  }

  void lift(int block) {
    int host = at[block];
    int last = on[host][--counts[host]];
    on[host][slot[block]] = last;
    slot[last] = slot[block];
    at[block] = NOWHERE;
    add(block, host, -1);
  }

  void move(int block, int host) {
    lift(block);
    put(block, host);
  }

  /** Counts what a block takes at a host, or with -1 no longer, wherever it stands. */
  void add(int block, int host, int sign) {
    if (guests[host] == 0) {
      hard.used(host, 1);
      soft.used(host, 1);
    }
    usedMemory[host] += sign * problem.memory[block];
    usedDemand[host] += sign * problem.demand[block];
    usedVcpus[host] += sign * problem.vcpus[block];
    guests[host] += sign * problem.size[block];
    if (guests[host] == 0) {
      hard.used(host, -1);
      soft.used(host, -1);
    }
    hard.count(block, host, sign);
    soft.count(block, host, sign);
  }

  /** Whether no hard constraint but N+1 speaks against a block on a host. */
  boolean admits(int block, int host) {
    return host != at[block]
        && fits(problem.hard, block, host)
        && allows(problem.hard, hard, block, host);
  }

  private boolean fits(Rules rules, int block, int host) {
    return usedMemory[host] + problem.memory[block] <= rules.memoryLimit[host]
        && usedDemand[host] + problem.demand[block] <= rules.demandLimit[host]
        && usedVcpus[host] + problem.vcpus[block] <= rules.vcpusLimit[host];
  }

  /** What does not depend on how much room there is. */
  boolean allows(int block, int host) {
    return allows(problem.hard, hard, block, host);
  }

  private boolean allows(Rules rules, Tally tally, int block, int host) {
    if (rules.closed[host] || rules.denies(block, host)) {
      return false;
    }
    if (guests[host] == 0) {
      for (int i = 0; i < rules.online.size(); i++) {
        Rules.Online online = rules.online.get(i);
        if (online.counted()[host] && tally.online(i) >= online.constraint().most()) {
          return false;
        }
      }
    }
    return tally.forbidding(block, at[block], host) < 0;
  }

  /** How many kinds of soft constraint a block on a host breaks. */
  int penalty(int block, int host) {
    if (!softRules) {
      return 0;
    }
    int broken = 0;
    if (!fits(problem.soft, block, host)) {
      broken++;
    }
    if (!allows(problem.soft, soft, block, host)) {
      broken++;
    }
    return broken;
  }

  /** Whether a host is above one of its hard limits. */
  boolean isOver(int host) {
    Rules rules = problem.hard;
    return usedMemory[host] > rules.memoryLimit[host]
        || usedDemand[host] > rules.demandLimit[host]
        || usedVcpus[host] > rules.vcpusLimit[host];
  }

  /** Hosts that run domains. */
  int hostsUsed() {
    int used = 0;
    for (int count : guests) {
      used += count > 0 ? 1 : 0;
    }
    return used;
  }

  /** The host of each domain, by index. */
  int[] placement() {
    int[] placement = new int[problem.cluster.domains().size()];
    for (int domain = 0; domain < placement.length; domain++) {
      placement[domain] = at[problem.blockOf(domain)];
    }
    return placement;
  }

  /**
   * The first host whose domains would find no memory on the others if it died, or -1; see {@link
   * org.transhume.planner.constraint.NPlusOne}.
   */
  int notSurvived() {
    int[] domains = new int[problem.cluster.domains().size()];
    for (int dead = 0; dead < problem.hosts; dead++) {
      if (guests[dead] > 0 && !survives(dead, domains)) {
        return dead;
      }
    }
    return -1;
  }

  private boolean survives(int dead, int[] memories) {
    int count = 0;
    for (int i = 0; i < counts[dead]; i++) {
      for (int domain : problem.members[on[dead][i]]) {
        memories[count++] = -problem.cluster.domains().get(domain).memoryMib();
      }
    }
    Arrays.sort(memories, 0, count);
    int[] taken = new int[problem.hosts];
    for (int i = 0; i < count; i++) {
      int best = -1;
      int room = -1;
      for (int host = 0; host < problem.hosts; host++) {
        int left = problem.hard.memoryLimit[host] - usedMemory[host] - taken[host];
        if (host != dead && !problem.hard.closed[host] && left > room) {
          best = host;
          room = left;
        }
      }
      if (best < 0 || room < -memories[i]) {
        return false;
      }
      taken[best] -= memories[i];
    }
    return true;
  }
}
