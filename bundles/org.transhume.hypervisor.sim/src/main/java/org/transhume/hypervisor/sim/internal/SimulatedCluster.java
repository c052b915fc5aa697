// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.transhume.spi.hypervisor.Hypervisor;

/**
 * Several simulated hosts on one timeline. Safe for several threads. What goes wrong is asked for
 * here; everything else is asked of the hosts' {@link Hypervisor hypervisors}, as on real ones.
 */
public final class SimulatedCluster {

  private final ClusterSettings settings;
  private final ModelLock lock = new ModelLock();
  private final CopyLedger ledger = new CopyLedger();
  private final List<Consumer<SimulationEvent>> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, SimulatedHost> hosts = new LinkedHashMap<>();
  private final Map<String, Hypervisor> hypervisors = new LinkedHashMap<>();

  /** A cluster whose hosts are empty, and whose domains are no processes. */
  public SimulatedCluster(ClusterSettings settings, Timeline timeline) {
    this(settings, timeline, NoGuestPrograms.INSTANCE);
  }

  /** A cluster whose hosts are empty. */
  SimulatedCluster(ClusterSettings settings, Timeline timeline, GuestPrograms programs) {
    this.settings = settings;
    World world =
        new World(
            settings,
            inside(timeline),
            lock,
            ledger,
            programs,
            TraceReader.files(),
            new Random(settings.seed()),
            event -> listeners.forEach(listener -> listener.accept(event)));
    for (HostShape shape : settings.hosts()) {
      SimulatedHost host = new SimulatedHost(shape, world);
      hosts.put(shape.name(), host);
      hypervisors.put(shape.name(), new SimulatedHypervisor(host, lock));
    }
  }

  /** How it was built. */
  public ClusterSettings settings() {
    return settings;
  }

  /** The hosts' hypervisors, in the order of the settings. */
  public List<Hypervisor> hypervisors() {
    return List.copyOf(hypervisors.values());
  }

  /** One host's hypervisor. */
  public Hypervisor hypervisor(String host) {
    return known(hypervisors, host);
  }

  /** Own names of all domains, wherever they are. */
  public List<String> domains() {
    return lock.call(
        () ->
            hosts.values().stream()
                .flatMap(host -> host.domains().stream())
                .map(domain -> DomainName.base(domain.name()))
                .distinct()
                .sorted()
                .toList());
  }

  /** Every copy of every domain: {@code NAME on HOST: STATE}. */
  List<String> copies() {
    return lock.call(
        () ->
            hosts.values().stream()
                .flatMap(
                    host ->
                        host.domains().stream()
                            .map(copy -> copy.name() + " on " + host.name() + ": " + copy.state()))
                .sorted()
                .toList());
  }

  /** What went wrong with copies of domains so far. */
  public List<CopyLedger.Violation> violations() {
    return lock.call(ledger::violations);
  }

  /** Tells somebody of everything that happens; it must not wait, and may run on any thread. */
  public void onEvent(Consumer<SimulationEvent> listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
  }

  /**
   * Sets what a domain wants of the processors, in place of its script.
   *
   * @param processors 0 to its vcpus
   */
  public void setDemand(String domain, double processors) {
    change(
        domain,
        copy -> {
          if (!(processors >= 0 && processors <= copy.machine().vcpus())) {
            throw new IllegalArgumentException(
                domain
                    + " can want 0 to "
                    + copy.machine().vcpus()
                    + " processors, not "
                    + processors);
          }
          copy.setDemand(Demand.constant(processors));
        });
  }

  /** Sets how fast a domain writes to its memory. */
  public void setDirtyRate(String domain, double bytesPerSecond) {
    if (!(bytesPerSecond >= 0) || Double.isInfinite(bytesPerSecond)) {
      throw new IllegalArgumentException(
          "a dirty rate is 0 or more bytes per second: " + bytesPerSecond);
    }
    change(domain, copy -> copy.setDirtyBytesPerSecond(bytesPerSecond));
  }

  /**
   * Makes the next transfer on a host fail that can fail so.
   *
   * @param fault {@code KIND} or {@code KIND@STEP}, see {@link Fault}
   */
  public void injectFault(String host, String fault) {
    Fault parsed = Fault.parse(fault);
    lock.run(() -> known(hosts, host).inject(parsed));
  }

  /**
   * Sets what a host is like for the checks before a migration.
   *
   * @param equipment words such as {@code release=4.18 lacks=xenbr1}; none for an ordinary host
   */
  public void equip(String host, String equipment) {
    HostEquipment parsed = HostEquipment.parse(equipment);
    lock.run(() -> known(hosts, host).equip(parsed));
  }

  /** Fails a host's power. */
  public void powerOff(String host) {
    lock.run(() -> known(hosts, host).powerOff());
  }

  /** Brings a host back, with nothing on it. */
  public void powerOn(String host) {
    lock.run(() -> known(hosts, host).powerOn());
  }

  /** Whether a host has its power. */
  boolean isUp(String host) {
    return lock.call(() -> known(hosts, host).isUp());
  }

  /** What a host is like. */
  HostEquipment equipment(String host) {
    return lock.call(() -> known(hosts, host).equipment());
  }

  /** Steps a host's clock. */
  public void stepClock(String host, Duration ahead) {
    lock.run(() -> known(hosts, host).clock().step(ahead));
  }

  /** A guest with a real process has lost it: 0 means that it powered itself off. */
  void programEnded(String uuid, int exitCode) {
    GuestEvent.Kind how = exitCode == 0 ? GuestEvent.Kind.POWER_OFF : GuestEvent.Kind.CRASH;
    lock.run(
        () ->
            hosts
                .values()
                .forEach(
                    host ->
                        host.domains().stream()
                            .filter(domain -> domain.uuid().equals(uuid))
                            .forEach(domain -> host.guestEnds(domain, how))));
  }

  private void change(String domain, Consumer<SimulatedDomain> change) {
    lock.run(
        () -> {
          boolean found = false;
          for (SimulatedHost host : hosts.values()) {
            for (SimulatedDomain copy : host.domains()) {
              if (DomainName.base(copy.name()).equals(domain)) {
                host.settle();
                change.accept(copy);
                found = true;
              }
            }
          }
          if (!found) {
            throw new IllegalArgumentException("there is no domain " + domain);
          }
        });
  }

  private static <T> T known(Map<String, T> all, String host) {
    T known = all.get(host);
    if (known == null) {
      throw new IllegalArgumentException(
          "there is no host " + host + "; there are " + String.join(", ", all.keySet()));
    }
    return known;
  }

  private Timeline inside(Timeline timeline) {
    return new Timeline() {
      @Override
      public long nanos() {
        return timeline.nanos();
      }

      @Override
      public Instant instant() {
        return timeline.instant();
      }

      @Override
      public boolean passesByItself() {
        return timeline.passesByItself();
      }

      @Override
      public void after(long delayNanos, Runnable action) {
        timeline.after(delayNanos, () -> lock.run(action));
      }
    };
  }
}
