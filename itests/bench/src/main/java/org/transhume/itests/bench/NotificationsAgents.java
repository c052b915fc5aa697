// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import org.transhume.agent.internal.HostedAgents;
import org.transhume.agent.internal.watch.ProbeDefinition;
import org.transhume.agent.internal.watch.ProbeParameters;
import org.transhume.api.mx.ObjectNames;
import org.transhume.hypervisor.sim.internal.ClusterSettings;
import org.transhume.hypervisor.sim.internal.Costs;
import org.transhume.hypervisor.sim.internal.HostShape;
import org.transhume.hypervisor.sim.internal.RealTimeline;
import org.transhume.hypervisor.sim.internal.SimulatedCluster;
import org.transhume.probe.cpu.internal.CpuProbe;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.probe.Subject;
import org.transhume.spi.transport.TransportProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The agents of the notifications bench: each with an MBean server of its own, behind a TLS port
 * and a plain one of its own. Writes the ports to a file, says {@code up}, and at the end of its
 * input writes when it sent what.
 */
@Command(name = "notifications-agents", hidden = true, mixinStandardHelpOptions = true)
final class NotificationsAgents implements Callable<Integer> {

  private static final int PLACES = 4_000_000;

  @Option(names = "--agents", required = true)
  private int count;

  @Option(names = "--identity", required = true)
  private Path identity;

  @Option(names = "--folder", required = true)
  private Path folder;

  @Option(names = "--period-millis", required = true)
  private long periodMillis;

  static String host(int number) {
    return "h" + number;
  }

  @Override
  public Integer call() throws Exception {
    TransportProvider provider = Identities.transports();
    Receipts sent = new Receipts(PLACES);
    List<HostShape> shapes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      shapes.add(HostShape.of(host(i), 4, 8L << 30, 512L << 20, 1 << 30));
    }
    SimulatedCluster cluster =
        new SimulatedCluster(
            new ClusterSettings(1, shapes, Costs.ordinary(), 0, 4096),
            new RealTimeline(Clock.systemUTC()));
    HostedAgents agents =
        new HostedAgents(provider.open(identity), folder.resolve("agents"), periodMillis);
    List<String> ports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Hypervisor hypervisor = cluster.hypervisor(host(i));
      for (int d = 0; d < 3; d++) {
        hypervisor.create("name = \"d" + i + "-" + d + "\"\nmemory = 256\nsim_demand = \"0.3\"\n");
      }
      MBeanServer server = MBeanServerFactory.newMBeanServer();
      agents.start(server, hypervisor, probes());
      int number = i;
      server.addNotificationListener(
          ObjectNames.agent(host(i)),
          (told, handback) -> sent.note(number, told.getSequenceNumber()),
          null,
          null);
      int port =
          provider
              .serve(identity, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), server)
              .port();
      ports.add(port + " " + plain(server));
    }
    Files.write(folder.resolve("ports"), ports);
    System.out.println("up");
    System.out.flush();
    awaitEnd();
    sent.write(folder.resolve("sent"));
    return 0;
  }

  private static void awaitEnd() throws IOException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String order = orders.readLine();
    while (order != null) {
      order = orders.readLine();
    }
  }

  /**
   * The JDK's own connector, bare, for the comparison; its address holds all that a client needs.
   */
  private static String plain(MBeanServer server) throws Exception {
    JMXConnectorServer plain =
        JMXConnectorServerFactory.newJMXConnectorServer(
            new JMXServiceURL("rmi", "127.0.0.1", AgentBench.freePort()), null, server);
    plain.start();
    return plain.getAddress().toString();
  }

  private Map<String, ProbeDefinition> probes() {
    return Map.of(
        "cpu",
        new ProbeDefinition(
            "cpu",
            "1.0.0",
            "share",
            Subject.Kind.HOST,
            new ProbeParameters(periodMillis, 0.8, 0.6, 10_000),
            new CpuProbe()));
  }
}
