// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.plant;

/**
 * What a day came to.
 *
 * @param energyKwh what the hosts drew
 * @param migrations moves that were made
 * @param refused moves that were wanted and could not be made
 * @param slatah SLA violation time per active host: the part of their active time in which hosts
 *     gave less than they were asked for
 * @param pdm performance degradation by migration: the part of all requested computing that was
 *     lost to moves
 * @param hostsOnMean how many hosts were billed, over the day
 */
public record Totals(
    double energyKwh, int migrations, int refused, double slatah, double pdm, double hostsOnMean) {

  /** SLA violation: {@code slatah} times {@code pdm}. */
  public double slav() {
    return slatah * pdm;
  }

  /** Energy times SLA violation, in kilowatt hours. */
  public double esv() {
    return energyKwh * slav();
  }
}
