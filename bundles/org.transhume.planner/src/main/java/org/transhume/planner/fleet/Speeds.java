// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.fleet;

import java.util.HashMap;
import java.util.Map;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.HostSnapshot;

/**
 * How fast the processors of hosts are, so that a load on one can be compared with that on another.
 * Where the speed of any host is unknown all count as equal.
 */
public final class Speeds {

  private static final double MEGAHERTZ_PER_GIGAHERTZ = 1000;

  private final Map<String, Double> gigahertz = new HashMap<>();

  /** Of all hosts of that cluster. */
  public Speeds(ClusterSnapshot snapshot) {
    boolean known =
        snapshot.hosts().stream().allMatch(host -> host.processorMegahertz().orElse(0) > 0);
    for (HostSnapshot host : snapshot.hosts()) {
      gigahertz.put(
          host.name(),
          known ? host.processorMegahertz().getAsDouble() / MEGAHERTZ_PER_GIGAHERTZ : 1);
    }
  }

  /** Speed of one processor of that host in gigahertz, or 1 where that is unknown. */
  public double of(String host) {
    return gigahertz.getOrDefault(host, 1.0);
  }

  /** What a domain wants now, or uses where that is unknown, in processors of one gigahertz. */
  public double wanted(DomainSnapshot domain) {
    return domain.demand().orElse(domain.cpuLoad().orElse(0)) * of(domain.host());
  }

  /** All processors of a host, in processors of one gigahertz. */
  public double capacity(HostSnapshot host) {
    return host.physicalCpus() * of(host.name());
  }
}
