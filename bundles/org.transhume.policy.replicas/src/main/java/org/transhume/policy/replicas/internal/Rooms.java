// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.replicas.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.PowerChange;
import org.transhume.api.model.PowerState;
import org.transhume.api.model.StoppedDomain;
import org.transhume.planner.Cluster;
import org.transhume.planner.Placement;
import org.transhume.planner.Planner;
import org.transhume.planner.constraint.Constraint;
import org.transhume.planner.constraint.NoIncoming;
import org.transhume.planner.constraint.Overcommit;
import org.transhume.planner.constraint.Reserve;
import org.transhume.planner.constraint.Resource;
import org.transhume.planner.constraint.Strength;
import org.transhume.planner.fleet.EmptyHosts;
import org.transhume.planner.fleet.Fleet;

/** Where replicas can be started, one after another, and which hosts are needed for that. */
final class Rooms {

  private static final int PERCENT = 100;

  private final ClusterSnapshot snapshot;
  private final Fleet fleet;
  private final Settings settings;
  private final EmptyHosts emptyHosts;
  private final Planner planner = new Planner();
  private final Set<String> unused = new TreeSet<>();
  private Cluster cluster;
  private double homelessCpu;
  private long homelessBytes;

  Rooms(ClusterSnapshot snapshot, Fleet fleet, Settings settings, EmptyHosts emptyHosts) {
    this.snapshot = snapshot;
    this.fleet = fleet;
    this.settings = settings;
    this.emptyHosts = emptyHosts;
    this.cluster = fleet.cluster();
    fleet.hosts().values().stream()
        .filter(host -> emptyHosts.contains(host.name()))
        .filter(host -> host.state() == HostState.ACTIVE && Fleet.isOn(host))
        .forEach(host -> unused.add(host.name()));
  }

  /**
   * What came of a search.
   *
   * @param host where there is room; empty when nowhere
   * @param reasons why nowhere; empty when somewhere
   */
  record Found(Optional<String> host, List<Explanation> reasons) {

    Found {
      reasons = List.copyOf(reasons);
    }
  }

  /** A host for a replica, rather one in use; what is found is taken. */
  Found find(StoppedDomain replica, double wanted) {
    if (cluster.hasDomain(replica.uuid())) {
      return new Found(
          Optional.empty(),
          List.of(Explanation.of("RUNS_ALREADY", replica.name() + " is seen on a host")));
    }
    var newcomer = fleet.newcomer(replica, wanted);
    Placement placement = planner.place(cluster, newcomer, constraints(unused));
    if (placement.host().isEmpty() && !unused.isEmpty()) {
      placement = planner.place(cluster, newcomer, constraints(Set.of()));
    }
    if (placement.host().isEmpty()) {
      homelessCpu += wanted;
      homelessBytes += replica.memoryBytes();
      return new Found(Optional.empty(), named(placement.reasons(), replica));
    }
    String host = placement.host().get();
    cluster = cluster.with(newcomer, host);
    unused.remove(host);
    return new Found(Optional.of(host), List.of());
  }

  private List<Explanation> named(List<Explanation> reasons, StoppedDomain replica) {
    if (reasons.isEmpty()) {
      return List.of(Explanation.of("NO_HOST", "no host is heard that takes " + replica.name()));
    }
    return reasons.stream()
        .map(fleet::named)
        .map(
            reason ->
                new Explanation(
                    reason.code(),
                    reason.text().replace(replica.uuid(), replica.name()),
                    reason.operands()))
        .toList();
  }

  private List<Constraint> constraints(Set<String> closed) {
    List<Constraint> constraints = new ArrayList<>(fleet.demands());
    constraints.add(
        new Overcommit(Set.of(), Resource.CPU, (int) (settings.fill() * PERCENT), Strength.HARD));
    constraints.add(Reserve.everywhere(settings.reserveMebibytes()));
    if (!closed.isEmpty()) {
      constraints.add(new NoIncoming(closed, Strength.HARD));
    }
    return constraints;
  }

  /**
   * Hosts come up for replicas that found no room and for the spare ones; those that were empty for
   * long go down, but for the spare ones.
   */
  List<PowerChange> powerChanges() {
    if (!settings.powers()) {
      return List.of();
    }
    int lack = settings.spare() - unused.size();
    return homelessBytes > 0 || lack > 0 ? up(lack) : down();
  }

  private List<PowerChange> up(int lack) {
    List<PowerChange> changes = new ArrayList<>();
    double cpu = homelessCpu;
    long bytes = homelessBytes;
    int spare = Math.max(0, lack);
    for (HostSnapshot host : off()) {
      if (cpu <= 0 && bytes <= 0) {
        if (spare == 0) {
          break;
        }
        spare--;
      }
      cpu -= fleet.speeds().capacity(host) * settings.fill();
      bytes -= host.totalMemoryBytes();
      changes.add(
          new PowerChange(
              host.name(),
              PowerState.ON,
              Explanation.of(
                  "ROOM_GETS_SHORT",
                  host.name()
                      + " comes up: "
                      + (homelessBytes > 0
                          ? "replicas that are needed find no room"
                          : unused.size() + " empty hosts are on of " + settings.spare()))));
    }
    return changes;
  }

  private List<HostSnapshot> off() {
    return snapshot.hosts().stream()
        .filter(host -> !Fleet.isOn(host) && host.state() == HostState.ACTIVE)
        .sorted(Comparator.comparing(HostSnapshot::name))
        .toList();
  }

  private List<PowerChange> down() {
    return unused.stream()
        .filter(host -> fleet.hosts().get(host).power().isPresent())
        .sorted(Comparator.comparing(emptyHosts::millis).thenComparing(Comparator.naturalOrder()))
        .skip(settings.spare())
        .filter(host -> emptyHosts.millis(host) >= settings.idleMillis())
        .map(host -> emptyHosts.powerDown(host, settings.spare()))
        .toList();
  }
}
