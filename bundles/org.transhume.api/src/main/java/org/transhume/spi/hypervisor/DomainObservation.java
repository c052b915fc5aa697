// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.Explanation;

/**
 * One copy of a domain, as one look found it.
 *
 * @param identity which copy
 * @param baseName the domain's own name, without {@code --incoming} or {@code --migratedaway}
 * @param copyKind the domain itself, or a copy of a migration
 * @param state what it does
 * @param type how it is virtualised; empty where the tools did not say
 * @param memoryBytes memory it holds
 * @param maximumMemoryBytes memory it may grow to; at least {@code memoryBytes}
 * @param vcpus virtual processors
 * @param weight share under contention
 * @param capPercent most it may use, in per cent of one processor; 0 for no cap
 * @param cpuTime processor time accounted to it since this copy began
 * @param networkBytes traffic in both directions since this copy began, if known
 * @param devices its disks, network interfaces and passed-through devices
 * @param transferring whether a tool process that moves or saves it is alive on this host, started
 *     by whomever
 * @param obstacles standing reasons why it cannot be migrated live; empty when none is known
 */
public record DomainObservation(
    DomainIdentity identity,
    String baseName,
    CopyKind copyKind,
    DomainState state,
    Optional<DomainType> type,
    long memoryBytes,
    long maximumMemoryBytes,
    int vcpus,
    int weight,
    int capPercent,
    Duration cpuTime,
    OptionalLong networkBytes,
    List<DeviceObservation> devices,
    boolean transferring,
    List<Explanation> obstacles) {

  /** Copies the lists. */
  public DomainObservation {
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(baseName, "baseName");
    Objects.requireNonNull(copyKind, "copyKind");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(cpuTime, "cpuTime");
    Objects.requireNonNull(networkBytes, "networkBytes");
    devices = List.copyOf(devices);
    obstacles = List.copyOf(obstacles);
  }
}
