// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import java.time.Duration;
import java.util.Random;
import java.util.function.Supplier;
import javax.management.Notification;
import org.transhume.agent.internal.SimulatedAgent;
import org.transhume.hypervisor.sim.internal.Timeline;
import org.transhume.manager.internal.AgentEvents;
import org.transhume.manager.internal.SimulatedManager;

/** What connects one manager with the agent of one host, through every life of either. */
final class Connection {

  private static final Duration SOONEST = Duration.ofMillis(100);
  private static final int MOST_MORE_MILLIS = 3_000;
  private static final int MOST_UNNOTICED_MILLIS = 8_000;

  private final SimulatedManager manager;
  private final Supplier<SimulatedAgent> agent;
  private final Timeline timeline;
  private final Random random;
  private final Witness witness;
  private final Link link;
  private SimulatedPort port;
  private AgentEvents life;

  Connection(
      SimulatedManager manager,
      Supplier<SimulatedAgent> agent,
      Timeline timeline,
      Random random,
      Witness witness) {
    this.manager = manager;
    this.agent = agent;
    this.timeline = timeline;
    this.random = random;
    this.witness = witness;
    this.link = new Link(timeline, random);
  }

  SimulatedManager manager() {
    return manager;
  }

  Link link() {
    return link;
  }

  /** Something the agent tells everybody who is connected. */
  void told(Notification notification) {
    if (port != null) {
      port.told(notification);
    }
  }

  /** Connects after a while, if nothing speaks against it by then. */
  void connectSoon() {
    timeline.after(SOONEST.plusMillis(random.nextInt(MOST_MORE_MILLIS)).toNanos(), this::connect);
  }

  private void connect() {
    SimulatedAgent there = agent.get();
    if (!manager.isAlive() || there.isDead() || link.isCut()) {
      return;
    }
    boolean sameLives = port != null && port.agent() == there && life == manager.events();
    if (sameLives && port.isOpen()) {
      return;
    }
    life = manager.events();
    port = new SimulatedPort(there, life, link, timeline, witness);
    life.connected(port);
  }

  /** Breaks; the manager notices after a while. */
  void breakDown(String why) {
    if (port == null || !port.isOpen()) {
      return;
    }
    SimulatedPort lost = port;
    AgentEvents whose = life;
    lost.close();
    timeline.after(
        Duration.ofMillis(random.nextInt(MOST_UNNOTICED_MILLIS)).toNanos(),
        () -> whose.lost(lost, why));
  }
}
