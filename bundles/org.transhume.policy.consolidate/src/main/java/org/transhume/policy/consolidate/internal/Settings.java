// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.consolidate.internal;

import java.util.List;
import org.transhume.spi.policy.Parameter;
import org.transhume.spi.policy.PolicyContext;

/**
 * How this policy is steered.
 *
 * @param fill how far processors of a host are given away when domains are packed, 0 to 1
 * @param high the expected load from which a host is relieved, 0 to 1
 * @param deviations how many mean distances are added to what a domain is expected to want
 * @param memoryMillis after which a sample counts for a third of what it did
 * @param learningMillis that demand is watched before anything is packed
 * @param spare empty hosts that stay powered up
 * @param reserveMebibytes memory of each host that no domain gets
 * @param idleMillis that a host is empty before it is powered down
 * @param movesPerHost most moves that emptying one host may cost
 * @param share of the used hosts that may be emptied in one round; at least one is
 */
record Settings(
    double fill,
    double high,
    double deviations,
    long memoryMillis,
    long learningMillis,
    int spare,
    int reserveMebibytes,
    long idleMillis,
    int movesPerHost,
    double share) {

  static final String FILL = "fillPercent";
  static final String HIGH = "highPercent";
  static final String BURSTS = "burstDeviations";
  static final String MEMORY = "memoryMinutes";
  static final String LEARNING = "learningMinutes";
  static final String SPARE = "spareHosts";
  static final String RESERVE = "reserveMebibytes";
  static final String IDLE = "idleMinutes";
  static final String MOVES = "movesPerEmptiedHost";
  static final String SHARE = "emptiedPercent";

  private static final double PERCENT = 100;
  private static final double MILLIS_PER_MINUTE = 60_000;

  static List<Parameter> declared() {
    return List.of(
        new Parameter(
            FILL,
            "How far the processors of a host are given away when domains are packed.",
            80,
            10,
            100),
        new Parameter(
            HIGH, "Expected load in per cent from which a host is relieved.", 92, 10, 100),
        new Parameter(
            BURSTS,
            "How many times a domain's mean distance from its mean demand is added to that mean.",
            0.3,
            0,
            10),
        new Parameter(
            MEMORY,
            "Minutes after which a sample counts for a third of what it did in the mean.",
            50,
            1,
            10_000),
        new Parameter(
            LEARNING, "Minutes that demand is watched before anything is packed.", 10, 0, 10_000),
        new Parameter(SPARE, "Empty hosts that stay powered up.", 1, 0, 1000),
        new Parameter(
            RESERVE, "Mebibytes of memory of each host that no domain gets.", 64, 0, 1 << 20),
        new Parameter(
            IDLE, "Minutes that a host is empty before it is powered down.", 5, 0, 10_000),
        new Parameter(MOVES, "Most moves that emptying one host may cost.", 40, 1, 10_000),
        new Parameter(
            SHARE, "Share of the used hosts emptied in one round, in per cent.", 50, 0, 100));
  }

  static Settings of(PolicyContext context) {
    double high = context.parameter(HIGH) / PERCENT;
    return new Settings(
        Math.min(context.parameter(FILL) / PERCENT, high),
        high,
        context.parameter(BURSTS),
        millis(context, MEMORY),
        millis(context, LEARNING),
        (int) context.parameter(SPARE),
        (int) context.parameter(RESERVE),
        millis(context, IDLE),
        (int) context.parameter(MOVES),
        context.parameter(SHARE) / PERCENT);
  }

  private static long millis(PolicyContext context, String minutes) {
    return Math.round(context.parameter(minutes) * MILLIS_PER_MINUTE);
  }
}
