// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import org.transhume.agent.internal.HostedAgents;
import org.transhume.agent.internal.watch.ProbeDefinition;
import org.transhume.agent.internal.wrapper.WrapperDefinition;
import org.transhume.api.mx.AgentMXBean;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.Role;
import org.transhume.authority.CertificateAuthority;
import org.transhume.authority.CertificateRequest;
import org.transhume.hypervisor.sim.internal.ClusterSettings;
import org.transhume.hypervisor.sim.internal.Costs;
import org.transhume.hypervisor.sim.internal.HostShape;
import org.transhume.hypervisor.sim.internal.RealTimeline;
import org.transhume.hypervisor.sim.internal.SimulatedCluster;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.SecureTransport;
import org.transhume.spi.transport.TransportProvider;

/**
 * Simulated hosts in real time and their agents behind one TLS port on loopback, with an authority
 * that vouches for them and for whoever is to talk to them. Hosts have two processors and 2 GiB.
 */
public final class AgentsOverTls implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long SAMPLE_PERIOD_MILLIS = 200;

  private final Path folder;
  private final Path identity;
  private final TransportProvider provider =
      ServiceLoader.load(TransportProvider.class).findFirst().orElseThrow();
  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final RealTimeline timeline = new RealTimeline(Clock.systemUTC());
  private final SimulatedCluster cluster;
  private final HostedAgents agents;
  private final TransportProvider.JmxServer port;
  private int starts;

  /** Makes hosts of these names, with nothing on them and no agent yet. */
  public AgentsOverTls(Path folder, long seed, String... hosts) throws Exception {
    this.folder = folder;
    CertificateAuthority.init(authority(), "test", Clock.systemUTC());
    List<String> names = new ArrayList<>(List.of(hosts));
    this.cluster =
        new SimulatedCluster(
            new ClusterSettings(
                seed, names.stream().map(AgentsOverTls::shape).toList(), Costs.ordinary(), 0, 4096),
            timeline);
    names.add("localhost");
    this.identity = issue("hosts", names, Role.AGENT);
    this.agents =
        new HostedAgents(provider.open(identity), folder.resolve("agents"), SAMPLE_PERIOD_MILLIS);
    this.port =
        provider.serve(
            identity, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), server);
  }

  /** Starts the agent of a host. */
  public void start(String host, Map<String, ProbeDefinition> probes) {
    agents.start(server, cluster.hypervisor(host), probes);
  }

  /** From now on these wrappers serve on every host that has an agent now. */
  void wrap(Map<String, WrapperDefinition> wrappers) {
    agents.wrap(wrappers);
  }

  /** Ends the agent of a host, as one that is stopped in an orderly way. */
  public void stop(String host) {
    agents.stop(host);
  }

  SimulatedCluster cluster() {
    return cluster;
  }

  /** Where all agents are reached. */
  public Endpoint endpoint() {
    return new Endpoint("localhost", port.port());
  }

  /** The agent's own server of MBeans, without any transport. */
  MBeanServer server() {
    return server;
  }

  AgentMXBean agent(String host) {
    return JMX.newMXBeanProxy(server, ObjectNames.agent(host), AgentMXBean.class);
  }

  /** Returns once a manager attends to these hosts; what it has read there it may show before. */
  void awaitAttendance(String... hosts) {
    for (String host : hosts) {
      await("a manager attends to " + host, () -> agent(host).getManager() != null);
    }
  }

  /** Starts the only manager, which leads on a journal of its own and reaches the agents. */
  RunningManager lead(MBeanServer beans, Settings settings) throws IOException {
    RunningManager running =
        RunningManager.start(
            settings, folder.resolve("manager"), beans, "1.0.0", Clock.systemUTC(), () -> 0.5);
    starts++;
    running.agents().use(managersTransport(settings.name() + "-" + starts));
    return running;
  }

  /** The transport of a manager that the authority vouches for under this name. */
  public SecureTransport managersTransport(String name) throws IOException {
    return transport(name, Role.MANAGER);
  }

  /** The transport of somebody else. */
  SecureTransport transport(String name, Role role) throws IOException {
    return provider.open(issue(name, List.of("localhost"), role));
  }

  /** Opens another server of MBeans to whoever the authority vouches for. */
  TransportProvider.JmxServer serve(MBeanServer other) throws IOException {
    return provider.serve(
        identity, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), other);
  }

  private Path issue(String name, List<String> names, Role role) throws IOException {
    Path identity = folder.resolve(name);
    CertificateAuthority.open(authority(), Clock.systemUTC())
        .issue(new CertificateRequest(name, EnumSet.of(role), names, Duration.ofDays(1)), identity);
    return identity;
  }

  private Path authority() {
    return folder.resolve("authority");
  }

  private static HostShape shape(String name) {
    return HostShape.of(name, 2, 2L << 30, 512L << 20, 64L << 20);
  }

  /** Returns once the condition holds. */
  public static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + PATIENCE + " in vain until " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Ends everything, and judges what the hosts have seen. */
  @Override
  public void close() {
    port.close();
    agents.close();
    timeline.close();
    assertThat(cluster.violations()).isEmpty();
  }
}
