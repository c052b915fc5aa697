// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.HostPower;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.PowerState;
import org.transhume.api.model.StoppedDomain;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.model.ThresholdState;
import org.transhume.simulation.internal.plant.Host;
import org.transhume.simulation.internal.plant.HostType;
import org.transhume.simulation.internal.plant.Machine;
import org.transhume.simulation.internal.plant.Plant;

/**
 * Shows simulated hosts as a manager shows real ones. Where the accounting holds no memory, hosts
 * are shown with room for all machines at once. The day is the second one of 1970, in UTC.
 */
final class SnapshotMaker {

  private static final long DAY_BEGINS_MILLIS = 86_400_000;
  private static final String PROBE = "cpu";
  private static final double HIGH = 0.8;
  private static final double LOW = 0.6;
  private static final int DEFAULT_WEIGHT = 256;
  private static final int PERCENT = 100;

  private final Map<Host, ThresholdState> thresholds = new HashMap<>();
  private final Map<Machine, String> uuids = new HashMap<>();

  ClusterSnapshot snapshot(Plant plant) {
    long now = epochMillis(plant.seconds());
    long room =
        plant.accounting().memoryHeld()
            ? 0
            : plant.machines().stream().mapToLong(Machine::memoryMebibytes).sum();
    List<HostSnapshot> hosts = new ArrayList<>();
    List<DomainSnapshot> domains = new ArrayList<>();
    for (Host host : plant.hosts()) {
      hosts.add(show(host, plant, room));
      host.machines().forEach(machine -> domains.add(show(machine)));
    }
    return new ClusterSnapshot(now, hosts, domains, List.of())
        .withStopped(
            plant.machines().stream().filter(Machine::isStopped).map(this::showStopped).toList());
  }

  /** The name under which a machine is known everywhere and for ever. */
  String uuid(Machine machine) {
    return uuids.computeIfAbsent(
        machine,
        some -> UUID.nameUUIDFromBytes(some.name().getBytes(StandardCharsets.UTF_8)).toString());
  }

  /** A host that boots is not heard yet. */
  private HostSnapshot show(Host host, Plant plant, long roomMebibytes) {
    long now = epochMillis(plant.seconds());
    boolean isReady = host.isReady(plant.seconds());
    HostType type = host.type();
    long total = HostType.MEMORY_MEBIBYTES + roomMebibytes;
    return new HostSnapshot(
        host.name(),
        HostState.ACTIVE,
        !isReady,
        now,
        HostType.PROCESSORS,
        OptionalDouble.of(host.load()),
        OptionalDouble.of(0),
        total << 20,
        (total - host.heldMebibytes()) << 20,
        List.of(thresholds.compute(host, (some, before) -> threshold(before, some, now))),
        Set.of(),
        Map.of(),
        OptionalDouble.of(type.processorMips()),
        Optional.of(new HostPower(isReady ? PowerState.ON : PowerState.OFF, type.power().watts())));
  }

  /** How the probe of processors would stand, which looks at the host once a round. */
  private static ThresholdState threshold(ThresholdState before, Host host, long now) {
    ThresholdLevel was = before == null ? ThresholdLevel.NORMAL : before.level();
    double limit = was == ThresholdLevel.HIGH ? LOW : HIGH;
    ThresholdLevel level = host.load() > limit ? ThresholdLevel.HIGH : ThresholdLevel.NORMAL;
    long since = before != null && was == level ? before.sinceEpochMillis() : now;
    return new ThresholdState(PROBE, level, since, host.load(), HIGH, LOW);
  }

  private DomainSnapshot show(Machine machine) {
    double processor = machine.host().type().processorMips();
    return new DomainSnapshot(
        uuid(machine),
        machine.name(),
        machine.host().name(),
        DomainState.RUNNING,
        DomainType.PVH,
        (long) machine.memoryMebibytes() << 20,
        1,
        DEFAULT_WEIGHT,
        machine.isCapped() ? (int) Math.min(PERCENT, PERCENT * machine.mips() / processor) : 0,
        OptionalDouble.of(machine.givenMips() / processor),
        OptionalDouble.of(machine.requestedMips() / processor),
        OptionalLong.empty(),
        machine.tags(),
        Set.of(),
        true,
        List.of(),
        epochMillis(machine.arrivedAtSeconds()));
  }

  private StoppedDomain showStopped(Machine machine) {
    return new StoppedDomain(
        uuid(machine),
        machine.name(),
        machine.host().name(),
        (long) machine.memoryMebibytes() << 20,
        1,
        machine.tags(),
        Set.of(),
        epochMillis(machine.stoppedAtSeconds()));
  }

  private static long epochMillis(double seconds) {
    return DAY_BEGINS_MILLIS + Math.round(seconds * 1000);
  }
}
