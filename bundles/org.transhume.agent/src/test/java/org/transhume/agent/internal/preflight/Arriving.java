// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.rules.DomainNames;
import org.transhume.rules.HostGate;
import org.transhume.rules.RuleReader;
import org.transhume.rules.RuleSet;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HostObservation;
import org.transhume.spi.hypervisor.HostResource;
import org.transhume.spi.hypervisor.HostResource.Kind;
import org.transhume.spi.hypervisor.SourceFacts;
import org.transhume.spi.hypervisor.TargetFacts;

/**
 * etch-1-1, of 128 MiB, leaves a-204-02 and shall arrive at a-204-03, where everything fits until a
 * test says otherwise.
 */
final class Arriving {

  static final String UUID = "97aed0d0-2117-467a-91df-2b592e55b5aa";
  static final String NAME = "etch-1-1";
  static final String LEAF = "00000001:ffffffff";
  static final String REGISTERS = "00100f23:00000800:80a02001:178bfbfd";
  static final HostResource DISK = new HostResource(Kind.DISK, "/srv/etch.img", "nfs s:/e inode 7");
  static final HostResource KERNEL = new HostResource(Kind.FILE, "/boot/vmlinux", "");
  static final HostResource BRIDGE = new HostResource(Kind.BRIDGE, "xenbr0", "VLAN 100");
  static final long MEBI = 1L << 20;

  String source = "a-204-02";
  String target = "a-204-03";
  Map<String, String> attachments =
      new TreeMap<>(
          Map.of(
              MigrationOrder.DOMAIN_MEMORY_BYTES,
              Long.toString(128 * MEBI),
              MigrationOrder.DOMAIN_VCPUS,
              "1"));
  HostState state = HostState.ACTIVE;
  long freeBytes = 1024 * MEBI;
  long reserveBytes;
  int arrivalsAtOnce = 1;
  boolean streams = true;
  List<DomainObservation> copies = new ArrayList<>();
  Reservations.Promised promised = new Reservations.Promised(0, List.of(), Map.of());
  Optional<ClockReading> clocks = Optional.of(new ClockReading(1_000_000, 30, 1_000_020));

  List<String> rules = List.of();

  // What the source tells.
  String sourceRelease = "4.17";
  String timestampMode = "native";
  OptionalLong sourceKilohertz = OptionalLong.of(2_100_000);
  Map<String, String> shown = Map.of(LEAF, REGISTERS);
  Optional<Boolean> sourceSynchronised = Optional.of(true);
  List<HostResource> used = List.of(DISK, KERNEL, BRIDGE);

  // What the target has.
  String targetRelease = "4.17";
  OptionalLong targetKilohertz = OptionalLong.of(2_100_001);
  Map<String, String> limits = Map.of(LEAF, REGISTERS);
  Optional<Boolean> targetSynchronised = Optional.of(true);
  Optional<Boolean> balloons = Optional.of(false);
  Optional<String> savedImage = Optional.empty();
  Optional<List<HostResource>> found = Optional.of(List.of(DISK, KERNEL, BRIDGE));

  MigrationOrder order() {
    return order("m-1", UUID, NAME);
  }

  MigrationOrder order(String id, String uuid, String name) {
    return new MigrationOrder(id, new Epoch(0, 1), uuid, name, source, target, 60_000, attachments);
  }

  ArrivalSituation situation() {
    return new ArrivalSituation(
        order(),
        new ArrivalSituation.Here("a-204-03", state, look(), reserveBytes, arrivalsAtOnce, streams),
        promised,
        new SourceFacts(
            sourceRelease,
            Optional.of(DomainType.PVH),
            timestampMode,
            sourceKilohertz,
            shown,
            sourceSynchronised,
            used),
        new TargetFacts(
            targetRelease,
            targetKilohertz,
            limits,
            targetSynchronised,
            balloons,
            savedImage,
            found),
        clocks,
        gate("a-204-03"));
  }

  /** What these rules say of a host. */
  HostGate gate(String host) {
    return new HostGate(
        new RuleSet(7, new RuleReader(DomainNames.NONE).read(String.join("\n", rules)).rules())
            .placement()
            .hard(),
        host);
  }

  HostObservation look() {
    return look("a-204-03", freeBytes, copies);
  }

  static HostObservation look(String host, long freeBytes, List<DomainObservation> copies) {
    return new HostObservation(
        host, Instant.EPOCH, 0, "Xen 4.17.7", 1, 4096 * MEBI, freeBytes, Duration.ZERO, "", copies);
  }

  static DomainObservation copy(String uuid, String name, CopyKind kind, long bytes) {
    return copy(uuid, name, kind, bytes, DomainState.RUNNING, false, List.of());
  }

  static DomainObservation copy(
      String uuid,
      String name,
      CopyKind kind,
      long bytes,
      DomainState state,
      boolean transferring,
      List<Explanation> obstacles) {
    return new DomainObservation(
        new DomainIdentity(uuid, 3, name + (kind == CopyKind.INCOMING ? "--incoming" : "")),
        name,
        kind,
        state,
        Optional.of(DomainType.PVH),
        bytes,
        bytes,
        1,
        256,
        0,
        Duration.ZERO,
        OptionalLong.empty(),
        List.of(),
        transferring,
        obstacles);
  }
}
