// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.replicas.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainChange;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.StoppedDomain;
import org.transhume.planner.fleet.Speeds;

/**
 * What does one work in several domains, any of which can do it: those that carry the tag {@code
 * service.NAME}.
 *
 * @param name the service
 * @param running its replicas that run
 * @param stopped its replicas that could be started
 * @param unclear why nobody can say how it stands; empty when somebody can
 */
record Service(
    String name, List<DomainSnapshot> running, List<StoppedDomain> stopped, Set<String> unclear) {

  private static final int PERCENT = 100;

  /** Every service of a cluster, by name. */
  static Collection<Service> of(ClusterSnapshot snapshot, Set<String> clearHosts) {
    Map<String, Service> services = new TreeMap<>();
    for (DomainSnapshot domain : snapshot.domains()) {
      for (String name : names(domain.tags())) {
        Service service = services.computeIfAbsent(name, Service::empty);
        if (!clearHosts.contains(domain.host())) {
          service.unclear.add(domain.name() + " is on " + domain.host() + ", which is not heard");
        } else if (names(domain.tags()).size() > 1) {
          service.unclear.add(domain.name() + " has the tags of several services");
        } else if (domain.state().isRunning()) {
          service.running.add(domain);
        }
      }
    }
    for (StoppedDomain domain : snapshot.stopped()) {
      for (String name : names(domain.tags())) {
        services.computeIfAbsent(name, Service::empty).stopped.add(domain);
      }
    }
    return services.values();
  }

  private static Service empty(String name) {
    return new Service(name, new ArrayList<>(), new ArrayList<>(), new TreeSet<>());
  }

  private static List<String> names(Set<String> tags) {
    return tags.stream()
        .filter(DomainChange::isExpendable)
        .map(tag -> tag.substring(DomainChange.EXPENDABLE_TAG.length()))
        .sorted()
        .toList();
  }

  /** What its replicas want together, in processors of one gigahertz. */
  double demand(Speeds speeds) {
    return running.stream().mapToDouble(speeds::wanted).sum();
  }

  /** What a replica can do at most, in processors of one gigahertz. */
  static double capacity(DomainSnapshot domain, Speeds speeds) {
    double most = domain.vcpus();
    double cap = domain.capPercent() > 0 ? (double) domain.capPercent() / PERCENT : most;
    return Math.min(most, cap) * speeds.of(domain.host());
  }
}
