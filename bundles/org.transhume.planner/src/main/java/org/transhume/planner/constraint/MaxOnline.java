// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.constraint;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Of certain hosts at most so many run domains, as where power or licences are short.
 *
 * @param hosts their names; empty for all
 * @param most hosts with domains
 * @param strength whether it may be broken
 */
public record MaxOnline(Set<String> hosts, int most, Strength strength) implements Constraint {

  /** Copies the set. */
  public MaxOnline {
    hosts = Set.copyOf(hosts);
    Objects.requireNonNull(strength, "strength");
    if (most < 0) {
      throw new IllegalArgumentException("at most " + most + " hosts");
    }
  }

  /** Of all hosts, hard. */
  public static MaxOnline of(int most) {
    return new MaxOnline(Set.of(), most, Strength.HARD);
  }

  @Override
  public String text() {
    return "at most "
        + most
        + " of "
        + (hosts.isEmpty() ? "all hosts" : new TreeSet<>(hosts))
        + " run domains";
  }
}
