// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.constraint;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Hosts that take no more domains.
 *
 * @param hosts their names
 * @param strength whether it may be broken
 */
public record NoIncoming(Set<String> hosts, Strength strength) implements Constraint {

  /** Copies the set. */
  public NoIncoming {
    hosts = Set.copyOf(hosts);
    Objects.requireNonNull(strength, "strength");
  }

  /** These hosts, hard. */
  public static NoIncoming of(String... hosts) {
    return new NoIncoming(Set.of(hosts), Strength.HARD);
  }

  @Override
  public String text() {
    return new TreeSet<>(hosts) + " take no more domains";
  }
}
