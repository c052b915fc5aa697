// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transhume.manager.internal.AgentsOverTls.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerFactory;
import javax.management.MBeanServerNotification;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.agent.internal.watch.ProbeDefinition;
import org.transhume.agent.internal.watch.ProbeParameters;
import org.transhume.agent.internal.wrapper.WrapperDefinition;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.ClusterMXBean;
import org.transhume.api.mx.DeedState;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.NotificationPayload;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.ProbeMXBean;
import org.transhume.api.mx.RulesMXBean;
import org.transhume.api.mx.WrapperDeed;
import org.transhume.api.mx.WrapperMXBean;
import org.transhume.api.mx.WrapperPhase;
import org.transhume.manager.internal.Settings.Guarding;
import org.transhume.manager.internal.Settings.Times;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.probe.ProbeResult;
import org.transhume.spi.probe.Reading;
import org.transhume.spi.probe.Subject;
import org.transhume.spi.wrapper.CountingWrapper;

/**
 * What was lost in 2008: a domain goes there and back twenty times, and what people hold on to, its
 * MBean, its tags, its thresholds, their subscriptions and its software's wrapper, stays.
 */
@Timeout(600)
class TwentyMovesOverTlsTest {

  private static final int MOVES = 20;
  private static final String ONE = "a-204-02";
  private static final String OTHER = "a-204-03";
  private static final String DOMAIN = "etch-1-1";
  private static final String PROBE = "presence";
  private static final String WRAPPER = "counter";

  @TempDir Path folder;

  private final MBeanServer managersServer = MBeanServerFactory.newMBeanServer();
  private final CountingWrapper counting = new CountingWrapper();
  private final List<ObjectName> hidden = new CopyOnWriteArrayList<>();
  private final List<String> doneAt = new CopyOnWriteArrayList<>();
  private AgentsOverTls agents;
  private RunningManager running;
  private DomainIdentity domain;

  @BeforeEach
  void startEverything() throws Exception {
    agents = new AgentsOverTls(folder, 7, ONE, OTHER);
    domain =
        agents
            .cluster()
            .hypervisor(ONE)
            .create("name = \"" + DOMAIN + "\"\nmemory = 64\nsim_demand = \"0.2\"\n");
    agents.start(ONE, probes());
    agents.start(OTHER, probes());
    agents.wrap(
        Map.of(WRAPPER, new WrapperDefinition(WRAPPER, "1.0.0", List.of("etch-*"), counting)));
    running = agents.lead(managersServer, settings());
    await("the domain is shown", () -> shown(ObjectNames.domain(DOMAIN)));
    await("the wrapper is shown", () -> shown(ObjectNames.wrapper(DOMAIN, WRAPPER)));
    managersServer.addNotificationListener(
        MBeanServerDelegate.DELEGATE_NAME,
        (notification, handback) -> {
          if (notification instanceof MBeanServerNotification about
              && MBeanServerNotification.UNREGISTRATION_NOTIFICATION.equals(about.getType())) {
            hidden.add(about.getMBeanName());
          }
        },
        null,
        null);
  }

  @AfterEach
  void stopEverything() {
    running.close();
    agents.close();
  }

  private boolean shown(ObjectName name) {
    return managersServer.isRegistered(name);
  }

  private <T> T onManager(ObjectName name, Class<T> type) {
    return JMX.newMXBeanProxy(managersServer, name, type);
  }

  private DomainMXBean domain() {
    return onManager(ObjectNames.domain(DOMAIN), DomainMXBean.class);
  }

  private WrapperMXBean wrapper() {
    return onManager(ObjectNames.wrapper(DOMAIN, WRAPPER), WrapperMXBean.class);
  }

  private ProbeMXBean probe(String host) {
    return JMX.newMXBeanProxy(agents.server(), ObjectNames.probe(host, PROBE), ProbeMXBean.class);
  }

  private void listen() throws Exception {
    managersServer.addNotificationListener(
        ObjectNames.manager(),
        (notification, handback) -> {
          MigrationEvent event =
              NotificationPayload.fromOpenData(notification.getUserData(), MigrationEvent.class);
          doneAt.add(event.domain() + " at " + event.target());
        },
        notification ->
            NotificationTypes.migration(MigrationPhase.DONE).equals(notification.getType()),
        null);
  }

  private void move(String target) {
    String id = domain().migrate(target);
    await(id + " has ended", () -> phase(id).isFinal());
    assertThat(phase(id)).isEqualTo(MigrationPhase.DONE);
    await("the domain is seen at " + target, () -> domain().getHost().equals(target));
  }

