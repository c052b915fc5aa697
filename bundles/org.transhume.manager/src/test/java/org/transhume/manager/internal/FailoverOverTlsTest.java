// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.transhume.manager.internal.AgentsOverTls.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.ManagerRole;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.AgentMXBean;
import org.transhume.api.mx.ClusterMXBean;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;
import org.transhume.manager.internal.Settings.Guarding;
import org.transhume.manager.internal.Settings.Times;
import org.transhume.spi.coordination.MemoryCoordination;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.JmxPeer;
import org.transhume.spi.transport.SecureTransport;
import org.transhume.spi.transport.StreamConnection;

/**
 * Two simulated hosts with their agents, and two managers that reach them over JMX and TLS. The
 * leader is lost in the middle of a migration, in the worst way: nobody tells it.
 */
class FailoverOverTlsTest {

  private static final String HERE = "a-204-02";
  private static final String THERE = "a-204-03";
  private static final String DOMAIN = "etch-1-1";
  private static final Duration TAKE_OVER = Duration.ofSeconds(10);
  private static final long LIMIT_MILLIS = 240_000;

  @TempDir Path folder;

  private final MemoryCoordination coordination = new MemoryCoordination();
  private final List<OneManager> managers = new ArrayList<>();
  private AgentsOverTls agents;
  private OneManager ada;
  private OneManager bob;

  @BeforeEach
  void startEverything() throws Exception {
    agents = new AgentsOverTls(folder, 11, HERE, THERE);
    agents
        .cluster()
        .hypervisor(HERE)
        .create("name = \"" + DOMAIN + "\"\nmemory = 128\nsim_demand = \"0.2\"\n");
    agents.start(HERE, Map.of());
    agents.start(THERE, Map.of());
    ada = new OneManager("ada");
    bob = new OneManager("bob");
    coordination.cut("bob");
    managers.forEach(OneManager::begin);
    await("ada leads", () -> ada.leads());
    await("ada knows the domain", () -> ada.cluster().getDomains().contains(DOMAIN));
    await("ada knows both hosts", () -> ada.cluster().getHosts().size() == 2);
    await("ada attends", () -> ada.attendsTo(HERE) && ada.attendsTo(THERE));
    await("bob is connected", () -> bob.connectedTo() == 2);
    agents.cluster().setDirtyRate(DOMAIN, 50 << 20);
  }

  @AfterEach
  void stopEverything() {
    managers.forEach(OneManager::close);
    coordination.close();
    agents.close();
  }

  @Test
  void shouldEndAMigrationWhoseLeaderDiesWhileItIsSent() throws Exception {
    String id = ada.bean().migrate(DOMAIN, THERE);
    await("it is being sent", () -> ada.isSending(id));
    coordination.stall("ada");
    ada.running.agents().useNone();
    takesOver(id);

    // The old leader comes back, and believes that nothing has happened.
    ada.running.agents().use(ada.transport);
    isRefused(ada);
  }

  @Test
  void shouldEndAMigrationWhoseLeaderIsSupersededUnawaresInTheHandOver() throws Exception {
    String id = ada.bean().migrate(DOMAIN, THERE);
    await("it is being sent", () -> ada.isSending(id));
    coordination.stall("ada");
    await("it is being handed over", () -> ada.phase(id) == MigrationPhase.HANDOVER);
    takesOver(id);

    isRefused(ada);
  }

  @Test
  void shouldTakeOverFromALeaderThatStandsNoMoreInTheMiddleOfAMigration() throws Exception {
    String id = ada.bean().migrate(DOMAIN, THERE);
    await("it is being sent", () -> ada.isSending(id));
    ada.close();
    takesOver(id);
  }

  /** The ensemble notices, and bob leads: what is under way ends, and exactly one copy is left. */
  private void takesOver(String id) throws HypervisorException {
    int connections = bob.connections.get();
    long from = System.nanoTime();
    coordination.mend("bob");
    await("bob leads", () -> bob.leads());
    await("bob attends", () -> bob.attendsTo(HERE) && bob.attendsTo(THERE));
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(TAKE_OVER);
    await(id + " ends", () -> bob.phase(id).isFinal());

    MigrationEvent end = bob.migration(id);
    assertThat(end.phase()).as("%s", end).isEqualTo(MigrationPhase.DONE);
    assertThat(end.durationMillis()).isLessThan(LIMIT_MILLIS);
    assertThat(bob.connections).as("connections opened").hasValue(connections);
    assertThat(copies(HERE)).isEmpty();
    assertThat(copies(THERE)).containsExactly(DOMAIN + " RUNNING");
    assertThat(bob.bean().getWarnings()).isEmpty();
  }

