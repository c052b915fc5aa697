// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.constraint;

import java.util.Objects;

/**
 * No more than so many members of a group in one place: anti-affinity. A host that has no such
 * location counts as a place of its own.
 *
 * @param group the group
 * @param place {@link Constraint#HOST}, or a kind of location such as {@code rack}
 * @param most members in one place
 * @param strength whether it may be broken
 */
public record Spread(String group, String place, int most, Strength strength)
    implements Constraint {

  /** Checks the values. */
  public Spread {
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(strength, "strength");
    if (most < 1) {
      throw new IllegalArgumentException("most members of " + group + " in one place: " + most);
    }
  }

  /** Every member on a host of its own. */
  public static Spread acrossHosts(String group) {
    return across(group, HOST);
  }

  /** Every member in a place of its own, such as a rack. */
  public static Spread across(String group, String place) {
    return new Spread(group, place, 1, Strength.HARD);
  }

  @Override
  public String text() {
    return "group " + group + " has at most " + most + " in one " + place;
  }
}
