// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.constraint;

import java.util.Objects;

/**
 * Any single host may die: its domains would find memory on the others. Defined by the way that it
 * is tried, so that everybody comes to the same answer: the domains of the dead host, those with
 * most memory first, each on the host with most memory left that takes domains.
 *
 * @param strength whether it may be broken
 */
public record NPlusOne(Strength strength) implements Constraint {

  /** Checks the value. */
  public NPlusOne {
    Objects.requireNonNull(strength, "strength");
  }

  /** Hard. */
  public static NPlusOne hard() {
    return new NPlusOne(Strength.HARD);
  }

  @Override
  public String text() {
    return "the domains of any one host would find memory on the others";
  }
}
