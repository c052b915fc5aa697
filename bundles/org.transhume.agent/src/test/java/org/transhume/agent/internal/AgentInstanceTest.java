// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerNotification;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.StandardMBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.Attendance;
import org.transhume.api.mx.DomainEvent;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.NotificationPayload;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.StepResult;
import org.transhume.spi.hypervisor.Reason;

@Timeout(120)
class AgentInstanceTest {

  private static final String HOST = "a-204-02";

  @TempDir Path data;

  private final FakeHost host = new FakeHost(HOST);
  private AgentBench bench;

  private void start() throws Exception {
    bench = new AgentBench(host, data).awaitSample();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private static HostSample sample(Notification notification) {
    return NotificationPayload.fromOpenData(notification.getUserData(), HostSample.class);
  }

  @Test
  void shouldNumberItsNotificationsFromOneAndTellWhenItStarted() throws Exception {
    start();
    bench.awaitNotification(NotificationTypes.HOST_SAMPLE, n -> n.getSequenceNumber() > 3);

    List<Notification> heard = List.copyOf(bench.heard);
    for (int i = 1; i < heard.size(); i++) {
      assertThat(heard.get(i).getSequenceNumber())
          .isEqualTo(heard.get(i - 1).getSequenceNumber() + 1);
    }
    HostSample first = sample(bench.awaitNotification(NotificationTypes.HOST_SAMPLE, n -> true));
    assertThat(first.emitterStartedAtEpochMillis())
        .isEqualTo(bench.bean().getStartedAtEpochMillis());
  }

  @Test
  void shouldShowNoLoadBeforeTwoLooks() throws Exception {
    host.add("u", "etch-1-1");
    start();

    HostSample first = sample(bench.awaitNotification(NotificationTypes.HOST_SAMPLE, n -> true));
    if (first.cpuLoad() == null) {
      assertThat(first.domains().get(0).cpuLoad()).isNull();
    }
    AgentBench.await("loads", () -> bench.hostBean().getCpuLoad() != null);
    assertThat(bench.domain("etch-1-1").getCpuLoad()).isNotNull();
  }

  @Test
  void shouldFollowDomainsThatComeChangeAndGo() throws Exception {
    start();
    FakeHost.Copy copy = host.add("u", "etch 1,1");
    AgentBench.await(
        "the domain's MBean", () -> bench.registered(ObjectNames.domain(HOST, "etch 1,1")));
    assertThat(bench.domain("etch 1,1").getUuid()).isEqualTo("u");
    AgentBench.await(
        "the host names it", () -> bench.hostBean().getDomainNames().equals(List.of("etch 1,1")));

    bench.domain("etch 1,1").pause();
    bench.awaitNotification(
        NotificationTypes.DOMAIN_CHANGED,
        n ->
            NotificationPayload.fromOpenData(n.getUserData(), DomainEvent.class).state()
                == DomainState.PAUSED);
    assertThat(copy.state).isEqualTo(DomainState.PAUSED);

    bench.domain("etch 1,1").destroy();
    bench.awaitNotification(NotificationTypes.DOMAIN_LEFT, n -> true);
    assertThat(bench.registered(ObjectNames.domain(HOST, "etch 1,1"))).isFalse();
  }

  @Test
  void shouldKnowADomainFromTheMomentThatItIsShown() throws Exception {
    start();
    BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    ObjectName name = ObjectNames.domain(HOST, "etch-1-1");
    bench.server.addNotificationListener(
        MBeanServerDelegate.DELEGATE_NAME,
        (notification, handback) -> {
          if (notification.getType().equals(MBeanServerNotification.REGISTRATION_NOTIFICATION)
              && ((MBeanServerNotification) notification).getMBeanName().equals(name)) {
            seen.add(whatItShows(name));
          }
        },
        null,
        null);

    host.add("u", "etch-1-1");

    assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("RUNNING");
  }

  /** In the very moment of its registration. */
  private Object whatItShows(ObjectName name) {
    try {
      return bench.server.getAttribute(name, "State");
    } catch (JMException | RuntimeMBeanException e) {
      return e;
    }
  }

  @Test
  void shouldAnswerReadsAndSayWhatIsWrongWhileTheHypervisorHangs() throws Exception {
    host.add("u", "etch-1-1");
    start();
    host.hang = new CountDownLatch(1);

    AgentBench.await(
        "the problem is shown",
        () ->
            bench.bean().getHypervisorProblem() != null
                && bench.bean().getHypervisorProblem().contains("has not answered"));
    assertThat(bench.domain("etch-1-1").getState()).isEqualTo(DomainState.RUNNING);
    assertThat(bench.bean().attend(new Attendance("m", new Epoch(0, 1), 60_000)).accepted())
        .isTrue();

    host.hang.countDown();
    host.hang = null;
    AgentBench.await("it recovers", () -> bench.bean().getHypervisorProblem() == null);
  }

  @Test
  void shouldStayUpWithoutAUsableHypervisor() throws Exception {
    host.broken = FakeHost.failure(Reason.NOT_AVAILABLE, "no Xen runs here; boot into it");
    bench = new AgentBench(host, data);

    AgentBench.await(
        "the reason is shown",
        () -> "no Xen runs here; boot into it".equals(bench.bean().getHypervisorProblem()));
    StepResult refused = bench.bean().prepare(AgentBench.order("m-1", "u", "d", "a-204-09", HOST));
    assertThat(refused.reasons()).extracting("code").containsExactly("NOT_AVAILABLE");

    host.broken = null;
    bench.awaitSample();
    assertThat(bench.bean().getHypervisorProblem()).isNull();
  }

  @Test
  void shouldLeaveANameToWhoHoldsItAlready() throws Exception {
    start();
    MBeanServer server = bench.server;
    server.registerMBean(
        new StandardMBean(bench.domain("squatter"), DomainMXBean.class, true),
        ObjectNames.domain(HOST, "etch-1-1"));
    host.add("u", "etch-1-1");
    AgentBench.await("the sample has it", () -> !bench.hostBean().getDomainNames().isEmpty());
    host.add("u2", "dapper-1-1");
    AgentBench.await(
        "the next is shown", () -> bench.registered(ObjectNames.domain(HOST, "dapper-1-1")));

    bench.agent.close();

    assertThat(server.isRegistered(ObjectNames.domain(HOST, "etch-1-1"))).isTrue();
    assertThat(server.queryNames(ObjectNames.anythingOf(HOST), null)).hasSize(1);
  }

  @Test
  void shouldSayWhatToDoWhenNoManagerAttends() throws Exception {
    host.add("u", "etch-1-1");
    start();

    assertThatThrownBy(() -> bench.domain("etch-1-1").migrate("a-204-03"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no manager attends")
        .hasMessageContaining("start one");
    assertThatThrownBy(() -> bench.domain("etch-1-1").migrate(HOST))
        .hasMessageContaining("another host");
  }

  @Test
  void shouldAskTheManagerThatAttendsAndShowItsRefusal() throws Exception {
    host.add("u", "etch-1-1");
    start();
    bench.bean().attend(new Attendance("manager-1", new Epoch(0, 3), 60_000));
    assertThat(bench.bean().getManager()).isEqualTo("manager-1");

    String id = bench.domain("etch-1-1").migrate("a-204-03");

    Notification wanted =
        bench.awaitNotification(NotificationTypes.migration(MigrationPhase.REQUESTED), n -> true);
    MigrationEvent event =
        NotificationPayload.fromOpenData(wanted.getUserData(), MigrationEvent.class);
    assertThat(event.id()).isEqualTo(id);
    assertThat(event.emitter()).isEqualTo(HOST);
    assertThat(event.target()).isEqualTo("a-204-03");
    assertThat(bench.migration(id).getPhase()).isEqualTo(MigrationPhase.REQUESTED);

    bench
        .bean()
        .abort(
            new MigrationOrder(
                id,
                new Epoch(0, 3),
                "u",
                "etch-1-1",
                HOST,
                "a-204-03",
                1000,
                Map.of(MigrationOrder.REFUSED_BECAUSE, "a-204-03 is stale")));
    assertThat(bench.migration(id).getPhase()).isEqualTo(MigrationPhase.REFUSED);
    assertThat(bench.migration(id).getOutcomeReasons())
        .extracting("text")
        .contains("a-204-03 is stale");
  }

  @Test
  void shouldEndARequestThatTheManagerFinishesBeforeItBegins() throws Exception {
    host.add("u", "etch-1-1");
    start();
    bench.bean().attend(new Attendance("manager-1", new Epoch(0, 3), 60_000));
    String id = bench.domain("etch-1-1").migrate("a-204-03");

    bench
        .bean()
        .finish(
            new MigrationOrder(
                id, new Epoch(0, 3), "u", "etch-1-1", HOST, "a-204-03", 1000, Map.of()));

    assertThat(bench.migration(id).getPhase()).isEqualTo(MigrationPhase.CANCELLED);
    assertThat(bench.domain("etch-1-1").migrate("a-204-03")).isNotEqualTo(id);
  }

  @Test
  void shouldForgetAManagerWhoseLeaseHasEnded() throws Exception {
    start();
    bench.bean().attend(new Attendance("manager-1", new Epoch(0, 3), 50));

    AgentBench.await("the lease ends", () -> bench.bean().getManager() == null);
    assertThat(bench.bean().getManagerEpoch()).isEqualTo(new Epoch(0, 3));
  }

  @Test
  void shouldObeyTheManagersLimitOnBandwidthForAsLongAsItsWordHolds() throws Exception {
    start();
    bench.bean().attend(new Attendance("manager-1", new Epoch(0, 3), 60_000, 50_000_000));
    assertThat(bench.bean().getBandwidthLimitBytesPerSecond()).isEqualTo(50_000_000);

    bench.bean().attend(new Attendance("manager-1", new Epoch(0, 3), 50, 20_000_000));
    AgentBench.await("the lease ends", () -> bench.bean().getBandwidthLimitBytesPerSecond() == 0);
  }

  @Test
  void shouldRememberEpochStateAndMigrationsAfterARestart() throws Exception {
    host.add("u", "etch-1-1");
    start();
    bench.hostBean().setState(HostState.MAINTENANCE);
    bench.bean().attend(new Attendance("m", new Epoch(2, 9), 60_000));
    MigrationOrder order =
        new MigrationOrder(
            "m-7", new Epoch(2, 9), "x", "other", HOST, "a-204-03", 60_000, Map.of());
    bench.bean().abort(order);
    bench.close();

    bench = new AgentBench(host, data).awaitSample();

    assertThat(bench.bean().getManagerEpoch()).isEqualTo(new Epoch(2, 9));
    assertThat(bench.hostBean().getState()).isEqualTo(HostState.MAINTENANCE);
    StepResult again = bench.bean().prepare(order);
    assertThat(again.accepted()).isFalse();
    assertThat(again.phase()).isEqualTo(MigrationPhase.CANCELLED);
    assertThat(bench.bean().attend(new Attendance("old", new Epoch(2, 8), 1000)).accepted())
        .isFalse();
  }

  @Test
  void shouldRefuseMigrationsAndSayWhyWhenTheJournalCannotBeWritten() throws Exception {
    Path file = data.resolve("occupied");
    Files.writeString(file, "no folder");
    host.add("u", "etch-1-1");
    bench = new AgentBench(host, file).awaitSample();

    assertThat(bench.bean().getWarnings()).anyMatch(line -> line.contains(file.toString()));
    StepResult refused =
        bench
            .bean()
            .prepare(
                new MigrationOrder("m-1", Epoch.NONE, "x", "d", "a-204-09", HOST, 1000, Map.of()));
    assertThat(refused.reasons()).extracting("code").containsExactly("JOURNAL");
    assertThat(bench.hostBean().getDomainNames()).containsExactly("etch-1-1");
  }

  @Test
  void shouldComputeAFullHostLoad() throws Exception {
    host.add("u", "etch-1-1");
    start();
    long begin = System.nanoTime();
    AgentBench.await(
        "the domain is seen busy",
        () -> {
          host.burn("u", Duration.ofMillis(20));
          Double load = bench.domain("etch-1-1").getCpuLoad();
          return load != null && load > 0.1;
        });
    assertThat(System.nanoTime()).isGreaterThan(begin);
  }
}