  private void isRefused(OneManager old) {
    await("the old leader stands by", () -> !old.leads());
    await("it says why", () -> old.bean().getWarnings().toString().contains("epoch 0.2"));
    assertThat(old.told)
        .doesNotContain(
            NotificationTypes.migration(MigrationPhase.REPAIR),
            NotificationTypes.migration(MigrationPhase.ROLLED_BACK),
            NotificationTypes.migration(MigrationPhase.DONE));
    for (String host : List.of(HERE, THERE)) {
      AgentMXBean agent = agents.agent(host);
      assertThat(agent.getManagerEpoch()).isEqualTo(new Epoch(0, 2));
      assertThat(agent.getManager()).isEqualTo("bob");
    }
    assertThat(bob.leads()).isTrue();
  }

  private List<String> copies(String host) throws HypervisorException {
    Hypervisor hypervisor = agents.cluster().hypervisor(host);
    List<String> copies = new ArrayList<>();
    for (DomainObservation domain : hypervisor.observe().domains()) {
      copies.add(domain.identity().name() + " " + domain.state());
    }
    return copies;
  }

  /** One of the two managers. */
  private final class OneManager implements AutoCloseable {
    private final String name;
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final SecureTransport transport;
    private final RunningManager running;
    private boolean closed;

    OneManager(String name) throws Exception {
      this.name = name;
      this.transport = new CountingTransport(agents.managersTransport(name), connections);
      this.running =
          RunningManager.startCoordinated(
              new Settings(
                  name,
                  List.of(agents.endpoint()),
                  Mode.ADVISE,
                  Map.of(),
                  0,
                  new Guarding(1, 300_000, 1_000, 0.01, 1, 1),
                  new Times(2_000, 1_000, 5_000, 6_000, LIMIT_MILLIS, 0, 1)),
              folder.resolve("manager-" + name),
              server,
              "1.0.0",
              Clock.systemUTC(),
              () -> 0.5);
      server.addNotificationListener(
          ObjectNames.manager(),
          (notification, handback) -> told.add(notification.getType()),
          null,
          null);
      managers.add(this);
    }

    void begin() {
      running.agents().use(transport);
      running.coordinate(coordination.through(name));
    }

    ManagerMXBean bean() {
      return JMX.newMXBeanProxy(server, ObjectNames.manager(), ManagerMXBean.class);
    }

    boolean leads() {
      return bean().getRole() == ManagerRole.LEADER;
    }

    /** How many agents it listens to, whether it leads or not. */
    int connectedTo() {
      return running.connected().size();
    }

    boolean attendsTo(String host) {
      return name.equals(agents.agent(host).getManager());
    }

    ClusterMXBean cluster() {
      return JMX.newMXBeanProxy(server, ObjectNames.cluster(), ClusterMXBean.class);
    }

    MigrationEvent migration(String id) {
      return cluster().getMigrations().stream()
          .filter(migration -> migration.id().equals(id))
          .findFirst()
          .orElseThrow(() -> new AssertionError(name + " knows nothing of " + id));
    }

    MigrationPhase phase(String id) {
      return server.isRegistered(ObjectNames.migration(id))
          ? migration(id).phase()
          : MigrationPhase.REQUESTED;
    }

    /** Whether memory is on its way. */
    boolean isSending(String id) {
      return phase(id) == MigrationPhase.SENDING && migration(id).bytesSent() > 0;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        running.close();
      }
    }
  }

  /** Counts the JMX connections that are opened through it. */
  private record CountingTransport(SecureTransport transport, AtomicInteger connections)
      implements SecureTransport {

    @Override
    public Set<String> ownNames() {
      return transport.ownNames();
    }

    @Override
    public JmxPeer connect(Endpoint endpoint, Duration timeout) throws IOException {
      connections.incrementAndGet();
      return transport.connect(endpoint, timeout);
    }

    @Override
    public StreamConnection openStream(Endpoint endpoint, String expectedHost, Duration timeout)
        throws IOException {
      return transport.openStream(endpoint, expectedHost, timeout);
    }

    @Override
    public StreamListener listen(InetSocketAddress address, Consumer<StreamConnection> handler)
        throws IOException {
      return transport.listen(address, handler);
    }
  }
}
