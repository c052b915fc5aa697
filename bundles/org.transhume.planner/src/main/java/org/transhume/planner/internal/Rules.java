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

  /** Members of a group and where they may be. */
  static final class Grouping {

    private final Constraint constraint;
    private final int[] zone;
    private final int zones;
    private final int most;
    private final Map<Integer, Integer> members;

    /**
     * Of one constraint.
     *
     * @param constraint what was asked for
     * @param zone the place of each host
     * @param most members in one place; 0 when all shall be in one
     * @param members how many members each block has, by block
     */
    Grouping(Constraint constraint, int[] zone, int most, Map<Integer, Integer> members) {
      this.constraint = constraint;
      this.zone = zone;
      this.most = most;
      this.members = members;
      int places = 0;
      for (int place : zone) {
        places = Math.max(places, place + 1);
      }
      zones = places;
    }

    Constraint constraint() {
      return constraint;
    }

    int[] zone() {
      return zone;
    }

    int zones() {
      return zones;
    }

    int most() {
      return most;
    }

    Map<Integer, Integer> members() {
      return members;
    }

    boolean gathers() {
      return most == 0;
    }
  }

  /** A limit on hosts with domains. */
  static final class Online {

    private final MaxOnline constraint;
    private final boolean[] counted;

    Online(MaxOnline constraint, boolean[] counted) {
      this.constraint = constraint;
      this.counted = counted;
    }

    MaxOnline constraint() {
      return constraint;
    }

    boolean[] counted() {
      return counted;
    }
  }

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
