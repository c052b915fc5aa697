// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.balance.internal;

import java.util.List;
import org.transhume.planner.fleet.DemandSettings;
import org.transhume.spi.policy.Parameter;
import org.transhume.spi.policy.PolicyContext;

/**
 * How this policy is steered.
 *
 * @param bound how far a host may be off the mean before anything moves, 0 to 1
 * @param even how far hosts are off the mean at most when it is done, below {@code bound}
 * @param gain by how much hosts that are further off have to come nearer, all together
 * @param demand what is expected of domains, and kept free of them
 */
record Settings(double bound, double even, double gain, DemandSettings demand) {

  static final String BOUND = "imbalancePercent";
  static final String EVEN = "evenedPercent";
  static final String GAIN = "minimumGainPercent";

  private static final double PERCENT = 100;

  static List<Parameter> declared() {
    return DemandSettings.declaredAfter(
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
            100));
  }

  static Settings of(PolicyContext context) {
    double bound = context.parameter(BOUND) / PERCENT;
    return new Settings(
        bound,
        Math.min(context.parameter(EVEN) / PERCENT, bound / 2),
        context.parameter(GAIN) / PERCENT,
        DemandSettings.of(context));
  }
}
