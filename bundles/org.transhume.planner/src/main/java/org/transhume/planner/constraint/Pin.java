// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.constraint;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Domains that stay where they are (BtrPlace's root).
 *
 * @param domains their names
 * @param strength whether it may be broken
 */
public record Pin(Set<String> domains, Strength strength) implements Constraint {

  /** Copies the set. */
  public Pin {
    domains = Set.copyOf(domains);
    Objects.requireNonNull(strength, "strength");
  }

  /** These domains, hard. */
  public static Pin of(String... domains) {
    return new Pin(Set.of(domains), Strength.HARD);
  }

  @Override
  public String text() {
    return new TreeSet<>(domains) + " stay where they are";
  }
}
