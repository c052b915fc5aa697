// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.report;

/**
 * A point of a plot; both values are finite.
 *
 * @param x to the right, in the unit of the plot's axis
 * @param y upwards, in the unit of the plot's axis
 */
public record Point(double x, double y) {

  /** Refuses what cannot be drawn. */
  public Point {
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      throw new IllegalArgumentException("no point of a plot: " + x + ", " + y);
    }
  }
}
