// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.constraint;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Domains that must not be on certain hosts.
 *
 * @param domains their names
 * @param hosts names of the hosts
 * @param strength whether it may be broken
 */
public record Ban(Set<String> domains, Set<String> hosts, Strength strength) implements Constraint {

  /** Copies the sets. */
  public Ban {
    domains = Set.copyOf(domains);
    hosts = Set.copyOf(hosts);
    Objects.requireNonNull(strength, "strength");
  }

  /** For one domain, hard. */
  public static Ban of(String domain, Set<String> hosts) {
    return new Ban(Set.of(domain), hosts, Strength.HARD);
  }

  @Override
  public String text() {
    return new TreeSet<>(domains) + " are never on " + new TreeSet<>(hosts);
  }
}
