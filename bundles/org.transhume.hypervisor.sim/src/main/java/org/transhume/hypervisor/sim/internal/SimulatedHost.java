// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.transhume.api.model.ConfigurationOrigin;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.Explanation;
import org.transhume.hypervisor.sim.internal.DomainConfiguration.Ending;
import org.transhume.hypervisor.sim.internal.DomainConfiguration.Endings;
import org.transhume.spi.hypervisor.ClockSurvey.ClockState;
import org.transhume.spi.hypervisor.ConfigurationSource.Bootable;
import org.transhume.spi.hypervisor.DeviceObservation;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HostObservation;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;
import org.transhume.spi.hypervisor.SourceFacts;
import org.transhume.spi.hypervisor.TargetFacts;

/**
 * One simulated machine: its memory, its domains, and what xl does with them. Not safe for several
 * threads; whoever calls is inside the simulation's lock.
 */
final class SimulatedHost {

  static final String VERSION = "Xen 4.17 (simulated)";

  private static final String CPU_FEATURES = "simulated-1";

  private final HostShape shape;
  private final World world;
  private final HostClock clock;
  private final Link outbound;
  private final Link inbound;
  private final Processors processors;
  private final Map<Integer, SimulatedDomain> domains = new TreeMap<>();
  private final Map<String, String> configurations = new HashMap<>();
  private final Set<TransferProcess> transfers = new LinkedHashSet<>();
  private final List<Fault> faults = new ArrayList<>();
  private HostEquipment equipment = HostEquipment.ORDINARY;
  private int nextDomainId = 1;
  private boolean up = true;

  SimulatedHost(HostShape shape, World world) {
    this.shape = shape;
    this.world = world;
    this.clock =
        new HostClock(world.timeline(), shape.clockOffset(), shape.clockDriftPartsPerMillion());
    this.outbound = new Link(shape.linkBytesPerSecond());
    this.inbound = new Link(shape.linkBytesPerSecond());
    this.processors = new Processors(shape.processors(), world.now());
  }

  String name() {
    return shape.name();
  }

  HostClock clock() {
    return clock;
  }

  Link outbound() {
    return outbound;
  }

  Link inbound() {
    return inbound;
  }

  Collection<SimulatedDomain> domains() {
    return List.copyOf(domains.values());
  }

  // What tools ask for

  HostObservation observe() throws HypervisorException {
    requireUp();
    settle();
    return new HostObservation(
        name(),
        clock.instant(),
        world.now(),
        VERSION,
        shape.processors(),
        shape.memoryBytes(),
        freeMemoryBytes(),
        Duration.ofNanos((long) processors.controlDomainNanos()),
        CPU_FEATURES,
        domains.values().stream().map(this::observe).toList());
  }

  SourceFacts sourceFacts(DomainIdentity identity) throws HypervisorException {
    return new SimulatedSurvey(name(), equipment).of(require(identity).configuration());
  }

  TargetFacts targetFacts(String domain, SourceFacts wanted) throws HypervisorException {
    requireUp();
    return new SimulatedSurvey(name(), equipment).forArrival(domain, wanted);
  }

  DomainIdentity create(String text) throws HypervisorException {
    requireUp();
    DomainConfiguration configuration = DomainConfigurationReader.read(text, world.traces());
    if (find(configuration.name()).isPresent()) {
      throw failure(
          Reason.NAME_IN_USE,
          "A domain named " + configuration.name() + " is on " + name() + " already.",
          Map.of("name", configuration.name()));
    }
    String uuid = configuration.uuid().orElseGet(world::newUuid);
    if (domains.values().stream().anyMatch(domain -> domain.uuid().equals(uuid))) {
      throw failure(
          Reason.NAME_IN_USE,
          "A domain with uuid " + uuid + " is on " + name() + " already.",
          Map.of("uuid", uuid));
    }
    SimulatedDomain domain = newDomain(uuid, configuration.name(), configuration);
    long needed = neededBytes(configuration);
    if (needed > freeMemoryBytes()) {
      throw failure(
          Reason.NO_MEMORY,
          configuration.name()
              + " needs "
              + needed
              + " bytes on "
              + name()
              + ", which has "
              + freeMemoryBytes()
              + " free.",
          Map.of(
              "neededBytes", Long.toString(needed),
              "freeBytes", Long.toString(freeMemoryBytes())));
    }
    Optional<String> command = configuration.guest().command();
    if (command.isPresent()) {
      world.programs().start(uuid, configuration.name(), command.get());
    }
    domain.setMemoryBytes(configuration.machine().memoryBytes());
    configurations.put(uuid, text);
    boot(domain, !configuration.paused());
    configuration.guest().events().forEach(event -> schedule(domain, event, 0));
    return domain.identity();
  }

