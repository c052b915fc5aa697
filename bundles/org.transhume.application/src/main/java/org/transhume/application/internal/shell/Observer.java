// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.shell;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.transhume.api.model.HostState;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;
import org.transhume.application.internal.descriptor.Component;
import org.transhume.application.internal.descriptor.Replica;
import org.transhume.application.internal.plan.Action;
import org.transhume.application.internal.plan.Attempt;
import org.transhume.application.internal.plan.Resident;
import org.transhume.application.internal.plan.Software;
import org.transhume.application.internal.plan.Wish;
import org.transhume.application.internal.plan.World;

/**
 * Looks at the cluster for one application after the other. A domain that was seen a moment ago,
 * and is not now, may only be between two hosts or two looks.
 */
final class Observer {

  private static final long SETTLE_MILLIS = 10_000;

  private final Cluster cluster;
  private final Map<String, Long> seenMillis = new ConcurrentHashMap<>();

  Observer(Cluster cluster) {
    this.cluster = cluster;
  }

  /** A domain is known to be there; the next look may still miss it. */
  void there(String domain, long nowMillis) {
    seenMillis.put(domain, nowMillis);
  }

  /** A domain is known to be gone. */
  void gone(String domain) {
    seenMillis.remove(domain);
  }

  /**
   * What concerns that application.
   *
   * @param leading the manager
   * @param attempts what has failed, by what it was about
   * @param busy what is being done
   */
  World look(
      Wish wish,
      Cluster.Leading leading,
      long nowMillis,
      Map<String, Attempt> attempts,
      List<Action> busy) {
    List<HostSample> hosts = cluster.hosts();
    Map<String, String> unsure = new HashMap<>();
    Map<String, Resident> residents = residents(wish, hosts, unsure);
    residents.keySet().forEach(domain -> seenMillis.put(domain, nowMillis));
    unseen(wish, residents.keySet(), leading, nowMillis, unsure);
    return new World(nowMillis, residents, unsure, cluster.rules(), byRoom(hosts), attempts, busy);
  }

  private Map<String, Resident> residents(
      Wish wish, List<HostSample> hosts, Map<String, String> unsure) {
    Set<String> moving = cluster.moving();
    Map<String, Resident> residents = new HashMap<>();
    for (HostSample host : hosts) {
      for (DomainSample domain : host.domains()) {
        if (domain.name().startsWith(wish.application() + "-")) {
          residents.merge(
              domain.name(), resident(wish, host.host(), domain, moving, unsure), Observer::better);
        }
      }
    }
    return residents;
  }

  private Resident resident(
      Wish wish, String host, DomainSample domain, Set<String> moving, Map<String, String> unsure) {
    Optional<Software> software = Optional.empty();
    try {
      software = software(wish, domain);
    } catch (IllegalStateException e) {
      unsure.put(domain.name(), "its wrapper does not answer: " + e.getMessage());
    }
    return new Resident(
        domain.uuid(),
        host,
        domain.state(),
        moving.contains(domain.uuid()),
        domain.arrivedAtEpochMillis(),
        software);
  }

  private Optional<Software> software(Wish wish, DomainSample domain) {
    return Replica.of(domain.name(), domain.uuid())
        .filter(replica -> domain.state().isRunning())
        .flatMap(replica -> wish.descriptor().component(replica.component()))
        .flatMap(component -> cluster.software(domain.name(), component.wrapper()));
  }

  /** Of two copies that samples of different age show, the one that runs. */
  private static Resident better(Resident one, Resident other) {
    return one.state().isRunning() ? one : other;
  }

  private void unseen(
      Wish wish,
      Set<String> there,
      Cluster.Leading leading,
      long nowMillis,
      Map<String, String> unsure) {
    boolean justBegun = nowMillis - leading.startedAtEpochMillis() < SETTLE_MILLIS;
    for (Component component : wish.descriptor().components()) {
      for (Replica replica : component.replicas(component.maximum())) {
        String domain = replica.domain();
        Long seen = seenMillis.get(domain);
        if (there.contains(domain)) {
          continue;
        }
        if (justBegun) {
          unsure.put(domain, "the manager has only just begun to look");
        } else if (seen != null && nowMillis - seen < SETTLE_MILLIS) {
          unsure.put(domain, "it was seen a moment ago, and is not now");
        }
      }
    }
  }

  private static List<String> byRoom(List<HostSample> hosts) {
    return hosts.stream()
        .filter(host -> host.state() == HostState.ACTIVE)
        .sorted(Comparator.comparingLong(HostSample::freeMemoryBytes).reversed())
        .map(HostSample::host)
        .toList();
  }
}
