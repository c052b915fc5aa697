// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.consolidate.internal;

import java.util.List;
import org.transhume.planner.fleet.DemandSettings;
import org.transhume.spi.policy.Parameter;
import org.transhume.spi.policy.PolicyContext;

/**
 * How this policy is steered.
 *
 * @param fill how far processors of a host are given away when domains are packed, 0 to 1
 * @param high the expected load from which a host is relieved, 0 to 1
 * @param demand what is expected of domains, and kept free of them
 * @param spare empty hosts that stay powered up
 * @param idleMillis that a host is empty before it is powered down
 * @param movesPerHost most moves that emptying one host may cost
 * @param share of the used hosts that may be emptied in one round; at least one is
 */
record Settings(
    double fill,
    double high,
    DemandSettings demand,
    int spare,
    long idleMillis,
    int movesPerHost,
    double share) {

  static final String FILL = "fillPercent";
  static final String HIGH = "highPercent";
  static final String SPARE = "spareHosts";
  static final String IDLE = "idleMinutes";
  static final String MOVES = "movesPerEmptiedHost";
  static final String SHARE = "emptiedPercent";

  private static final double PERCENT = 100;

  static List<Parameter> declared() {
    return DemandSettings.declaredAfter(
        new Parameter(
            FILL,
            "How far the processors of a host are given away when domains are packed.",
            80,
            10,
            100),
        new Parameter(
            HIGH, "Expected load in per cent from which a host is relieved.", 92, 10, 100),
        new Parameter(SPARE, "Empty hosts that stay powered up.", 1, 0, 1000),
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
        DemandSettings.of(context),
        (int) context.parameter(SPARE),
        DemandSettings.millis(context, IDLE),
        (int) context.parameter(MOVES),
        context.parameter(SHARE) / PERCENT);
  }
}
