// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.balance.internal;

import java.util.Comparator;
import java.util.Map;

/**
 * How unevenly one thing is spread over hosts. The mean is that of all together, so it stays when
 * domains move.
 *
 * @param what it is, in a word for people
 * @param loads of each host, as a share of what it has; at least one
 * @param sizes what each host has
 */
record Spread(String what, Map<String, Double> loads, Map<String, Double> sizes) {

  double mean() {
    double used = 0;
    double all = 0;
    for (Map.Entry<String, Double> load : loads.entrySet()) {
      used += load.getValue() * sizes.get(load.getKey());
      all += sizes.get(load.getKey());
    }
    return used / all;
  }

  /** The host that is furthest off the mean. */
  String furthest() {
    double mean = mean();
    return loads.keySet().stream()
        .max(
            Comparator.<String>comparingDouble(host -> Math.abs(loads.get(host) - mean))
                .thenComparing(Comparator.reverseOrder()))
        .orElseThrow();
  }

  /** How far that one is off. */
  double imbalance() {
    return Math.abs(loads.get(furthest()) - mean());
  }

  /** By how much all hosts together are further off the mean than they should be. */
  double excess(double even) {
    double mean = mean();
    return loads.values().stream()
        .mapToDouble(load -> Math.max(0, Math.abs(load - mean) - even))
        .sum();
  }

  /**
   * The load that no host should have more of, so that those far below the mean get enough of it:
   * what the others may keep when each of these comes up to {@code even} below the mean.
   */
  double ceiling(double bound, double even) {
    double mean = mean();
    if (imbalance() <= bound) {
      return mean + bound;
    }
    double lacking = 0;
    double others = 0;
    for (Map.Entry<String, Double> load : loads.entrySet()) {
      if (load.getValue() < mean - even) {
        lacking += sizes.get(load.getKey());
      } else {
        others += sizes.get(load.getKey());
      }
    }
    return mean + (lacking == 0 ? even : Math.min(even, even * lacking / others));
  }
}
