// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.fleet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.transhume.spi.policy.Parameter;
import org.transhume.spi.policy.PolicyContext;

/**
 * How a policy that looks ahead is steered in what it expects of domains: the same parameters, with
 * the same defaults, wherever {@link Demand} is used.
 *
 * @param deviations how many mean distances are added to what a domain is expected to want
 * @param memoryMillis after which a sample counts for a third of what it did
 * @param learningMillis that demand is watched before anything is moved
 * @param reserveMebibytes memory of each host that no domain gets
 */
public record DemandSettings(
    double deviations, long memoryMillis, long learningMillis, int reserveMebibytes) {

  /** Name of the parameter behind {@link #deviations}. */
  public static final String BURSTS = "burstDeviations";

  /** Name of the parameter behind {@link #memoryMillis}. */
  public static final String MEMORY = "memoryMinutes";

  /** Name of the parameter behind {@link #learningMillis}. */
  public static final String LEARNING = "learningMinutes";

  /** Name of the parameter behind {@link #reserveMebibytes}. */
  public static final String RESERVE = "reserveMebibytes";

  private static final double MILLIS_PER_MINUTE = 60_000;

  /** What a policy declares: its own parameters, and then these four. */
  public static List<Parameter> declaredAfter(Parameter... own) {
    List<Parameter> declared = new ArrayList<>(List.of(own));
    Collections.addAll(
        declared,
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
    return declared;
  }

  /** As they are set now. */
  public static DemandSettings of(PolicyContext context) {
    return new DemandSettings(
        context.parameter(BURSTS),
        millis(context, MEMORY),
        millis(context, LEARNING),
        (int) context.parameter(RESERVE));
  }

  /**
   * A parameter that is told in minutes.
   *
   * @return the same in milliseconds
   */
  public static long millis(PolicyContext context, String minutes) {
    return Math.round(context.parameter(minutes) * MILLIS_PER_MINUTE);
  }
}