  private MigrationPhase phase(String id) {
    return onManager(ObjectNames.cluster(), ClusterMXBean.class).getMigrations().stream()
        .filter(migration -> migration.id().equals(id))
        .map(MigrationEvent::phase)
        .findFirst()
        .orElse(MigrationPhase.REQUESTED);
  }

  @Test
  void shouldKeepAllThatPeopleHoldOnToThroughTwentyMovesThereAndBack() throws Exception {
    listen();
    onManager(ObjectNames.rules(), RulesMXBean.class)
        .set("domain " + DOMAIN + " tag web", "operator");
    probe(ONE).setHighThreshold(0.75);
    probe(OTHER).setHighThreshold(0.75);
    wrapper().configure("c-1", Map.of("first", "100"));
    wrapper().start("s-1");

    String uuid = domain().getUuid();
    for (int i = 1; i <= MOVES; i++) {
      String target = i % 2 == 1 ? OTHER : ONE;
      move(target);

      assertThat(domain().getUuid()).isEqualTo(uuid);
      assertThat(domain().getTags()).containsExactly("web");
      assertThat(probe(target).getHighThreshold()).isEqualTo(0.75);
      await(
          "the target measures it",
          () -> Double.valueOf(0.5).equals(probe(target).getReadings().get(DOMAIN)));
      String id = "add-" + i;
      WrapperDeed deed = wrapper().invoke(id, "add", new String[] {"1"});
      assertThat(deed.text()).isEqualTo(Integer.toString(100 + i));
      assertThat(deed.host()).isEqualTo(target);
      assertThatThrownBy(() -> wrapper().invoke(id, "add", new String[] {"1"}))
          .hasMessageContaining("ALREADY_RUN");
      assertThat(wrapper().getPhase()).isEqualTo(WrapperPhase.STARTED);
      assertThat(wrapper().getHost()).isEqualTo(target);
      assertThat(wrapper().outcome("add-1").state()).isEqualTo(DeedState.DONE);
      int told = i;
      await("its end is told", () -> doneAt.size() >= told);
      assertThat(doneAt).hasSize(i).last().isEqualTo(DOMAIN + " at " + target);
    }
    assertThat(counting.in(uuid).asked()).isEqualTo(MOVES);
    assertThat(hidden)
        .doesNotContain(ObjectNames.domain(DOMAIN), ObjectNames.wrapper(DOMAIN, WRAPPER));
  }

  @Test
  void shouldCarryOutOnceAtTheTargetWhatIsAskedDuringAMove() throws Exception {
    wrapper().configure("c-1", Map.of());
    agents.cluster().setDirtyRate(DOMAIN, 50 << 20);
    String id = domain().migrate(OTHER);
    await(
        "it moves", () -> phase(id).compareTo(MigrationPhase.SENDING) >= 0 && wrapper().isMoving());
    CompletableFuture<WrapperDeed> asked =
        CompletableFuture.supplyAsync(() -> wrapper().invoke("add-1", "add", new String[] {"1"}));

    await(id + " has ended", () -> phase(id).isFinal());
    WrapperDeed deed = asked.get(5, TimeUnit.MINUTES);
    assertThat(deed.state()).isEqualTo(DeedState.DONE);
    assertThat(deed.host()).isEqualTo(OTHER);
    assertThat(counting.in(domain.uuid()).asked()).isEqualTo(1);
    assertThat(shown(ObjectNames.wrapper(DOMAIN, WRAPPER))).isTrue();
    assertThat(onManager(ObjectNames.manager(), ManagerMXBean.class).getWarnings()).isEmpty();
  }

  private Settings settings() {
    return new Settings(
        "test",
        List.of(agents.endpoint()),
        Mode.AUTOMATIC,
        Map.of(),
        0,
        new Guarding(1, 0, 0, 0.01, 1, 1),
        new Times(2_000, 1_000, 5_000, 10_000, 240_000, 100, 1));
  }

  /** Measures half of something for each domain that is there. */
  private static Map<String, ProbeDefinition> probes() {
    return Map.of(
        PROBE,
        new ProbeDefinition(
            PROBE,
            "1.0.0",
            "share",
            Subject.Kind.DOMAIN,
            new ProbeParameters(200, 0.9, 0.6, 500),
            input ->
                new ProbeResult.Measured(
                    input.observation().domains().stream()
                        .map(found -> new Reading(Subject.domain(found.identity().name()), 0.5))
                        .toList())));
  }
}
