// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.agent.internal.wrapper.WrapperDefinition;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.ApplicationMXBean;
import org.transhume.api.mx.ApplicationState;
import org.transhume.api.mx.ApplicationsMXBean;
import org.transhume.api.mx.ClusterMXBean;
import org.transhume.api.mx.ComponentMXBean;
import org.transhume.api.mx.DeploymentReport;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.ReplicaStatus;
import org.transhume.api.mx.RulesMXBean;
import org.transhume.application.internal.shell.Applications;
import org.transhume.journal.DiskFolder;
import org.transhume.manager.internal.Settings.Guarding;
import org.transhume.manager.internal.Settings.Times;
import org.transhume.spi.wrapper.WrappedDomain;
import org.transhume.spi.wrapper.Wrapper;
import org.transhume.spi.wrapper.WrapperAnswer;
import org.transhume.spi.wrapper.WrapperException;
import org.transhume.spi.wrapper.WrapperFailure;
import org.transhume.spi.wrapper.WrapperHealth;
import org.transhume.spi.wrapper.WrapperOperation;
import org.transhume.spi.wrapper.WrapperState;
import org.transhume.spi.wrapper.WrapperStatus;

/** The application of docs/applications.md on simulated hosts, through a real manager. */
@Timeout(1800)
class ApplicationOverTlsTest {

  private static final Path DOCUMENT = Path.of("..", "..", "docs", "applications.md");
  private static final String ONE = "a-204-02";
  private static final String TWO = "a-204-03";
  private static final String FRONT = "shop-front-1";
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  @TempDir Path folder;

  /** The software that runs, by its domain's name. */
  private final Set<String> up = ConcurrentHashMap.newKeySet();

  private final Map<String, Map<String, String>> configured = new ConcurrentHashMap<>();
  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private AgentsOverTls agents;
  private RunningManager running;
  private Applications applications;

  @BeforeEach
  void startEverything() throws Exception {
    agents = new AgentsOverTls(folder, 7, ONE, TWO);
    agents.start(ONE, Map.of());
    agents.start(TWO, Map.of());
    agents.wrap(Map.of("shopclerk", wrapper("shopclerk"), "shopfront", wrapper("shopfront")));
    lead();
  }

  private WrapperDefinition wrapper(String name) {
    return new WrapperDefinition(
        name, "1.0.0", List.of(name.replace("shop", "shop-") + "-*"), Program::new);
  }

  private void lead() throws Exception {
    running =
        agents.lead(
            server,
            new Settings(
                "leader",
                List.of(agents.endpoint()),
                Mode.AUTOMATIC,
                Map.of(),
                0,
                new Guarding(1, 0, 0, 0.01, 1, 1),
                new Times(10_000, 1_000, 5_000, 10_000, 240_000, 100, 1)));
    applications = Applications.begin(DiskFolder.at(folder.resolve("applications")), false, server);
    await("the way in is shown", () -> server.isRegistered(ObjectNames.applications()));
  }

  private void end() {
    applications.close();
    running.close();
  }

  @AfterEach
  void stopEverything() {
    end();
    agents.close();
    assertThat(server.queryNames(ObjectNames.anything(), null)).isEmpty();
  }

  private <T> T bean(ObjectName name, Class<T> type) {
    return JMX.newMXBeanProxy(server, name, type);
  }

  private ApplicationMXBean shop() {
    return bean(ObjectNames.application("shop"), ApplicationMXBean.class);
  }

  private ComponentMXBean clerks() {
    return bean(ObjectNames.component("shop", "clerk"), ComponentMXBean.class);
  }

  /** Creations, looks of agents and the manager's patience with both add up. */
  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain until " + what).isLessThan(deadline);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void awaitRunning(String when) {
    await(
        "it runs " + when,
        () ->
            server.isRegistered(ObjectNames.application("shop"))
                && shop().getState() == ApplicationState.RUNNING);
  }

  @Test
  void shouldDeployScaleRepairAndTakeDownTheExampleOfTheDocument() throws Exception {
    String descriptor =
        Files.readString(DOCUMENT).split("```properties\n", 2)[1].split("```", 2)[0];
    DeploymentReport report =
        bean(ObjectNames.applications(), ApplicationsMXBean.class)
            .deploy("shop.cfg", descriptor, "olga");
    assertThat(report.problems()).isEmpty();
    awaitRunning("as deployed");

    assertThat(configured.get(FRONT))
        .containsEntry("clerks", "/tmp/shop-clerk-1 /tmp/shop-clerk-2");
    assertThat(clerks().getReplicas()).extracting(ReplicaStatus::host).contains(ONE, TWO);
    clerks().scale(3, "olga");
    awaitRunning("with three");
    assertThat(configured.get(FRONT).get("clerks")).endsWith("/tmp/shop-clerk-3");

    end();
    up.remove("shop-clerk-2");
    lead();
    await("the failed one is repaired after the restart", () -> up.contains("shop-clerk-2"));
    awaitRunning("after the restart");
    assertThat(clerks().getRunning()).isEqualTo(3);

    clerks().scale(2, "olga");
    awaitRunning("with two again");
    assertThat(configured.get(FRONT).get("clerks")).endsWith("/tmp/shop-clerk-2");
    assertThat(up).containsExactlyInAnyOrder("shop-clerk-1", "shop-clerk-2", FRONT);

    shop().undeploy("olga");
    await("nothing is left", () -> !server.isRegistered(ObjectNames.application("shop")));
    assertThat(up).isEmpty();
    assertThat(bean(ObjectNames.rules(), RulesMXBean.class).getRules()).isEmpty();
    assertThat(bean(ObjectNames.cluster(), ClusterMXBean.class).getDomains()).isEmpty();
  }

  /** Software that is up or not. */
  private final class Program implements Wrapper {
    private final String domain;

    Program(WrappedDomain domain) {
      this.domain = domain.name();
    }

    @Override
    public int schema() {
      return 1;
    }

    @Override
    public List<WrapperOperation> operations() {
      return List.of();
    }

    @Override
    public WrapperAnswer configure(WrapperState state, Map<String, String> settings) {
      configured.put(domain, Map.copyOf(settings));
      return new WrapperAnswer("configured", state);
    }

    @Override
    public WrapperAnswer start(WrapperState state) {
      up.add(domain);
      return new WrapperAnswer("runs", state.with("started", "yes"));
    }

    @Override
    public WrapperAnswer stop(WrapperState state) throws WrapperException {
      if (!up.remove(domain)) {
        throw new WrapperException(WrapperFailure.FAILED, "it does not run");
      }
      return new WrapperAnswer("stopped", state.without("started"));
    }

    @Override
    public WrapperStatus status(WrapperState state) {
      WrapperHealth down =
          state.values().containsKey("started") ? WrapperHealth.FAILED : WrapperHealth.STOPPED;
      return WrapperStatus.of(
          up.contains(domain) ? WrapperHealth.RUNNING : down, "looked at " + domain);
    }

    @Override
    public WrapperAnswer invoke(WrapperState state, String operation, List<String> arguments)
        throws WrapperException {
      throw new WrapperException(WrapperFailure.INVALID, "no operation " + operation);
    }
  }
}
