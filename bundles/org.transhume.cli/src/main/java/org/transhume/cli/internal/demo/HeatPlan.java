// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;

/**
 * Which host becomes hot in the demo, and by how much demand of which two of its domains. The seed
 * decides, so that the same seed tells the same story.
 *
 * @param host the host
 * @param demands processors that each of the two domains will want
 */
record HeatPlan(String host, Map<String, Double> demands) {

  /** Well above the threshold of 0.8, and below what would leave no room for noise. */
  private static final double TARGET_LOAD = 0.93;

  HeatPlan {
    demands = Collections.unmodifiableMap(new LinkedHashMap<>(demands));
  }

  /** The choice; empty where no host has two domains that can get it hot. */
  static Optional<HeatPlan> choose(List<HostSample> hosts, long seed) {
    Random random = new Random(seed);
    List<HostSample> candidates =
        new ArrayList<>(hosts.stream().sorted(Comparator.comparing(HostSample::host)).toList());
    Collections.shuffle(candidates, random);
    return candidates.stream().flatMap(host -> plan(host, random).stream()).findFirst();
  }

  /** What the two domains will want, for people. */
  String inWords() {
    return demands.entrySet().stream()
        .map(demand -> demand.getKey() + " wants " + demand.getValue() + " processors")
        .collect(Collectors.joining(", "));
  }

  private static Optional<HeatPlan> plan(HostSample host, Random random) {
    List<DomainSample> domains =
        new ArrayList<>(
            host.domains().stream()
                .filter(DomainSample::movable)
                .sorted(Comparator.comparing(DomainSample::name))
                .toList());
    Collections.shuffle(domains, random);
    if (domains.size() < 2 || host.cpuLoad() == null) {
      return Optional.empty();
    }
    List<DomainSample> chosen = domains.subList(0, 2);
    double others = host.cpuLoad() * host.physicalCpus() - used(chosen);
    double wanted = TARGET_LOAD * host.physicalCpus() - others;
    Map<String, Double> demands = new LinkedHashMap<>();
    // Unequal, so that it matters which of the two is moved.
    double first = Math.min(wanted * 0.55, chosen.get(0).vcpus());
    double second = wanted - first;
    if (second > chosen.get(1).vcpus()) {
      return Optional.empty();
    }
    demands.put(chosen.get(0).name(), round(first));
    demands.put(chosen.get(1).name(), round(second));
    return Optional.of(new HeatPlan(host.host(), demands));
  }

  private static double used(List<DomainSample> domains) {
    return domains.stream().mapToDouble(d -> d.cpuLoad() == null ? 0 : d.cpuLoad()).sum();
  }

  private static double round(double processors) {
    return Math.round(processors * 100) / 100.0;
  }
}
