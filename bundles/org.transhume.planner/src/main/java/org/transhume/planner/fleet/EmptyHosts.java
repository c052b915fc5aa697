// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.fleet;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.PowerChange;
import org.transhume.api.model.PowerState;
import org.transhume.spi.policy.PolicyState;

/** Since when hosts have been empty, as a policy remembers it that powers them down. */
public final class EmptyHosts {

  private static final String EMPTY_SINCE = "emptySinceEpochMillis";

  private final Map<String, Long> since;
  private final long now;

  private EmptyHosts(Map<String, Long> since, long now) {
    this.since = since;
    this.now = now;
  }

  /**
   * The hosts of a fleet that are empty now, and that no migration is under way to or from.
   *
   * @param state what was known of them before; of another form it counts as nothing
   * @param now in milliseconds, by the clock of the remembered times
   */
  public static EmptyHosts seen(
      ClusterSnapshot snapshot, Fleet fleet, PolicyState state, long now) {
    Map<?, ?> before =
        state.values().get(EMPTY_SINCE) instanceof Map<?, ?> known ? known : Map.of();
    Set<String> used =
        snapshot.domains().stream().map(DomainSnapshot::host).collect(Collectors.toSet());
    Map<String, Long> since = new TreeMap<>();
    for (String host : fleet.hosts().keySet()) {
      if (!used.contains(host) && !fleet.isBusy(host)) {
        since.put(host, before.get(host) instanceof Long then && then <= now ? then : now);
      }
    }
    return new EmptyHosts(since, now);
  }

  /** Whether it is empty. */
  public boolean contains(String host) {
    return since.containsKey(host);
  }

  /** For how long that host has been empty, in milliseconds; -1 when it is not. */
  public long millis(String host) {
    return since.containsKey(host) ? now - since.get(host) : -1;
  }

  /**
   * The wish that a host which is empty goes down.
   *
   * @param spare how many others that are empty stay up
   */
  public PowerChange powerDown(String host, int spare) {
    String seconds = Long.toString(millis(host) / 1000);
    return new PowerChange(
        host,
        PowerState.OFF,
        new Explanation(
            "IDLE",
            host
                + " has been empty for "
                + seconds
                + " s, and "
                + spare
                + " other empty hosts stay up",
            Map.of("emptySeconds", seconds)));
  }

  /** As JDK types, for a policy's state; {@link #seen} finds them there. */
  public Map<String, Object> toValues() {
    return Map.of(EMPTY_SINCE, Map.copyOf(since));
  }
}
