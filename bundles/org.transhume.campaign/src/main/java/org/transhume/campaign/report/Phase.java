// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.report;

/**
 * A span of a plot that bears a name, such as {@code pre-copy}.
 *
 * @param name what happens in it
 * @param fromX where it begins, in the unit of the x axis
 * @param toX where it ends
 */
public record Phase(String name, double fromX, double toX) {

  /** Refuses a phase that ends before it begins. */
  public Phase {
    if (!(fromX <= toX)) {
      throw new IllegalArgumentException(name + " ends at " + toX + ", before " + fromX);
    }
  }
}
