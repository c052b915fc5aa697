// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.internal;

/** How many members of each group are in each place, and how many hosts run domains. */
final class Tally {

  private final Rules rules;
  private final int[][] inZone;
  private final int[] placed;
  private final int[] online;

  Tally(Rules rules) {
    this.rules = rules;
    int groupings = rules.groupings.size();
    inZone = new int[groupings][];
    placed = new int[groupings];
    online = new int[rules.online.size()];
    for (int grouping = 0; grouping < groupings; grouping++) {
      inZone[grouping] = new int[rules.groupings.get(grouping).zones()];
    }
  }

  /** Counts a block at a host, or with -1 no longer. */
  void count(int block, int host, int sign) {
    int[] of = rules.groupingsOf[block];
    if (of != null) {
      for (int i = 0; i < of.length; i++) {
        int weight = sign * rules.weightsOf[block][i];
        inZone[of[i]][rules.groupings.get(of[i]).zone()[host]] += weight;
        placed[of[i]] += weight;
      }
    }
  }

  /** Tells that a host begins to run domains, or with -1 ends. */
  void used(int host, int sign) {
    for (int i = 0; i < online.length; i++) {
      if (rules.online.get(i).counted()[host]) {
        online[i] += sign;
      }
    }
  }

  int online(int index) {
    return online[index];
  }

  int inZoneOf(int grouping, int host) {
    return inZone[grouping][rules.groupings.get(grouping).zone()[host]];
  }

  /**
   * The first grouping of a block that forbids a host, or -1.
   *
   * @param at where the block is counted now; -1 for nowhere
   */
  int forbidding(int block, int at, int host) {
    int[] of = rules.groupingsOf[block];
    if (of == null) {
      return -1;
    }
    for (int i = 0; i < of.length; i++) {
      Rules.Grouping grouping = rules.groupings.get(of[i]);
      int[] zone = grouping.zone();
      if (at >= 0 && zone[at] == zone[host]) {
        continue;
      }
      int weight = rules.weightsOf[block][i];
      int there = inZone[of[i]][zone[host]];
      if (grouping.gathers()
          ? splits(of[i], zone, weight, at, there)
          : there + weight > grouping.most()) {
        return of[i];
      }
    }
    return -1;
  }

  /** Whether members would be left elsewhere, unless they are apart already and this helps. */
  private boolean splits(int grouping, int[] zone, int weight, int at, int there) {
    int others = at < 0 ? placed[grouping] : placed[grouping] - weight;
    if (there == others) {
      return false;
    }
    return at < 0 || there <= inZone[grouping][zone[at]] - weight;
  }

  /** Members beyond what a spread allows where a block is; 0 for none and for gathers. */
  int surplusAt(int grouping, int host) {
    Rules.Grouping rule = rules.groupings.get(grouping);
    return rule.gathers() ? 0 : Math.max(0, inZoneOf(grouping, host) - rule.most());
  }

  /** Whether a gathered group is apart. */
  boolean isApart(int grouping, int host) {
    return rules.groupings.get(grouping).gathers() && inZoneOf(grouping, host) < placed[grouping];
  }
}
