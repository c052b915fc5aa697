// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.report;

import java.util.List;

/**
 * A picture of what was measured.
 *
 * @param title what it shows
 * @param xLabel the quantity to the right and its unit, such as {@code time, s}
 * @param yLabel the quantity upwards and its unit
 * @param lines its lines; one with a single point is drawn as a dot
 * @param phases spans that are marked; may be empty
 */
public record Plot(
    String title, String xLabel, String yLabel, List<Line> lines, List<Phase> phases) {

  /** Copies the lists. */
  public Plot {
    lines = List.copyOf(lines);
    phases = List.copyOf(phases);
  }
}