  Optional<String> configuration(String uuid) throws HypervisorException {
    requireUp();
    return Optional.ofNullable(configurations.get(uuid));
  }

  /** Its own text, with the uuid that it has here where the text names none. */
  Bootable bootable(DomainIdentity identity) throws HypervisorException {
    DomainConfiguration own = require(identity).configuration();
    String text =
        own.uuid().isPresent()
            ? own.text()
            : own.text().stripTrailing() + "\nuuid = \"" + identity.uuid() + "\"\n";
    return new Bootable(ConfigurationOrigin.GIVEN, text);
  }

  void pause(DomainIdentity identity) throws HypervisorException {
    SimulatedDomain domain = require(identity);
    if (domain.state() == DomainState.RUNNING) {
      setState(domain, DomainState.PAUSED);
    }
  }

  void unpause(DomainIdentity identity) throws HypervisorException {
    SimulatedDomain domain = require(identity);
    if (domain.state() == DomainState.PAUSED) {
      setState(domain, DomainState.RUNNING);
    }
  }

  void ask(DomainIdentity identity, GuestEvent.Kind what) throws HypervisorException {
    SimulatedDomain domain = require(identity);
    domain.setAsked(Optional.of(what));
    if (domain.state().isRunning()) {
      heed(domain);
    }
  }

  void destroy(DomainIdentity identity) throws HypervisorException {
    remove(require(identity));
  }

  void rename(DomainIdentity identity, String to) throws HypervisorException {
    SimulatedDomain domain = require(identity);
    DomainName.check(to);
    if (find(to).isPresent()) {
      throw failure(
          Reason.NAME_IN_USE,
          "A domain named " + to + " is on " + name() + " already.",
          Map.of("name", to));
    }
    rename(domain, to);
  }

  void resume(DomainIdentity identity) throws HypervisorException {
    SimulatedDomain domain = require(identity);
    if (!resumeIfSuspended(domain)) {
      throw failure(
          Reason.FAILED,
          identity + " is not suspended on " + name() + " but " + domain.state() + ".",
          Map.of("domain", domain.name(), "state", domain.state().name()));
    }
  }

  Sender send(DomainIdentity identity, String migrationId) throws HypervisorException {
    SimulatedDomain domain = require(identity);
    if (isTransferring(domain)) {
      throw failure(
          Reason.ALREADY_MOVING,
          "Another migration of " + identity + " is under way on " + name() + ".",
          Map.of("domain", domain.name()));
    }
    return sendUnchecked(domain, migrationId);
  }

  /** What {@code xl migrate} does when somebody starts it by hand: it asks nobody. */
  Sender sendUnchecked(SimulatedDomain domain, String migrationId) {
    Sender sender = new Sender(this, world, migrationId, takeFault(Fault.Half.SENDER), domain);
    begin(sender);
    return sender;
  }

  Receiver receive(String migrationId) throws HypervisorException {
    requireUp();
    Receiver receiver = new Receiver(this, world, migrationId, takeFault(Fault.Half.RECEIVER));
    begin(receiver);
    return receiver;
  }

  // What happens to machines

  /** From now on the host is like that. */
  void equip(HostEquipment now) {
    equipment = now;
  }

  /** The next transfer on this host that the fault can strike will suffer it. */
  void inject(Fault fault) {
    faults.add(fault);
  }

