// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.transhume.planner.constraint.Ban;
import org.transhume.planner.constraint.Constraint;
import org.transhume.planner.constraint.Fence;
import org.transhume.planner.constraint.MaxOnline;

/** Constraints of one strength as arrays: by host, by block, and by group. */
final class Rules {

  /** Above every sum of demands, and with room for one more before it overflows. */
  static final int UNLIMITED = Integer.MAX_VALUE / 2;

  final int[] memoryLimit;
  final int[] demandLimit;
  final int[] vcpusLimit;
  final boolean[] closed;

  /** For each block the hosts that it must not be on, as a bit set; null where it may be on any. */
  final long[][] denied;

  /** Bans and fences by block, for explanations; null where there are none. */
  final List<Constraint>[] denials;

  final List<Grouping> groupings = new ArrayList<>();
  final List<Online> online = new ArrayList<>();
  boolean nPlusOne;

  /** The groupings that each block belongs to; null for none. */
  final int[][] groupingsOf;

  /** With how many members it belongs to each of them. */
  final int[][] weightsOf;

  /**
   * Members of a group and where they may be.
   *
   * @param constraint what was asked for
   * @param zone the place of each host
   * @param zones how many places there are
   * @param most members in one place; 0 when all shall be in one
   * @param members how many members each block has, by block
   */
  record Grouping(
      Constraint constraint, int[] zone, int zones, int most, Map<Integer, Integer> members) {

    boolean gathers() {
      return most == 0;
    }
  }

  /**
   * A limit on hosts with domains.
   *
   * @param constraint what was asked for
   * @param counted which hosts count
   */
  record Online(MaxOnline constraint, boolean[] counted) {}

  @SuppressWarnings({"unchecked", "rawtypes"})
  Rules(int hosts, int blocks) {
    memoryLimit = filled(hosts);
    demandLimit = filled(hosts);
    vcpusLimit = filled(hosts);
    closed = new boolean[hosts];
    denied = new long[blocks][];
    denials = new List[blocks];
    groupingsOf = new int[blocks][];
    weightsOf = new int[blocks][];
  }

  private static int[] filled(int hosts) {
    int[] limits = new int[hosts];
    Arrays.fill(limits, UNLIMITED);
    return limits;
  }

  void deny(int block, Constraint why, boolean[] hosts) {
    if (denied[block] == null) {
      denied[block] = new long[(hosts.length + Long.SIZE - 1) / Long.SIZE];
      denials[block] = new ArrayList<>();
    }
    for (int host = 0; host < hosts.length; host++) {
      if (hosts[host]) {
        denied[block][host / Long.SIZE] |= 1L << host;
      }
    }
    denials[block].add(why);
  }

  boolean denies(int block, int host) {
    long[] bits = denied[block];
    return bits != null && (bits[host / Long.SIZE] & 1L << host) != 0;
  }

  void group(Grouping grouping) {
    int index = groupings.size();
    groupings.add(grouping);
    for (Map.Entry<Integer, Integer> member : grouping.members().entrySet()) {
      int block = member.getKey();
      groupingsOf[block] = appended(groupingsOf[block], index);
      weightsOf[block] = appended(weightsOf[block], member.getValue());
    }
  }

  private static int[] appended(int[] before, int value) {
    int[] after = before == null ? new int[1] : Arrays.copyOf(before, before.length + 1);
    after[after.length - 1] = value;
    return after;
  }

  /**
   * The ban or fence that keeps a block from a host; of several the first in the order of texts.
   */
  Constraint denial(int block, String host) {
    Constraint first = null;
    for (Constraint constraint : denials[block]) {
      boolean forbids =
          constraint instanceof Ban ban
              ? ban.hosts().contains(host)
              : !((Fence) constraint).hosts().contains(host);
      if (forbids && (first == null || constraint.text().compareTo(first.text()) < 0)) {
        first = constraint;
      }
    }
    if (first == null) {
      throw new IllegalArgumentException("nothing keeps block " + block + " from " + host);
    }
    return first;
  }
}
