// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.transhume.agent.internal.SimulatedAgent;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StopOrder;
import org.transhume.hypervisor.sim.internal.ClusterSettings;
import org.transhume.hypervisor.sim.internal.SimulatedCluster;
import org.transhume.hypervisor.sim.internal.SimulatedFence;
import org.transhume.hypervisor.sim.internal.VirtualTimeline;
import org.transhume.journal.SimulatedFolder;
import org.transhume.manager.internal.SimulatedManager;
import org.transhume.spi.transport.Endpoint;

/**
 * A whole cluster in virtual time: simulated hosts, the agents and the managers that production
 * runs, and between them a network. Everything can be broken and healed.
 */
final class Testbed {

  /** Of every agent; nothing listens there. */
  static final int PORT = 7443;

  private static final int RETURN_SECONDS = 240;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private final VirtualTimeline timeline = new VirtualTimeline(START);
  private final Random random;
  private final SimulatedCluster cluster;
  private final StreamNetwork streams = new StreamNetwork();
  private final Managers managers;
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final List<Record> obeyedTooLate = new ArrayList<>();
  private final Set<String> booted = new HashSet<>();
  private final Set<String> created = new HashSet<>();
  private final Set<String> stopped = new HashSet<>();
  private int refusedTooLate;

  /** One host with what runs on it. */
  private final class Host {
    private final String name;
    private final List<Connection> connections;
    private Duration clockOffset = Duration.ZERO;
    private SimulatedFolder journal = new SimulatedFolder();
    private SimulatedAgent agent;
    private boolean poweredOff;

    /** Whether it stays off until somebody has repaired it. */
    private boolean dead;

    Host(String name) {
      this.name = name;
      this.connections =
          managers.all().stream()
              .map(
                  manager ->
                      new Connection(
                          manager, () -> agent, timeline, random, Testbed.this::answered))
              .toList();
    }

    void start() {
      if (poweredOff || (agent != null && !agent.isDead())) {
        return;
      }
      agent =
          new SimulatedAgent(
              new SimulatedAgent.Machine(
                  cluster.hypervisor(name),
                  timeline,
                  clock(() -> clockOffset),
                  random,
                  journal,
                  streams.newDoor(name)),
              (notification, handback) -> connections.forEach(one -> one.told(notification)));
      connections.forEach(Connection::connectSoon);
    }

    void kill() {
      if (agent.isDead()) {
        return;
      }
      agent.kill();
      journal = journal.afterKill();
      streams.agentDied(name);
      connections.forEach(one -> one.breakDown("its process has ended"));
    }

    void connectSoon(SimulatedManager manager) {
      connections.stream().filter(one -> one.manager() == manager).forEach(Connection::connectSoon);
    }

    void cut(boolean towardsAgent, boolean towardsManagers) {
      connections.forEach(one -> one.link().cut(towardsAgent, towardsManagers));
    }
  }

  /**
   * A cluster of those hosts; nothing runs yet.
   *
   * @param managers how many; a single one is elected by nobody
   * @param fenced whether they have a fence, and repair the loss of hosts
   */
  Testbed(ClusterSettings settings, int managers, boolean fenced, Random random) {
    this.random = random;
    this.cluster = new SimulatedCluster(settings, timeline);
    this.managers =
        new Managers(
            managers,
            settings.hosts().stream().map(shape -> new Endpoint(shape.name(), PORT)).toList(),
            fenced ? Optional.of(new SimulatedFence(cluster, this::loseHost)) : Optional.empty(),
            timeline,
            clock(() -> Duration.ZERO),
            random,
            started -> hosts.values().forEach(host -> host.connectSoon(started)));
    settings.hosts().forEach(shape -> hosts.put(shape.name(), new Host(shape.name())));
  }

  /** Starts the managers and all agents. */
  void start() {
    managers.start();
    hosts.values().forEach(Host::start);
  }

  SimulatedCluster cluster() {
    return cluster;
  }

  VirtualTimeline timeline() {
    return timeline;
  }

  List<String> hostNames() {
    return List.copyOf(hosts.keySet());
  }

  void after(Duration delay, Runnable action) {
    timeline.after(delay.toNanos(), action);
  }

  Managers managers() {
    return managers;
  }

  /** Orders that an agent has accepted though it knew a newer leader. */
  List<Record> obeyedTooLate() {
    return List.copyOf(obeyedTooLate);
  }

  /** How many orders agents have refused because they knew a newer leader. */
  int refusedTooLate() {
    return refusedTooLate;
  }

  /** How many domains of lost hosts were booted elsewhere. */
  int booted() {
    return booted.size();
  }

  /** How many domains hosts have created for a manager. */
  int created() {
    return created.size();
  }

  /** How many domains hosts have stopped for a manager. */
  int stopped() {
    return stopped.size();
  }

  private void answered(Record order, boolean tooLate, StepResult result) {
    if (order instanceof StopOrder stop && result.phase() == MigrationPhase.DONE) {
      stopped.add(stop.stopId());
    }
    if (order instanceof BootOrder boot && result.phase() == MigrationPhase.DONE) {
      (boot.isCreation() ? created : booted).add(boot.bootId());
    }
    if (!tooLate) {
      return;
    }
    if (result.accepted()) {
      obeyedTooLate.add(order);
    } else {
      refusedTooLate++;
    }
  }

