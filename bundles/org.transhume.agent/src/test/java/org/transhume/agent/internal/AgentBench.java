// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import javax.management.ObjectName;
import org.transhume.agent.internal.AgentSettings.Patience;
import org.transhume.agent.internal.relay.ListeningDoor;
import org.transhume.agent.internal.relay.PlainStreams;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.AgentMXBean;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.HostMXBean;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.WrapperMXBean;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.transport.SecureTransport;

/** An agent instance with an MBean server of its own, seen as a client sees it. */
final class AgentBench implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final Patience SHORT = new Patience(5_000, 20_000, 60_000, 5_000, 20_000, 250);

  final MBeanServer server = MBeanServerFactory.newMBeanServer();
  final List<Notification> heard = new CopyOnWriteArrayList<>();
  final Hypervisor host;
  final AgentThreads threads;
  final ListeningDoor door;
  final AgentInstance agent;
  volatile AgentSettings settings;

  AgentBench(Hypervisor host, Path data) throws IOException, JMException {
    this(host, data, SHORT);
  }

  AgentBench(Hypervisor host, Path data, Patience patience) throws IOException, JMException {
    this(host, data, patience, new PlainStreams());
  }

  AgentBench(Hypervisor host, Path data, Patience patience, SecureTransport transport)
      throws IOException, JMException {
    this.host = host;
    this.threads = new AgentThreads();
    this.settings =
        new AgentSettings(100, new AgentSettings.Streams("127.0.0.1", 0, ""), data, 0, 0, patience);
    this.door =
        new ListeningDoor(
            transport,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            threads.scheduler());
    AgentContext context =
        new AgentContext(
            host.host(),
            "1.2.3",
            System.currentTimeMillis(),
            host,
            () -> settings,
            Clock.systemUTC(),
            System::nanoTime,
            threads,
            threads.newLoop());
    this.agent =
        new AgentInstance(
            context,
            new AgentInstance.AgentSurroundings(
                server,
                AgentInstance.JournalSource.in(data, host.host()),
                () -> Optional.of(door),
                List::of,
                List::of));
    server.addNotificationListener(
        ObjectNames.agent(host.host()), (n, back) -> heard.add(n), null, null);
  }

  AgentMXBean bean() {
    return JMX.newMXBeanProxy(server, ObjectNames.agent(host.host()), AgentMXBean.class);
  }

  HostMXBean hostBean() {
    return JMX.newMXBeanProxy(server, ObjectNames.host(host.host()), HostMXBean.class);
  }

  DomainMXBean domain(String name) {
    return JMX.newMXBeanProxy(server, ObjectNames.domain(host.host(), name), DomainMXBean.class);
  }

  MigrationMXBean migration(String id) {
    return JMX.newMXBeanProxy(
        server, ObjectNames.migration(host.host(), id), MigrationMXBean.class);
  }

  WrapperMXBean wrapper(String domain, String name) {
    return JMX.newMXBeanProxy(
        server, ObjectNames.wrapper(host.host(), domain, name), WrapperMXBean.class);
  }

  boolean registered(ObjectName name) {
    return server.isRegistered(name);
  }

  AgentBench awaitSample() {
    await("the first sample", () -> bean().getLastSample() != null);
    return this;
  }

  void awaitPhase(String id, MigrationPhase phase) {
    await(
        "migration " + id + " is " + phase + " at " + host.host(),
        () ->
            registered(ObjectNames.migration(host.host(), id))
                && migration(id).getPhase() == phase);
  }

  Notification awaitNotification(String type, Predicate<Notification> which) {
    await(
        "notification " + type,
        () -> heard.stream().anyMatch(n -> n.getType().equals(type) && which.test(n)));
    return heard.stream()
        .filter(n -> n.getType().equals(type) && which.test(n))
        .findFirst()
        .orElseThrow();
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + PATIENCE + " in vain until " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  static MigrationOrder order(String id, String uuid, String domain, String from, String to) {
    return new MigrationOrder(id, new Epoch(0, 1), uuid, domain, from, to, 60_000, Map.of());
  }

  @Override
  public void close() {
    agent.close();
    door.close();
    threads.close();
  }
}
