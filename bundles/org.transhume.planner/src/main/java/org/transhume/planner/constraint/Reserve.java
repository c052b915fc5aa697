// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.constraint;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Memory of hosts that domains do not get. What a host reserves itself is part of it, not added to
 * it.
 *
 * @param hosts names of the hosts; empty for all
 * @param memoryMib at least so much of each
 * @param strength whether it may be broken
 */
public record Reserve(Set<String> hosts, int memoryMib, Strength strength) implements Constraint {

  /** Copies the set. */
  public Reserve {
    hosts = Set.copyOf(hosts);
    Objects.requireNonNull(strength, "strength");
    if (memoryMib < 0) {
      throw new IllegalArgumentException("a reserve of " + memoryMib + " MiB");
    }
  }

  /** On every host, hard. */
  public static Reserve everywhere(int memoryMib) {
    return new Reserve(Set.of(), memoryMib, Strength.HARD);
  }

  @Override
  public String text() {
    return memoryMib
        + " MiB of "
        + (hosts.isEmpty() ? "every host" : new TreeSet<>(hosts))
        + " are reserved";
  }
}
