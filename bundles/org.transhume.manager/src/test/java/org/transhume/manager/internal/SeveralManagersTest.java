// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.management.InstanceNotFoundException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.ManagerRole;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.NotificationPayload;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.RoleEvent;
import org.transhume.api.mx.RuleEntry;
import org.transhume.api.mx.RulesMXBean;
import org.transhume.manager.internal.Settings.Guarding;
import org.transhume.manager.internal.Settings.Times;
import org.transhume.manager.internal.history.HistoryStore;
import org.transhume.spi.coordination.MemoryCoordination;
import org.transhume.spi.transport.Endpoint;

/** Managers that are elected, without a cluster around them. */
class SeveralManagersTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final MemoryCoordination coordination = new MemoryCoordination();
  private final Standing ada = new Standing("ada");
  private final Standing bob = new Standing("bob");

  @AfterEach
  void endAll() {
    ada.close();
    bob.close();
    coordination.close();
    assertThat(ada.server.queryNames(ObjectNames.anything(), null)).isEmpty();
    assertThat(bob.server.queryNames(ObjectNames.anything(), null)).isEmpty();
  }

  @Test
  void shouldBeAStandbyThatSaysWhatIsMissingWhileNobodyCanElectIt() {
    assertThat(ada.bean().getRole()).isEqualTo(ManagerRole.STANDBY);
    assertThat(ada.bean().getEpoch()).isEqualTo(Epoch.NONE);
    assertThat(ada.bean().getVersion()).isEqualTo("1.0.0");
    assertThat(ada.bean().getMigrations()).isEmpty();
    assertThat(ada.bean().getConnections()).containsExactly("localhost:7443 connecting");
    assertThat(ada.bean().getWarnings())
        .singleElement()
        .asString()
        .contains("transhume-coordination-zookeeper")
        .contains("coordinated = false");
    assertThatThrownBy(() -> ada.bean().migrate("etch-1-1", "a-204-03"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ada is a standby")
        .hasMessageContaining("not known");
  }

  @Test
  void shouldLeadWhenElectedAndBeNamedByTheStandby() {
    ada.stand();
    await("ada leads", () -> ada.leads());
    bob.stand();

    assertThat(ada.bean().getWarnings()).isEmpty();
    assertThat(ada.bean().getEpoch()).isEqualTo(new Epoch(0, 1));
    await("ada shows the cluster", () -> ada.server.isRegistered(ObjectNames.cluster()));
    assertThat(bob.server.isRegistered(ObjectNames.cluster())).isFalse();
    await("bob stands", () -> bob.bean().getWarnings().isEmpty());
    assertThatThrownBy(() -> bob.bean().setMode(Mode.OBSERVE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("bob is a standby")
        .hasMessageContaining("ask manager ada");
    assertThatThrownBy(() -> bob.bean().drain("a-204-02")).hasMessageContaining("ask manager ada");
    assertThatThrownBy(() -> bob.bean().activate("a-204-02"))
        .hasMessageContaining("ask manager ada");
  }

  @Test
  void shouldTakeOverWhatTheLeaderKept() {
    ada.stand();
    await("ada leads", () -> ada.leads());
    ada.bean().setMode(Mode.OBSERVE);
    await("the mode is kept", () -> !coordination.log().isEmpty());
    bob.stand();
    ada.close();
    await("bob leads", () -> bob.leads());

    assertThat(bob.bean().getMode()).isEqualTo(Mode.OBSERVE);
    assertThat(bob.bean().getEpoch()).isEqualTo(new Epoch(0, 2));
  }

  @Test
  void shouldTakeOverTheRulesWithTheirRevision() {
    ada.stand();
    await("ada leads", () -> ada.leads() && ada.server.isRegistered(ObjectNames.rules()));
    rulesOf(ada).set("n-plus-one", "");
    rulesOf(ada).set("max-online 3", "");
    bob.stand();
    assertThat(bob.server.isRegistered(ObjectNames.rules())).isFalse();
    ada.close();
    await("bob leads", () -> bob.leads() && bob.server.isRegistered(ObjectNames.rules()));

    assertThat(rulesOf(bob).getRevision()).isEqualTo(2);
    assertThat(rulesOf(bob).getRules())
        .extracting(RuleEntry::text)
        .containsExactly("max-online 3", "n-plus-one");
    assertThat(rulesOf(bob).set("no-incoming a-204-02", "").revision()).isEqualTo(3);
  }

  private static RulesMXBean rulesOf(Standing manager) {
    return JMX.newMXBeanProxy(manager.server, ObjectNames.rules(), RulesMXBean.class);
  }

  @Test
  void shouldBeAStandbyAgainAtOnceWhenItIsCutOff() {
    ada.stand();
    await("ada leads", () -> ada.leads());
    bob.stand();
    coordination.cut("ada");
    await("bob leads", () -> bob.leads());
    await("ada stands by", () -> !ada.leads());
    await("ada shows no cluster", () -> !ada.server.isRegistered(ObjectNames.cluster()));
    coordination.mend("ada");
    coordination.cut("bob");
    await("ada leads again", () -> ada.leads());

    assertThat(ada.bean().getEpoch()).isEqualTo(new Epoch(0, 3));
    await("ada shows the cluster", () -> ada.server.isRegistered(ObjectNames.cluster()));
  }

  @Test
  void shouldKeepItsListenersAndItsNumbersThroughEveryRole() {
    List<Notification> heard = new CopyOnWriteArrayList<>();
    ada.listen(heard);
    ada.stand();
    await("ada says that it leads", () -> roles(heard).size() == 1);
    coordination.cut("ada");
    await("ada says that it stands by", () -> roles(heard).size() == 2);
    coordination.mend("ada");
    await("ada says that it leads again", () -> roles(heard).size() == 3);

    assertThat(roles(heard))
        .extracting(RoleEvent::role)
        .containsExactly(ManagerRole.LEADER, ManagerRole.STANDBY, ManagerRole.LEADER);
    assertThat(roles(heard))
        .extracting(event -> event.epoch().counter())
        .containsExactly(1L, 1L, 2L);
    assertThat(roles(heard))
        .extracting(RoleEvent::emitterStartedAtEpochMillis)
        .containsOnly(ada.bean().getStartedAtEpochMillis());
    assertThat(heard)
        .extracting(Notification::getSequenceNumber)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldServeThePoliciesThatCameWhileItStoodBy() {
    ada.running.add(new PolicyVersion("hotspot", new Version(1, 0, 0), 1, new FakePolicy()));
    ada.running.add(new PolicyVersion("spread", new Version(1, 0, 0), 2, new FakePolicy()));
    ada.running.remove(2);
    await("the policy is known", () -> ada.bean().getPolicies().equals(List.of("hotspot")));
    ada.stand();
    await("ada leads", () -> ada.leads());
    await("it serves", () -> ada.bean().getPolicies().equals(List.of("hotspot")));
    await("it shows it", () -> ada.server.isRegistered(ObjectNames.policy("hotspot")));

    assertThat(ada.server.isRegistered(ObjectNames.policy("spread"))).isFalse();
  }

  @Test
  void shouldStandByWhenItsCoordinationGoes() {
    ada.stand();
    await("ada leads", () -> ada.leads());
    bob.stand();
    ada.running.coordinateByNone();
    await("ada stands by", () -> !ada.leads());
    await("bob leads", () -> bob.leads());

    await("it says why", () -> ada.bean().getWarnings().toString().contains("cannot be elected"));
  }

  @Test
  void shouldLetAnotherLeadWhenItCannotReadTheJournal() throws Exception {
    ada.stand();
    await("ada leads", () -> ada.leads());
    coordination.cut("ada");
    coordination.corrupt();
    bob.stand();
    await("bob says why", () -> bob.bean().getWarnings().toString().contains("cannot lead"));

    assertThat(bob.leads()).isFalse();
  }

  private static List<RoleEvent> roles(List<Notification> heard) {
    return heard.stream()
        .filter(notification -> notification.getType().equals(NotificationTypes.MANAGER_ROLE))
        .map(
            notification ->
                NotificationPayload.fromOpenData(notification.getUserData(), RoleEvent.class))
        .toList();
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + PATIENCE + " in vain until " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** One of several managers, with an MBean server of its own. */
  private final class Standing implements AutoCloseable {
    private final String name;
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final RunningManager running;
    private boolean closed;

    Standing(String name) {
      this.name = name;
      Settings settings =
          new Settings(
              name,
              List.of(new Endpoint("localhost", 7443)),
              Mode.ADVISE,
              Map.of(),
              0,
              new Guarding(1, 300_000, 1_000, 0.01, 1, 1),
              new Times(2_000, 1_000, 5_000, 10_000, 60_000, 100, 1));
      running =
          RunningManager.startCoordinated(
              settings,
              new RunningManager.Ground(
                  server,
                  "1.0.0",
                  Clock.systemUTC(),
                  () -> 0.5,
                  new ManagerThreads(),
                  new Archive(new MemoryDecisions(), HistoryStore.inMemory())));
    }

    void stand() {
      running.coordinate(coordination.through(name));
    }

    ManagerMXBean bean() {
      return JMX.newMXBeanProxy(server, ObjectNames.manager(), ManagerMXBean.class);
    }

    boolean leads() {
      return bean().getRole() == ManagerRole.LEADER;
    }

    void listen(List<Notification> heard) {
      try {
        server.addNotificationListener(
            ObjectNames.manager(), (notification, handback) -> heard.add(notification), null, null);
      } catch (InstanceNotFoundException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        running.close();
      }
    }
  }
}