  /** Ids of the migrations that have not ended, per host that says so. */
  List<String> underWayAtAgents() {
    List<String> lines = new ArrayList<>();
    for (Host host : hosts.values()) {
      if (host.dead) {
        continue;
      }
      if (host.agent.isDead()) {
        lines.add("the agent of " + host.name + " is down");
      } else {
        host.agent.underWay().forEach(bean -> lines.add(bean.getId() + " at " + host.name));
      }
    }
    return lines;
  }

  /** Whether the host is off and nobody will repair it. */
  boolean isDead(String host) {
    return hosts.get(host).dead;
  }

  /** Asks the agent of that host to create a domain; tells its name, or why there is none. */
  CompletionStage<String> create(String host, String configuration) {
    return hosts.get(host).agent.create(configuration);
  }

  /** The manager that attends to the agent of that host; empty when none does. */
  Optional<String> attends(String host) {
    SimulatedAgent agent = hosts.get(host).agent;
    return agent.isDead() ? Optional.empty() : agent.manager();
  }

  /** Asks for a migration on the agent of that host; tells its id, or why there is none. */
  CompletionStage<String> askAgent(String host, String domain, String target) {
    SimulatedAgent agent = hosts.get(host).agent;
    return agent.isDead()
        ? CompletableFuture.failedFuture(new IllegalStateException("no agent on " + host))
        : agent.migrate(domain, target);
  }

  // What goes wrong

  void killAgent(String host, Duration downFor) {
    Host struck = hosts.get(host);
    struck.kill();
    after(downFor, struck::start);
  }

  void rebootHost(String host, Duration downFor) {
    cutPower(host);
    after(downFor, () -> powerOn(host));
  }

  private void cutPower(String host) {
    Host struck = hosts.get(host);
    if (struck.poweredOff) {
      return;
    }
    struck.kill();
    cluster.powerOff(host);
    struck.poweredOff = true;
    List<SimulatedFolder> left = struck.journal.afterPowerLoss();
    struck.journal = left.get(random.nextInt(left.size()));
  }

  /** Cuts a host's power until somebody repairs it, which nobody may ever do. */
  void loseHost(String host) {
    cutPower(host);
    Host struck = hosts.get(host);
    if (!struck.dead) {
      struck.dead = true;
      if (random.nextInt(3) > 0) {
        after(Duration.ofSeconds(1 + random.nextInt(RETURN_SECONDS)), () -> repairHost(host));
      }
    }
  }

  private void repairHost(String host) {
    hosts.get(host).dead = false;
    powerOn(host);
  }

  /** Lets a host resist its power switch for a while. */
  void breakFence(String host, Duration time) {
    cluster.equip(host, "fence=resists");
    after(time, () -> cluster.equip(host, ""));
  }

  private void powerOn(String host) {
    Host struck = hosts.get(host);
    if (struck.poweredOff && !struck.dead) {
      cluster.powerOn(host);
      struck.poweredOff = false;
      after(Duration.ofMillis(500), struck::start);
    }
  }

  void partHost(String host, Duration time) {
    Host struck = hosts.get(host);
    struck.cut(true, true);
    streams.part(host);
    struck.connections.forEach(one -> one.breakDown("the link is cut"));
    after(time, () -> joinHost(host));
  }

  private void joinHost(String host) {
    Host struck = hosts.get(host);
    struck.cut(false, false);
    streams.join(host);
    struck.connections.forEach(Connection::connectSoon);
  }

  void cutOneWay(String host, boolean towardsAgent, Duration time) {
    Host struck = hosts.get(host);
    struck.cut(towardsAgent, !towardsAgent);
    after(time, () -> struck.cut(false, false));
  }

  void disturb(String host, double twice, double never, Duration time) {
    List<Connection> connections = hosts.get(host).connections;
    connections.forEach(one -> one.link().disturb(twice, never));
    after(time, () -> connections.forEach(one -> one.link().disturb(0, 0)));
  }

  boolean cutStream(String host, long afterBytes) {
    return streams.cutAfter(host, afterBytes);
  }

  void stallStream(String host, Duration time) {
    streams.stall(host, true);
    after(time, () -> streams.stall(host, false));
  }

  /** Steps the clock, and steps it back when somebody has noticed. */
  void stepClock(String host, Duration ahead, Duration time) {
    stepClock(host, ahead);
    after(time, () -> stepClock(host, ahead.negated()));
  }

  private void stepClock(String host, Duration ahead) {
    Host struck = hosts.get(host);
    struck.clockOffset = struck.clockOffset.plus(ahead);
    cluster.stepClock(host, ahead);
  }

  void fillDisk(String host, Duration time) {
    hosts.get(host).journal.fill(true);
    after(time, () -> hosts.get(host).journal.fill(false));
  }

  /** Undoes everything that was done to machines and networks. */
  void heal() {
    managers.heal();
    for (Host host : hosts.values()) {
      host.connections.forEach(one -> one.link().heal());
      host.journal.fill(false);
      joinHost(host.name);
      powerOn(host.name);
      host.start();
    }
  }

  private Clock clock(Supplier<Duration> offset) {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return timeline.instant().plus(offset.get());
      }
    };
  }
}
