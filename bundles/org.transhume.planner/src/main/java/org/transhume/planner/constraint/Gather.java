// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.constraint;

import java.util.Objects;

/**
 * All members of a group in one place: affinity. Members that share a host move together, in one
 * step. A host that has no such location counts as a place of its own.
 *
 * @param group the group
 * @param place {@link Constraint#HOST}, or a kind of location such as {@code rack}
 * @param strength whether it may be broken
 */
public record Gather(String group, String place, Strength strength) implements Constraint {

  /** Checks the values. */
  public Gather {
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(strength, "strength");
  }

  /** All on one host. */
  public static Gather onOneHost(String group) {
    return inOne(group, HOST);
  }

  /** All in one place, such as a rack. */
  public static Gather inOne(String group, String place) {
    return new Gather(group, place, Strength.HARD);
  }

  @Override
  public String text() {
    return "group " + group + " is in one " + place;
  }
}
