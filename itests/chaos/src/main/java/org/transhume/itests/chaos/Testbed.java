// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.transhume.agent.internal.SimulatedAgent;
import org.transhume.hypervisor.sim.internal.ClusterSettings;
import org.transhume.hypervisor.sim.internal.HostShape;
import org.transhume.hypervisor.sim.internal.SimulatedCluster;
import org.transhume.hypervisor.sim.internal.VirtualTimeline;
import org.transhume.journal.SimulatedFolder;
import org.transhume.manager.internal.SimulatedManager;

/**
 * A whole cluster in virtual time: simulated hosts, the agents and the manager that production
 * runs, and between them a network. Everything can be broken and healed.
 */
final class Testbed {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MOST_WORK_NANOS = 30_000_000;

  private final VirtualTimeline timeline = new VirtualTimeline(START);
  private final SimulatedCluster cluster;
  private final StreamNetwork streams = new StreamNetwork();
  private final SimulatedManager manager;
  private final Map<String, Host> hosts = new HashMap<>();
  private final List<String> names;
  private final Random random;

  /** One host with what runs on it. */
  private final class Host {
    private final String name;
    private final Link link;
    private Duration clockOffset = Duration.ZERO;
    private SimulatedFolder journal = new SimulatedFolder();
    private SimulatedAgent agent;
    private SimulatedPort port;
    private boolean poweredOff;

    Host(String name) {
      this.name = name;
      this.link = new Link(timeline, random);
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
                  () -> random.nextInt(MOST_WORK_NANOS),
                  journal,
                  streams.newDoor(name)),
              (notification, handback) -> {
                if (port != null) {
                  port.told(notification);
                }
              });
      connectSoon();
    }

    void kill() {
      if (agent.isDead()) {
        return;
      }
      agent.kill();
      journal = journal.afterKill();
      streams.agentDied(name);
      disconnectSoon("its process has ended");
    }

    void connectSoon() {
      after(Duration.ofMillis(100 + random.nextInt(3_000)), this::connect);
    }

    private void connect() {
      boolean connected = port != null && port.isOpen() && port.agent() == agent;
      if (!manager.isAlive() || agent.isDead() || link.isCut() || connected) {
        return;
      }
      port = new SimulatedPort(agent, manager, link, timeline);
      manager.events().connected(port);
    }

    void disconnectSoon(String why) {
      SimulatedPort lost = port;
      if (lost != null) {
        lost.close();
        after(
            Duration.ofMillis(random.nextInt(8_000)),
            () -> {
              if (manager.isAlive()) {
                manager.events().lost(lost, why);
              }
            });
      }
    }
  }

  /** A cluster of those hosts; nothing runs yet. */
  Testbed(ClusterSettings settings, Random random) {
    this.random = random;
    this.cluster = new SimulatedCluster(settings, timeline);
    this.manager = new SimulatedManager(timeline, clock(() -> Duration.ZERO));
    this.names = settings.hosts().stream().map(HostShape::name).toList();
    names.forEach(name -> hosts.put(name, new Host(name)));
  }

  /** Starts the manager and all agents. */
  void start() {
    manager.start();
    names.forEach(name -> hosts.get(name).start());
  }

  SimulatedCluster cluster() {
    return cluster;
  }

  SimulatedManager manager() {
    return manager;
  }

  VirtualTimeline timeline() {
    return timeline;
  }

  List<String> hostNames() {
    return names;
  }

  void after(Duration delay, Runnable action) {
    timeline.after(delay.toNanos(), action);
  }

  /** Ids of the migrations that have not ended, per host that says so. */
  List<String> underWayAtAgents() {
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      SimulatedAgent agent = hosts.get(name).agent;
      if (agent.isDead()) {
        lines.add("the agent of " + name + " is down");
      } else {
        agent.underWay().forEach(id -> lines.add(id + " at " + name));
      }
    }
    return lines;
  }

  // What goes wrong

  void killAgent(String host, Duration downFor) {
    Host struck = hosts.get(host);
    struck.kill();
    after(downFor, struck::start);
  }

  void killManager(Duration downFor) {
    if (!manager.isAlive()) {
      return;
    }
    manager.kill();
    hosts.values().stream().filter(host -> host.port != null).forEach(host -> host.port.close());
    after(downFor, this::startManager);
  }

  private void startManager() {
    if (!manager.isAlive()) {
      manager.start();
      names.forEach(name -> hosts.get(name).connectSoon());
    }
  }

  void rebootHost(String host, Duration downFor) {
    Host struck = hosts.get(host);
    if (struck.poweredOff) {
      return;
    }
    struck.kill();
    cluster.powerOff(host);
    struck.poweredOff = true;
    List<SimulatedFolder> left = struck.journal.afterPowerLoss();
    struck.journal = left.get(random.nextInt(left.size()));
    after(downFor, () -> powerOn(host));
  }

  private void powerOn(String host) {
    Host struck = hosts.get(host);
    if (struck.poweredOff) {
      cluster.powerOn(host);
      struck.poweredOff = false;
      after(Duration.ofMillis(500), struck::start);
    }
  }

  void partHost(String host, Duration time) {
    Host struck = hosts.get(host);
    struck.link.cut(true, true);
    streams.part(host);
    struck.disconnectSoon("the link is cut");
    after(time, () -> joinHost(host));
  }

  private void joinHost(String host) {
    Host struck = hosts.get(host);
    struck.link.cut(false, false);
    streams.join(host);
    struck.connectSoon();
  }

  void cutOneWay(String host, boolean towardsAgent, Duration time) {
    Link link = hosts.get(host).link;
    link.cut(towardsAgent, !towardsAgent);
    after(time, () -> link.cut(false, false));
  }

  void disturb(String host, double twice, double never, Duration time) {
    Link link = hosts.get(host).link;
    link.disturb(twice, never);
    after(time, () -> link.disturb(0, 0));
  }

  boolean cutStream(String host, long afterBytes) {
    return streams.cutAfter(host, afterBytes);
  }

  void stallStream(String host, Duration time) {
    streams.stall(host, true);
    after(time, () -> streams.stall(host, false));
  }

  void stepClock(String host, Duration ahead) {
    Host struck = hosts.get(host);
    struck.clockOffset = struck.clockOffset.plus(ahead);
    cluster.stepClock(host, ahead);
  }

  void fillManagersDisk(Duration time) {
    manager.setDiskFull(true);
    after(time, () -> manager.setDiskFull(false));
  }

  void fillDisk(String host, Duration time) {
    hosts.get(host).journal.fill(true);
    after(time, () -> hosts.get(host).journal.fill(false));
  }

  /** Undoes everything that was done to machines and networks. */
  void heal() {
    manager.setDiskFull(false);
    startManager();
    for (String name : names) {
      Host host = hosts.get(name);
      host.link.heal();
      host.journal.fill(false);
      joinHost(name);
      powerOn(name);
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