  /** The power fails: everything on this host is gone at once. */
  void powerOff() {
    settle();
    List.copyOf(transfers).forEach(TransferProcess::die);
    domains().forEach(this::remove);
    up = false;
    world.publish(name(), "Domain-0", "power off");
  }

  /** Whether it has its power. */
  boolean isUp() {
    return up;
  }

  /** What its time service would say; a clock that nobody keeps has no time source. */
  ClockState clockState() {
    boolean kept = equipment.synchronised();
    return new ClockState(
        Optional.of(kept), kept ? OptionalDouble.of(clock.aheadMillis()) : OptionalDouble.empty());
  }

  /** What it is like. */
  HostEquipment equipment() {
    return equipment;
  }

  /**
   * The machine comes back with nothing on it; kept configurations are on its disk, and those that
   * it is told to start at boot are started.
   */
  void powerOn() {
    settle();
    up = true;
    nextDomainId = 1;
    world.publish(name(), "Domain-0", "power on");
    world.timeline().after(world.costs().toolsReactNanos(), this::startAtBoot);
  }

  private void startAtBoot() {
    for (String text : List.copyOf(configurations.values())) {
      try {
        String domain = DomainConfigurationReader.read(text, world.traces()).name();
        if (up && equipment.starts(domain) && find(domain).isEmpty()) {
          create(text);
        }
      } catch (HypervisorException e) {
        world.publish(name(), "Domain-0", "not started at boot: " + e.getMessage());
      }
    }
  }

  /** Ends a running guest from inside; the tools then do what its configuration says. */
  void guestEnds(SimulatedDomain domain, GuestEvent.Kind how) {
    if (!isHere(domain) || !domain.state().isRunning()) {
      return;
    }
    DomainState ended =
        switch (how) {
          case POWER_OFF -> DomainState.SHUT_DOWN;
          case REBOOT -> DomainState.REBOOTING;
          case CRASH -> DomainState.CRASHED;
        };
    setState(domain, ended);
    world.timeline().after(world.costs().toolsReactNanos(), () -> toolsReact(domain, ended));
  }

  // What transfers do

  /** Accounts processor time up to now; to be called before anything changes that it depends on. */
  void settle() {
    long streaming = transfers.stream().filter(TransferProcess::isStreaming).count();
    double load = world.costs().controlDomainProcessors();
    load += streaming == 0 ? 0 : streamingLoad();
    processors.settle(world.now(), load, domains.values());
  }

  boolean isHere(SimulatedDomain domain) {
    return domains.get(domain.id()) == domain;
  }

  Optional<SimulatedDomain> find(String name) {
    return domains.values().stream().filter(domain -> domain.name().equals(name)).findFirst();
  }

  /** A copy that is being received: paused, and with no memory yet. */
  SimulatedDomain createIncoming(String uuid, DomainConfiguration configuration) {
    SimulatedDomain domain =
        newDomain(uuid, DomainName.incoming(configuration.name()), configuration);
    add(domain);
    world.publish(name(), domain.name(), "created");
    return domain;
  }

  /**
   * Gives a copy more memory.
   *
   * @return false when there is too little
   */
  boolean grow(SimulatedDomain domain, long memoryBytes) {
    long more = memoryBytes - domain.memoryBytes();
    if (more > freeMemoryBytes()) {
      return false;
    }
    domain.setMemoryBytes(memoryBytes);
    return true;
  }

  /** The copy is complete: it goes on where the other stood. */
  void adopt(SimulatedDomain domain, DomainImage.State state) {
    settle();
    domain.setBootedAt(world.now() - state.elapsedNanos());
    domain.setDemand(Demand.parse(state.demand()));
    domain.setDirtyBytesPerSecond(state.dirtyBytesPerSecond());
    domain.setImage(state.image());
    configurations.put(domain.uuid(), domain.configuration().text());
    for (GuestEvent event : domain.guest().events()) {
      schedule(domain, event, state.elapsedNanos());
    }
  }

  void rename(SimulatedDomain domain, String to) {
    domain.setName(to);
    world.publish(name(), to, "renamed");
  }

