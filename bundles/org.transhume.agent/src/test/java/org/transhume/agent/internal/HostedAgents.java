// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.management.MBeanServer;
import org.transhume.agent.internal.relay.ListeningDoor;
import org.transhume.agent.internal.watch.ProbeDefinition;
import org.transhume.agent.internal.wrapper.WrapperDefinition;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.transport.SecureTransport;

/**
 * Agents as their container starts them, without a container, for tests and benches of what talks
 * to them. It stands in the agent's package because only the container may otherwise start an
 * agent.
 */
public final class HostedAgents implements AutoCloseable {

  private final AgentThreads threads = new AgentThreads();
  private final AgentSettings settings;
  private final ListeningDoor door;
  private final List<AgentInstance> agents = new ArrayList<>();

  /** No agent yet; streams are accepted on a loopback port. */
  public HostedAgents(SecureTransport transport, Path data, long periodMillis) throws IOException {
    this.settings =
        new AgentSettings(
            periodMillis,
            new AgentSettings.Streams("127.0.0.1", 0, ""),
            data,
            0,
            0,
            AgentSettings.Patience.DEFAULT);
    this.door =
        new ListeningDoor(
            transport,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            threads.scheduler());
  }

  /** Starts the agent of that host; its MBeans are in that server. */
  public void start(
      MBeanServer server, Hypervisor hypervisor, Map<String, ProbeDefinition> probes) {
    Clock clock = Clock.systemUTC();
    AgentContext context =
        new AgentContext(
            hypervisor.host(),
            "1.0.0",
            clock.millis(),
            hypervisor,
            () -> settings,
            clock,
            System::nanoTime,
            threads,
            threads.newLoop());
    AgentInstance agent =
        new AgentInstance(
            context,
            new AgentInstance.AgentSurroundings(
                server,
                AgentInstance.JournalSource.in(settings.dataFolder(), hypervisor.host()),
                () -> Optional.of(door),
                List::of,
                List::of));
    agents.add(agent);
    agent.serve(probes);
  }

  /** From now on these wrappers serve on every host that has an agent now. */
  public void wrap(Map<String, WrapperDefinition> wrappers) {
    agents.forEach(agent -> agent.wrap(wrappers));
  }

  /** Ends the agent of that host, as when its hypervisor goes. */
  public void stop(String host) {
    agents.stream()
        .filter(agent -> agent.context().host().equals(host))
        .forEach(AgentInstance::close);
    agents.removeIf(agent -> agent.context().host().equals(host));
  }

  @Override
  public void close() {
    agents.forEach(AgentInstance::close);
    door.close();
    threads.close();
  }
}
