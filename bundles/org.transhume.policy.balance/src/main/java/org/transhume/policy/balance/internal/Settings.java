// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.balance.internal;

import java.util.List;
import org.transhume.spi.policy.Parameter;
import org.transhume.spi.policy.PolicyContext;

/**
 * How this policy is steered.
 *
 * @param bound how far a host may be off the mean before anything moves, 0 to 1
 * @param even how far hosts are off the mean at most when it is done, below {@code bound}
 * @param gain by how much hosts that are further off have to come nearer, all together
 * @param deviations how many mean distances are added to what a domain is expected to want
 * @param memoryMillis after which a sample counts for a third of what it did
 * @param learningMillis that demand is watched before anything is moved
 * @param reserveMebibytes memory of each host that no domain gets
 */
record Settings(
    double bound,
    double even,
    double gain,
    double deviations,
    long memoryMillis,
    long learningMillis,
    int reserveMebibytes) {

  static final String BOUND = "imbalancePercent";
  static final String EVEN = "evenedPercent";
  static final String GAIN = "minimumGainPercent";
  static final String BURSTS = "burstDeviations";
  static final String MEMORY = "memoryMinutes";
  static final String LEARNING = "learningMinutes";
  static final String RESERVE = "reserveMebibytes";

  private static final double PERCENT = 100;
  private static final double MILLIS_PER_MINUTE = 60_000;

  static List<Parameter> declared() {
    return List.of(
        new Parameter(
            BOUND,
            "How far processors or memory of a host may be off the mean of all hosts, in per cent of"
                + " them, before anything moves.",
            20,
            1,
            100),
        new Parameter(
            EVEN,
            "How far hosts are off the mean at most once they are evened out; never more than half of"
                + " the imbalance that is borne.",
            10,
            1,
            100),
        new Parameter(
            GAIN,
            "By how much the hosts that are further off have to come nearer to the mean, all"
                + " together and in per cent of a host, else nothing moves.",
            5,
            0,
            100),
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
            LEARNING, "Minutes that demand is watched before anything is moved.", 10, 0, 10_000),
        new Parameter(
            RESERVE, "Mebibytes of memory of each host that no domain gets.", 64, 0, 1 << 20));
  }

  static Settings of(PolicyContext context) {
    double bound = context.parameter(BOUND) / PERCENT;
    return new Settings(
        bound,
        Math.min(context.parameter(EVEN) / PERCENT, bound / 2),
        context.parameter(GAIN) / PERCENT,
        context.parameter(BURSTS),
        millis(context, MEMORY),
        millis(context, LEARNING),
        (int) context.parameter(RESERVE));
  }

  private static long millis(PolicyContext context, String minutes) {
    return Math.round(context.parameter(minutes) * MILLIS_PER_MINUTE);
  }
}
