// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.util.Optional;
import org.transhume.api.model.DomainState;
import org.transhume.hypervisor.sim.internal.DomainConfiguration.Guest;
import org.transhume.hypervisor.sim.internal.DomainConfiguration.Machine;
import org.transhume.spi.hypervisor.DomainIdentity;

/** One copy of a domain on one host. Its host alone changes it. */
final class SimulatedDomain {

  private final int id;
  private final String uuid;
  private final DomainConfiguration configuration;
  private final DemandNoise noise;
  private String name;
  private DomainState state = DomainState.PAUSED;
  private long memoryBytes;
  private long bootedAt;
  private Demand demand;
  private double dirtyBytesPerSecond;
  private double processorNanos;
  private double networkBytes;
  private long image;
  private Optional<GuestEvent.Kind> asked = Optional.empty();

  SimulatedDomain(
      int id, String uuid, String name, DomainConfiguration configuration, DemandNoise noise) {
    this.id = id;
    this.uuid = uuid;
    this.name = name;
    this.configuration = configuration;
    this.noise = noise;
    this.demand = configuration.guest().demand();
    this.dirtyBytesPerSecond = configuration.guest().dirtyBytesPerSecond();
  }

  DomainIdentity identity() {
    return new DomainIdentity(uuid, id, name);
  }

  int id() {
    return id;
  }

  String uuid() {
    return uuid;
  }

  String name() {
    return name;
  }

  void setName(String name) {
    this.name = name;
  }

  DomainConfiguration configuration() {
    return configuration;
  }

  Machine machine() {
    return configuration.machine();
  }

  Guest guest() {
    return configuration.guest();
  }

  DomainState state() {
    return state;
  }

  void setState(DomainState state) {
    this.state = state;
  }

  long memoryBytes() {
    return memoryBytes;
  }

  void setMemoryBytes(long memoryBytes) {
    this.memoryBytes = memoryBytes;
  }

  /** Memory that the host has given for it so far. */
  long footprintBytes() {
    return Machine.footprint(memoryBytes, machine().maximumMemoryBytes(), machine().vcpus());
  }

  /** The guest's time since it was booted, wherever that was. */
  long elapsedNanos(long now) {
    return now - bootedAt;
  }

  void setBootedAt(long bootedAt) {
    this.bootedAt = bootedAt;
  }

  Demand demand() {
    return demand;
  }

  void setDemand(Demand demand) {
    this.demand = demand;
  }

  double dirtyBytesPerSecond() {
    return dirtyBytesPerSecond;
  }

  void setDirtyBytesPerSecond(double dirtyBytesPerSecond) {
    this.dirtyBytesPerSecond = dirtyBytesPerSecond;
  }

  /** Processors it would use now if it had the machine for itself. */
  double wantedProcessors(long now) {
    if (!state.isRunning()) {
      return 0;
    }
    long elapsed = elapsedNanos(now);
    return Math.min(machine().ceiling(), demand.at(elapsed) * noise.factor(elapsed));
  }

  /** When {@link #wantedProcessors} may change by itself. */
  long nextChange(long now) {
    if (!state.isRunning()) {
      return Long.MAX_VALUE;
    }
    long elapsed = elapsedNanos(now);
    long change = Math.min(demand.nextChange(elapsed), noise.nextChange(elapsed));
    return change == Long.MAX_VALUE ? change : now + change - elapsed;
  }

  double processorNanos() {
    return processorNanos;
  }

  /** Accounts what it has used. */
  void use(double processors, long nanos) {
    processorNanos += processors * nanos;
    if (state.isRunning()) {
      networkBytes += guest().networkBytesPerSecond() * nanos / 1e9;
    }
  }

  double networkBytes() {
    return networkBytes;
  }

  /** Which of the domain's successive runs its memory is a picture of; see {@link CopyLedger}. */
  long image() {
    return image;
  }

  void setImage(long image) {
    this.image = image;
  }

  /** What the guest was asked to do and could not hear yet, because it does not run. */
  Optional<GuestEvent.Kind> asked() {
    return asked;
  }

  void setAsked(Optional<GuestEvent.Kind> asked) {
    this.asked = asked;
  }
}
