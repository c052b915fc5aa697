// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.consolidate.internal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;

/**
 * What each domain is expected to want, from what it has wanted: a mean in which the past fades,
 * and the mean distance from it. A single sample says little about a domain that works in bursts.
 */
final class Demand {

  private static final double MILLI = 1000;

  private final Map<String, Estimate> byUuid = new TreeMap<>();

  /**
   * What is known of one domain, in processors of one gigahertz.
   *
   * @param mean of what it wanted
   * @param deviation mean distance from that
   */
  record Estimate(double mean, double deviation) {

    Estimate after(double wanted, double weight) {
      double distance = Math.abs(wanted - mean);
      return new Estimate(
          rounded(mean + weight * (wanted - mean)),
          rounded(deviation + weight * (distance - deviation)));
    }

    double expected(double deviations) {
      return mean + deviations * deviation;
    }
  }

  /** What was remembered; whatever in it is of another form counts as nothing. */
  static Demand remembered(Object state) {
    Demand demand = new Demand();
    if (state instanceof Map<?, ?> known) {
      known.forEach(
          (uuid, numbers) -> {
            if (numbers instanceof List<?> two
                && two.size() == 2
                && two.get(0) instanceof Double mean
                && two.get(1) instanceof Double deviation) {
              demand.byUuid.put((String) uuid, new Estimate(mean, deviation));
            }
          });
    }
    return demand;
  }

  /**
   * Learns what domains want now, and forgets those that are gone.
   *
   * @param weight of the newest sample, above 0 and at most 1
   */
  Demand seen(ClusterSnapshot snapshot, Speeds speeds, double weight) {
    Demand next = new Demand();
    for (DomainSnapshot domain : snapshot.domains()) {
      double wanted = wanted(domain) * speeds.of(domain.host());
      Estimate before = byUuid.get(domain.uuid());
      next.byUuid.put(
          domain.uuid(),
          before == null ? new Estimate(rounded(wanted), 0) : before.after(wanted, weight));
    }
    return next;
  }

  /** What a domain is expected to want, in processors of one gigahertz. */
  double expected(DomainSnapshot domain, double deviations) {
    Estimate known = byUuid.get(domain.uuid());
    return known == null ? 0 : known.expected(deviations);
  }

  /** As JDK types. */
  Map<String, Object> toValues() {
    Map<String, Object> values = new TreeMap<>();
    byUuid.forEach(
        (uuid, estimate) -> values.put(uuid, List.of(estimate.mean(), estimate.deviation())));
    return values;
  }

  private static double wanted(DomainSnapshot domain) {
    return domain.demand().orElse(domain.cpuLoad().orElse(0));
  }

  /** States are kept in a journal, and nobody needs more digits. */
  private static double rounded(double value) {
    return Math.round(value * MILLI) / MILLI;
  }
}
