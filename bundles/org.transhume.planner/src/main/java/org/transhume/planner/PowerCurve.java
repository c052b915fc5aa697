// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner;

import java.util.List;

/**
 * What a host consumes under load, between evenly spaced measurements.
 *
 * @param watts power at equal steps of load, from idle to full; at least two values, or none when
 *     nothing is known
 */
public record PowerCurve(List<Double> watts) {

  /** Nothing is known. */
  public static final PowerCurve UNKNOWN = new PowerCurve(List.of());

  /** Copies the values. */
  public PowerCurve {
    watts = List.copyOf(watts);
    if (watts.size() == 1 || watts.stream().anyMatch(value -> !(value >= 0))) {
      throw new IllegalArgumentException("watts: " + watts);
    }
  }

  /**
   * Power at a load, interpolated; 0 when the curve is unknown.
   *
   * @param load share of the processors in use; what is outside of 0 to 1 counts as the nearer one
   */
  public double at(double load) {
    if (watts.isEmpty()) {
      return 0;
    }
    int steps = watts.size() - 1;
    double position = Math.max(0, Math.min(1, load)) * steps;
    int below = Math.min((int) position, steps - 1);
    double share = position - below;
    return watts.get(below) * (1 - share) + watts.get(below + 1) * share;
  }
}
