// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.constraint;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far processors are given away: below 100 per cent some stay free, above it more is promised
 * than there is.
 *
 * @param hosts names of the hosts; empty for all
 * @param resource demand or virtual processors
 * @param percent of the physical processors
 * @param strength whether it may be broken
 */
public record Overcommit(Set<String> hosts, Resource resource, int percent, Strength strength)
    implements Constraint {

  /** Copies the set. */
  public Overcommit {
    hosts = Set.copyOf(hosts);
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(strength, "strength");
    if (percent < 1) {
      throw new IllegalArgumentException("an overcommit of " + percent + " %");
    }
  }

  /** Demand on every host, hard. */
  public static Overcommit cpu(int percent) {
    return new Overcommit(Set.of(), Resource.CPU, percent, Strength.HARD);
  }

  /** Virtual processors on every host, hard. */
  public static Overcommit vcpus(int percent) {
    return new Overcommit(Set.of(), Resource.VCPUS, percent, Strength.HARD);
  }

  @Override
  public String text() {
    return (resource == Resource.CPU ? "demand" : "virtual processors")
        + " up to "
        + percent
        + " % of the processors of "
        + (hosts.isEmpty() ? "every host" : new TreeSet<>(hosts));
  }
}
