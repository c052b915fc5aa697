// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.constraint;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Domains that must be on one of certain hosts.
 *
 * @param domains their names
 * @param hosts names of the hosts
 * @param strength whether it may be broken
 */
public record Fence(Set<String> domains, Set<String> hosts, Strength strength)
    implements Constraint {

  /** Copies the sets. */
  public Fence {
    domains = Set.copyOf(domains);
    hosts = Set.copyOf(hosts);
    Objects.requireNonNull(strength, "strength");
  }

  /** For one domain, hard. */
  public static Fence of(String domain, Set<String> hosts) {
    return new Fence(Set.of(domain), hosts, Strength.HARD);
  }

  @Override
  public String text() {
    return new TreeSet<>(domains) + " are always on one of " + new TreeSet<>(hosts);
  }
}
