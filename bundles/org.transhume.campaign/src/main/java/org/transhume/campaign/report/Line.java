// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.report;

import java.util.List;

/**
 * A line of a plot.
 *
 * @param name what it shows, for the legend
 * @param points its points, from left to right
 */
public record Line(String name, List<Point> points) {

  /** Copies the points. */
  public Line {
    points = List.copyOf(points);
  }
}
