// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.transhume.manager.internal.AgentsOverTls.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.mx.DomainEvent;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.ProbeEvent;
import org.transhume.manager.internal.AgentEvents;
import org.transhume.manager.internal.AgentPort;
import org.transhume.manager.internal.AgentsOverTls;
import org.transhume.manager.internal.Loop;
import org.transhume.spi.transport.SecureTransport;

/** Agents end and start while the connection to their container stays, and nobody asks for them. */
class SeveralAgentsBehindOneEndpointTest {

  private static final String GOING = "a-204-02";
  private static final String STAYING = "a-204-03";
  private static final long NEVER_MILLIS = 86_400_000;

  @TempDir Path folder;

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final OneThread loop = new OneThread();
  private final Calls connects = new Calls("endpoint-test-connect", 1, 10);
  private final Calls calls = new Calls("endpoint-test-call", 4, 100);
  private AgentsOverTls agents;
  private JmxEndpoint endpoint;

  @BeforeEach
  void connect() throws Exception {
    agents = new AgentsOverTls(folder, 11, GOING, STAYING);
    agents.start(GOING, Map.of());
    agents.start(STAYING, Map.of());
    SecureTransport transport = agents.managersTransport("manager");
    endpoint =
        new JmxEndpoint(
            agents.endpoint(),
            loop,
            connects,
            calls,
            new Told(),
            new Backoff(NEVER_MILLIS, NEVER_MILLIS, () -> 1),
            new Backoff(NEVER_MILLIS, NEVER_MILLIS, () -> 1),
            new AgentWaits(NEVER_MILLIS, 4));
    loop.execute(() -> endpoint.use(transport, "it is used from now on"));
    await("both are found", () -> told.size() == 2);
    assertThat(told).containsExactlyInAnyOrder("connected " + GOING, "connected " + STAYING);
    told.clear();
  }

  @AfterEach
  void leave() {
    loop.execute(endpoint::end);
    loop.thread.shutdown();
    calls.close();
    connects.close();
    agents.close();
  }

  @Test
  void shouldHearAtOnceThatOneGoesAndThatItComesBack() {
    agents.stop(GOING);
    await("it is missed", () -> !told.isEmpty());
    assertThat(told).containsExactly("lost " + GOING + ": its MBean has gone");

    agents.start(GOING, Map.of());
    await("it is found", () -> told.size() > 1);
    assertThat(told).last().isEqualTo("connected " + GOING);
  }

  private static final class OneThread implements Loop {
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    @Override
    public void execute(Runnable task) {
      thread.execute(task);
    }

    @Override
    public long monotonicMillis() {
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
      ScheduledFuture<?> due = thread.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
      return () -> due.cancel(false);
    }
  }

  private final class Told implements AgentEvents {
    @Override
    public void connected(AgentPort agent) {
      told.add("connected " + agent.host());
    }

    @Override
    public void lost(AgentPort agent, String detail) {
      told.add("lost " + agent.host() + ": " + detail);
    }

    @Override
    public void unreachable(String endpoint, String detail) {
      told.add(endpoint + ": " + detail);
    }

    @Override
    public void resynchronised(AgentPort agent) {}

    @Override
    public void probe(AgentPort agent, ProbeEvent event) {}

    @Override
    public void migration(AgentPort agent, MigrationEvent event) {}

    @Override
    public void domain(AgentPort agent, DomainEvent event) {}
  }
}
