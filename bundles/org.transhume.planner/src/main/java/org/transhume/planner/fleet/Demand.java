// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.fleet;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.spi.policy.PolicyState;

/**
 * What each domain is expected to want, from what it has wanted: a mean in which the past fades,
 * and the mean distance from it. A single sample says little about a domain that works in bursts.
 *
 * <p>Domains are looked at a few dozen times in the time after which a sample fades, and not at
 * every event, so that a policy's state, which is journalled whenever it changes, mostly does not.
 */
public final class Demand {

  private static final double MILLI = 1000;
  private static final int LOOKS = 50;
  private static final String DEMAND = "demand";
  private static final String BEGAN = "beganAtEpochMillis";
  private static final String LOOKED = "lookedAtEpochMillis";

  private final Map<String, Estimate> byUuid;
  private final long beganAt;
  private final long lookedAt;

  private Demand(Map<String, Estimate> byUuid, long beganAt, long lookedAt) {
    this.byUuid = byUuid;
    this.beganAt = beganAt;
    this.lookedAt = lookedAt;
  }

  /**
   * What is known of one domain, in processors of one gigahertz.
   *
   * @param mean of what it wanted
   * @param deviation mean distance from that
   */
  private record Estimate(double mean, double deviation) {

    Estimate after(double wanted, double weight) {
      double distance = Math.abs(wanted - mean);
      return new Estimate(
          rounded(mean + weight * (wanted - mean)),
          rounded(deviation + weight * (distance - deviation)));
    }
  }

  /** What a state holds of it; whatever in there is of another form counts as nothing. */
  public static Demand remembered(PolicyState state) {
    Map<String, Estimate> byUuid = new TreeMap<>();
    if (state.values().get(DEMAND) instanceof Map<?, ?> known) {
      known.forEach(
          (uuid, numbers) -> {
            if (numbers instanceof List<?> two
                && two.size() == 2
                && two.get(0) instanceof Double mean
                && two.get(1) instanceof Double deviation) {
              byUuid.put((String) uuid, new Estimate(mean, deviation));
            }
          });
    }
    return new Demand(byUuid, at(state, BEGAN), at(state, LOOKED));
  }

  private static long at(PolicyState state, String name) {
    return state.values().get(name) instanceof Long then ? then : Long.MAX_VALUE;
  }

  /**
   * Learns what domains want now when it is time to look again; knows of new ones at once, and
   * forgets those that are gone.
   *
   * @param now in milliseconds, by the clock of the remembered times
   * @param memoryMillis after which a sample counts for a third of what it did
   */
  public Demand seen(ClusterSnapshot snapshot, Speeds speeds, long now, long memoryMillis) {
    boolean afresh = lookedAt > now;
    long passed = afresh ? 0 : now - lookedAt;
    boolean due = afresh || passed >= memoryMillis / LOOKS;
    double weight = due ? 1 - Math.exp(-(double) passed / memoryMillis) : 0;
    Map<String, Estimate> next = new TreeMap<>();
    for (DomainSnapshot domain : snapshot.domains()) {
      double wanted = speeds.wanted(domain);
      Estimate before = byUuid.get(domain.uuid());
      next.put(
          domain.uuid(),
          before == null ? new Estimate(rounded(wanted), 0) : before.after(wanted, weight));
    }
    return new Demand(next, Math.min(beganAt, now), due ? now : lookedAt);
  }

  /** For how long demand has been watched. */
  public long watchedMillis(long now) {
    return Math.max(0, now - beganAt);
  }

  /**
   * What a domain is expected to want, in processors of one gigahertz.
   *
   * @param deviations how many mean distances are added to the mean
   */
  public double expected(DomainSnapshot domain, double deviations) {
    Estimate known = byUuid.get(domain.uuid());
    return known == null ? 0 : known.mean() + deviations * known.deviation();
  }

  /** As JDK types, for a policy's state; {@link #remembered} finds them there. */
  public Map<String, Object> toValues() {
    Map<String, Object> values = new TreeMap<>();
    byUuid.forEach(
        (uuid, estimate) -> values.put(uuid, List.of(estimate.mean(), estimate.deviation())));
    return Map.of(DEMAND, values, BEGAN, beganAt, LOOKED, lookedAt);
  }

  /** States are kept in a journal, and nobody needs more digits. */
  private static double rounded(double value) {
    return Math.round(value * MILLI) / MILLI;
  }
}