  /** Lets a suspended domain go on; does nothing to any other. */
  boolean resumeIfSuspended(SimulatedDomain domain) {
    boolean resumes = isHere(domain) && domain.state() == DomainState.SUSPENDED;
    if (resumes) {
      setState(domain, DomainState.RUNNING);
    }
    return resumes;
  }

  void setState(SimulatedDomain domain, DomainState state) {
    settle();
    domain.setState(state);
    if (state.isRunning()) {
      world.ledger().started(domain, name(), world.now());
      heed(domain);
    } else {
      world.ledger().stopped(domain);
    }
    followProgram(domain.uuid());
    world.publish(name(), domain.name(), state.name());
  }

  void remove(SimulatedDomain domain) {
    if (!isHere(domain)) {
      return;
    }
    settle();
    domains.remove(domain.id());
    world.ledger().removed(domain);
    followProgram(domain.uuid());
    world.publish(name(), domain.name(), "destroyed");
  }

  void ended(TransferProcess transfer) {
    settle();
    transfers.remove(transfer);
  }

  // Within

  private void begin(TransferProcess transfer) {
    settle();
    transfers.add(transfer);
    transfer.begin();
  }

  private boolean isTransferring(SimulatedDomain domain) {
    return transfers.stream().anyMatch(transfer -> transfer.isOf(domain));
  }

