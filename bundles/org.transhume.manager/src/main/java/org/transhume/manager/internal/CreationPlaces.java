// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.LostDomain;
import org.transhume.rules.Admission;
import org.transhume.rules.Places;

/**
 * Where a new domain may come to: among the hosts that have the memory and that no hard rule
 * forbids, those that break the fewest soft ones, and of these the one with the most room.
 */
final class CreationPlaces {

  private final ClusterSnapshot snapshot;
  private final Places places;
  private final Admission demands;
  private final Admission wishes;

  /**
   * The places of a cluster.
   *
   * @param coming what comes to hosts and is in no sample yet
   * @param vcpus virtual processors of these, by their orders, as far as they are known
   */
  CreationPlaces(ClusterSnapshot snapshot, List<Boots.Coming> coming, Map<String, Integer> vcpus) {
    this.snapshot = snapshot;
    this.places = new Places(snapshot, 0);
    for (Boots.Coming one : coming) {
      places.comes(
          new Newcomer(one.boot().domain(), one.boot().uuid(), one.memoryBytes(), 0)
              .besides(List.of()),
          one.boot().lostHost(),
          one.boot().target());
    }
    ClusterSnapshot then = withComing(snapshot, coming, vcpus);
    this.demands = Admission.enforcing(then);
    this.wishes = Admission.wishing(then);
  }

  /** As if what comes were there already. */
  private static ClusterSnapshot withComing(
      ClusterSnapshot snapshot, List<Boots.Coming> coming, Map<String, Integer> vcpus) {
    List<DomainSnapshot> domains =
        Stream.concat(
                snapshot.domains().stream(),
                coming.stream().map(one -> arrived(one, vcpus.getOrDefault(one.boot().id(), 1))))
            .toList();
    List<HostSnapshot> hosts =
        snapshot.hosts().stream().map(host -> withoutRoomFor(coming, host)).toList();
    return new ClusterSnapshot(
        snapshot.atEpochMillis(),
        hosts,
        domains,
        snapshot.migrations(),
        snapshot.losses(),
        snapshot.rules(),
        snapshot.stopped());
  }

  private static HostSnapshot withoutRoomFor(List<Boots.Coming> coming, HostSnapshot host) {
    long bytes =
        coming.stream()
            .filter(one -> one.boot().target().equals(host.name()))
            .mapToLong(Boots.Coming::memoryBytes)
            .sum();
    return new HostSnapshot(
        host.name(),
        host.state(),
        host.stale(),
        host.observedAtEpochMillis(),
        host.physicalCpus(),
        host.cpuLoad(),
        host.controlDomainCpuLoad(),
        host.totalMemoryBytes(),
        host.freeMemoryBytes() - bytes,
        host.thresholds(),
        host.tags(),
        host.locations(),
        host.processorMegahertz(),
        host.power());
  }

  /** No rule asks for more than its name, memory and processors. */
  private static DomainSnapshot arrived(Boots.Coming one, int vcpus) {
    return new DomainSnapshot(
        one.boot().uuid(),
        one.boot().domain(),
        one.boot().target(),
        DomainState.RUNNING,
        DomainType.PVH,
        one.memoryBytes(),
        Math.max(1, vcpus),
        0,
        0,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        Set.of(),
        Set.of(),
        false,
        List.of(),
        0);
  }

  /** What speaks against that host; empty when it takes the domain. */
  List<Explanation> against(LostDomain domain, int vcpus, String host) {
    return Stream.concat(
            places.against(domain, host).stream(), demands.against(domain, vcpus, host).stream())
        .distinct()
        .toList();
  }

  /** The soft rules that it would break there. */
  List<Explanation> remarks(LostDomain domain, int vcpus, String host) {
    return wishes.against(domain, vcpus, host);
  }

  /** The host that takes it and suits it best; empty when none takes it. */
  Optional<String> best(LostDomain domain, int vcpus) {
    return snapshot.hosts().stream()
        .map(HostSnapshot::name)
        .filter(host -> !domain.refusedBy().contains(host))
        .filter(host -> against(domain, vcpus, host).isEmpty())
        .min(
            Comparator.<String>comparingInt(host -> remarks(domain, vcpus, host).size())
                .thenComparing(Comparator.<String>comparingLong(places::roomMebibytes).reversed()));
  }

  /** Why no host takes it, and of the hosts that have the memory each rule that forbids them. */
  List<Explanation> nowhere(LostDomain domain, int vcpus) {
    List<Explanation> reasons = new ArrayList<>();
    reasons.add(places.nowhere(domain));
    snapshot.hosts().stream()
        .map(HostSnapshot::name)
        .filter(host -> !domain.refusedBy().contains(host))
        .filter(host -> places.against(domain, host).isEmpty())
        .forEach(host -> reasons.addAll(demands.against(domain, vcpus, host)));
    return reasons;
  }

  /** How much memory a domain may have that comes to that host. */
  long roomMebibytes(String host) {
    return places.roomMebibytes(host);
  }
}
