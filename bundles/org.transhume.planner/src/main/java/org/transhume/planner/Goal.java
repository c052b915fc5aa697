// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner;

import java.util.Set;

/** What is wanted of a plan. */
public sealed interface Goal {

  /** The word for it on the command line. */
  String name();

  /**
   * No host above its limits, with the fewest moves and then the fewest bytes. Domains that stand
   * against a hard constraint move, too.
   */
  record Relieve() implements Goal {
    @Override
    public String name() {
      return "relieve";
    }
  }

  /**
   * Evenly used hosts, by {@link BalanceScore}. Domains that stand against a hard constraint move,
   * too.
   */
  record Balance() implements Goal {
    @Override
    public String name() {
      return "balance";
    }
  }

  /** As few hosts as can be, and then the fewest moves. */
  record Consolidate() implements Goal {
    @Override
    public String name() {
      return "consolidate";
    }
  }

  /**
   * No domain on these hosts.
   *
   * @param hosts their names, at least one
   */
  record Drain(Set<String> hosts) implements Goal {

    /** Copies the set. */
    public Drain {
      hosts = Set.copyOf(hosts);
      if (hosts.isEmpty()) {
        throw new IllegalArgumentException("no host to drain");
      }
    }

    @Override
    public String name() {
      return "drain";
    }
  }
}