  private Optional<Fault> takeFault(Fault.Half half) {
    for (Iterator<Fault> waiting = faults.iterator(); waiting.hasNext(); ) {
      Fault fault = waiting.next();
      if (fault.kind().half() == half) {
        waiting.remove();
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  private double streamingLoad() {
    long directions =
        transfers.stream()
            .filter(TransferProcess::isStreaming)
            .map(TransferProcess::link)
            .distinct()
            .count();
    return directions * world.costs().migrationProcessors();
  }

  private DomainObservation observe(SimulatedDomain domain) {
    return new DomainObservation(
        domain.identity(),
        DomainName.base(domain.name()),
        DomainName.kind(domain.name()),
        domain.state(),
        Optional.of(domain.machine().type()),
        domain.memoryBytes(),
        Math.max(domain.memoryBytes(), domain.machine().maximumMemoryBytes()),
        domain.machine().vcpus(),
        domain.machine().weight(),
        domain.machine().capPercent(),
        Duration.ofNanos((long) domain.processorNanos()),
        OptionalLong.of((long) domain.networkBytes()),
        domain.machine().devices(),
        isTransferring(domain),
        obstacles(domain));
  }

  private List<Explanation> obstacles(SimulatedDomain domain) {
    List<Explanation> obstacles = new ArrayList<>();
    if (!domain.machine().movable()) {
      obstacles.add(
          Explanation.of(
              "MIGRATION_FORBIDDEN", "Its configuration says nomigrate=1: it may not move."));
    }
    for (DeviceObservation device : domain.machine().devices()) {
      if (device.kind().equals("pci")) {
        obstacles.add(
            new Explanation(
                "PASSED_THROUGH_DEVICE",
                "The device " + device.description() + " of this host is passed through to it.",
                Map.of("device", device.description())));
      }
    }
    if (equipment.starts(domain.name())) {
      obstacles.add(
          Explanation.of(
              "STARTED_AT_BOOT", "This host starts it at boot, wherever it may run by then."));
    }
    return obstacles;
  }

  private long freeMemoryBytes() {
    long given = domains.values().stream().mapToLong(SimulatedDomain::footprintBytes).sum();
    return Math.max(0, shape.memoryBytes() - shape.controlDomainBytes() - given);
  }

  private static long neededBytes(DomainConfiguration configuration) {
    DomainConfiguration.Machine machine = configuration.machine();
    return DomainConfiguration.Machine.footprint(
        machine.memoryBytes(), machine.maximumMemoryBytes(), machine.vcpus());
  }

  private SimulatedDomain newDomain(String uuid, String name, DomainConfiguration configuration) {
    DemandNoise noise =
        new DemandNoise(
            world.settings().seed() * 31 + uuid.hashCode(), world.settings().demandNoise());
    return new SimulatedDomain(nextDomainId++, uuid, name, configuration, noise);
  }

  private void add(SimulatedDomain domain) {
    settle();
    domains.put(domain.id(), domain);
    world.ledger().created(domain);
  }

  private void boot(SimulatedDomain domain, boolean run) {
    add(domain);
    domain.setBootedAt(world.now());
    domain.setImage(world.ledger().freshImage(domain.uuid()));
    world.publish(name(), domain.name(), "created");
    if (run) {
      setState(domain, DomainState.RUNNING);
    }
  }

  private void schedule(SimulatedDomain domain, GuestEvent event, long elapsedNanos) {
    long left = event.afterNanos() - elapsedNanos;
    if (left >= 0) {
      world.timeline().after(left, () -> guestEnds(domain, event.kind()));
    }
  }

  /** A running guest hears what it was asked, and takes its time. */
  private void heed(SimulatedDomain domain) {
    domain
        .asked()
        .ifPresent(
            what -> {
              world
                  .timeline()
                  .after(
                      world.costs().guestEndsNanos(),
                      () -> {
                        if (domain.state().isRunning()) {
                          domain.setAsked(Optional.empty());
                          guestEnds(domain, what);
                        }
                      });
            });
  }

  private void toolsReact(SimulatedDomain domain, DomainState ended) {
    if (!isHere(domain) || domain.state() != ended) {
      return;
    }
    Endings endings = domain.machine().endings();
    Ending ending =
        switch (ended) {
          case REBOOTING -> endings.onReboot();
          case CRASHED -> endings.onCrash();
          default -> endings.onPowerOff();
        };
    switch (ending) {
      case DESTROY -> remove(domain);
      case RESTART -> restart(domain);
      case PRESERVE -> world.publish(name(), domain.name(), "preserved");
    }
  }

  private void restart(SimulatedDomain domain) {
    SimulatedDomain anew = newDomain(domain.uuid(), domain.name(), domain.configuration());
    anew.setDemand(domain.demand());
    anew.setDirtyBytesPerSecond(domain.dirtyBytesPerSecond());
    remove(domain);
    Optional<String> command = domain.guest().command();
    try {
      if (command.isPresent()) {
        world.programs().start(domain.uuid(), domain.name(), command.get());
      }
    } catch (HypervisorException e) {
      world.publish(name(), domain.name(), "not restarted: " + e.getMessage());
      return;
    }
    anew.setMemoryBytes(anew.machine().memoryBytes());
    boot(anew, true);
  }

  /** The process behind a domain runs while any copy runs, and ends with the last copy. */
  private void followProgram(String uuid) {
    if (!world.ledger().exists(uuid)) {
      world.programs().end(uuid);
    } else if (world.ledger().runs(uuid)) {
      world.programs().go(uuid);
    } else {
      world.programs().stop(uuid);
    }
  }

  private SimulatedDomain require(DomainIdentity identity) throws HypervisorException {
    requireUp();
    if (identity.domainId() == 0) {
      throw failure(
          Reason.CONTROL_DOMAIN,
          "Domain 0 of " + name() + " is its control domain, which is never acted upon.",
          Map.of());
    }
    SimulatedDomain domain = domains.get(identity.domainId());
    if (domain == null) {
      throw failure(
          Reason.UNKNOWN_DOMAIN,
          "There is no " + identity + " on " + name() + ".",
          Map.of("domain", identity.name()));
    }
    if (!domain.uuid().equals(identity.uuid())) {
      throw failure(
          Reason.IDENTITY_CHANGED,
          "Domid "
              + identity.domainId()
              + " of "
              + name()
              + " is "
              + domain.identity()
              + " by now, not "
              + identity
              + ".",
          Map.of("domain", identity.name(), "now", domain.name()));
    }
    return domain;
  }

  private void requireUp() throws HypervisorException {
    if (!up) {
      throw failure(Reason.NOT_AVAILABLE, "The machine " + name() + " is off.", Map.of());
    }
  }

  private HypervisorException failure(Reason reason, String text, Map<String, String> operands) {
    Map<String, String> all = new TreeMap<>(operands);
    all.put("host", name());
    return new HypervisorException(reason, text, all);
  }
}
