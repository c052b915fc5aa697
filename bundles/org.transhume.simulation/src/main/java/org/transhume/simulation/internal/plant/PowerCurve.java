// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.plant;

import java.util.List;

/**
 * What a host draws, by its load.
 *
 * @param watts at loads of 0 to 1 in equal steps, two at least; between them on straight lines
 */
public record PowerCurve(List<Double> watts) {

  /** Requires two points at least. */
  public PowerCurve {
    watts = List.copyOf(watts);
    if (watts.size() < 2) {
      throw new IllegalArgumentException("a curve of " + watts.size() + " points");
    }
  }

  static PowerCurve of(Double... watts) {
    return new PowerCurve(List.of(watts));
  }

  /** Watts at a load of 0 to 1. */
  public double wattsAt(double load) {
    int steps = watts.size() - 1;
    double position = Math.min(Math.max(load, 0), 1) * steps;
    int below = Math.min((int) position, steps - 1);
    double from = watts.get(below);
    return from + (watts.get(below + 1) - from) * (position - below);
  }

  /** Watts at full load. */
  public double most() {
    return watts.get(watts.size() - 1);
  }
}
