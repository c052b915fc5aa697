// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.replicas.internal;

import java.util.List;
import org.transhume.planner.fleet.DemandSettings;
import org.transhume.spi.policy.Parameter;
import org.transhume.spi.policy.PolicyContext;

/**
 * How this policy is steered.
 *
 * @param minimum fewest replicas of a service
 * @param maximum most replicas of a service
 * @param high the expected load of replicas from which one is started, 0 to 1
 * @param low the load that replicas may be expected to have after others were stopped; below high
 * @param aheadMillis how far ahead load is expected
 * @param memoryMillis for which load is remembered
 * @param deviations how many mean distances are added to the line through what was remembered
 * @param quietMillis that replicas are surplus before any is stopped, and again before the next are
 * @param share of the replicas that may be stopped at a time; at least one is
 * @param goneMillis after which a replica that was to stop and still runs counts again
 * @param fill how far processors of a host are given away to replicas, 0 to 1
 * @param reserveMebibytes memory of each host that no replica gets
 * @param powers whether hosts are powered up and down
 * @param spare empty hosts that stay powered up
 * @param idleMillis that a host is empty before it is powered down
 */
record Settings(
    int minimum,
    int maximum,
    double high,
    double low,
    long aheadMillis,
    long memoryMillis,
    double deviations,
    long quietMillis,
    double share,
    long goneMillis,
    double fill,
    int reserveMebibytes,
    boolean powers,
    int spare,
    long idleMillis) {

  static final String MINIMUM = "minimumReplicas";
  static final String MAXIMUM = "maximumReplicas";
  static final String HIGH = "highPercent";
  static final String LOW = "lowPercent";
  static final String AHEAD = "aheadMinutes";
  static final String MEMORY = "memoryMinutes";
  static final String BURSTS = "burstDeviations";
  static final String QUIET = "quietMinutes";
  static final String SHARE = "stoppedPercent";
  static final String GONE = "goneMinutes";
  static final String FILL = "fillPercent";
  static final String POWERS = "powersHosts";
  static final String SPARE = "spareHosts";
  static final String IDLE = "idleMinutes";

  private static final double PERCENT = 100;

  static List<Parameter> declared() {
    return List.of(
        new Parameter(MINIMUM, "Fewest replicas of each service.", 2, 1, 10_000),
        new Parameter(MAXIMUM, "Most replicas of each service.", 1000, 1, 10_000),
        new Parameter(
            HIGH, "Expected load of replicas in per cent from which one is started.", 70, 10, 100),
        new Parameter(
            LOW,
            "Load in per cent that replicas may be expected to have after others were stopped.",
            55,
            5,
            95),
        new Parameter(AHEAD, "Minutes ahead for which load is expected.", 5, 0, 120),
        new Parameter(MEMORY, "Minutes for which load is remembered.", 15, 2, 240),
        new Parameter(
            BURSTS,
            "How many times the mean distance from the line through what is remembered is added.",
            2,
            0,
            10),
        new Parameter(
            QUIET,
            "Minutes that replicas are surplus before any is stopped, and again before the next.",
            10,
            0,
            1440),
        new Parameter(SHARE, "Share of the replicas stopped at a time, in per cent.", 20, 1, 100),
        new Parameter(
            GONE,
            "Minutes after which a replica that was to stop and still runs counts again.",
            90,
            1,
            1440),
        new Parameter(
            FILL, "How far the processors of a host are given away to replicas.", 80, 10, 100),
        new Parameter(
            DemandSettings.RESERVE,
            "Mebibytes of memory of each host that no replica gets.",
            64,
            0,
            1 << 20),
        new Parameter(POWERS, "1 to power hosts up and down, 0 to leave them.", 1, 0, 1),
        new Parameter(SPARE, "Empty hosts that stay powered up.", 1, 0, 1000),
        new Parameter(
            IDLE, "Minutes that a host is empty before it is powered down.", 5, 0, 10_000));
  }

  /** A maximum below the minimum counts as the minimum, a low above nine tenths of high as that. */
  static Settings of(PolicyContext context) {
    int minimum = (int) context.parameter(MINIMUM);
    double high = context.parameter(HIGH) / PERCENT;
    return new Settings(
        minimum,
        Math.max(minimum, (int) context.parameter(MAXIMUM)),
        high,
        Math.min(context.parameter(LOW) / PERCENT, 0.9 * high),
        DemandSettings.millis(context, AHEAD),
        DemandSettings.millis(context, MEMORY),
        context.parameter(BURSTS),
        DemandSettings.millis(context, QUIET),
        context.parameter(SHARE) / PERCENT,
        DemandSettings.millis(context, GONE),
        context.parameter(FILL) / PERCENT,
        (int) context.parameter(DemandSettings.RESERVE),
        context.parameter(POWERS) >= 0.5,
        (int) context.parameter(SPARE),
        DemandSettings.millis(context, IDLE));
  }
}
