// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.ManagerRole;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.ObjectNames;
import org.transhume.manager.internal.Settings.Guarding;
import org.transhume.manager.internal.Settings.Times;

/** A manager that is alone, and agents that know a newer epoch than its own. */
class EpochAdvanceTest {

  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final Settings SETTINGS =
      new Settings(
          "ada",
          List.of(),
          Mode.ADVISE,
          Map.of(),
          0,
          new Guarding(1, 300_000, 1_000, 0.01, 1, 1),
          new Times(2_000, 1_000, 5_000, 10_000, 60_000, 100, 1));

  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final FakeAgents agents = new FakeAgents(new VirtualLoop());
  private final FakeAgents.Host host = agents.host("a-204-02");
  private final FakeAgents.Host other = agents.host("a-204-03");
  private final ManagerMXBean bean =
      JMX.newMXBeanProxy(server, ObjectNames.manager(), ManagerMXBean.class);
  @TempDir private Path folder;
  private RunningManager running;

  @BeforeEach
  void start() throws IOException {
    running = RunningManager.start(SETTINGS, folder, server, "1.0.0", Clock.systemUTC(), () -> 0.5);
    agents.tell(running.events());
  }

  @AfterEach
  void stop() {
    running.close();
  }

  private void beRefused() {
    host.known = new Epoch(0, 9);
    other.known = new Epoch(4, 2);
    agents.connectAll();
    await("it leads no more", () -> bean.getRole() == ManagerRole.STANDBY);
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void shouldNameTheCommandThatLetsItLeadAgain() {
    beRefused();

    await("it says why", () -> !bean.getWarnings().isEmpty());
    assertThat(bean.getWarnings().get(0))
        .contains("knows a leader of epoch")
        .contains("transhume epoch advance");
  }

  @Test
  void shouldLeadAboveEveryEpochThatAgentsKnowAndAfterARestartToo() throws IOException {
    beRefused();

    assertThat(bean.advanceEpoch()).isEqualTo(new Epoch(5, 2));
    await("both agents obey", () -> host.attendance != null && other.attendance != null);
    assertThat(bean.getRole()).isEqualTo(ManagerRole.LEADER);
    assertThat(bean.getWarnings()).isEmpty();
    assertThat(other.attendance.epoch()).isEqualTo(new Epoch(5, 2));

    running.close();
    start();
    assertThat(bean.getEpoch()).isEqualTo(new Epoch(5, 3));
  }

  @Test
  void shouldNotPushAsideAManagerThatLeads() {
    other.attendedBy = "bob";
    beRefused();

    assertThatThrownBy(bean::advanceEpoch)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("manager bob attends to a-204-03")
        .hasMessageContaining("stop it");
    assertThat(bean.getRole()).isEqualTo(ManagerRole.STANDBY);
  }

  @Test
  void shouldRefuseWithoutAnAgentThatCouldTell() {
    beRefused();
    host.lose();
    other.lose();

    assertThatThrownBy(bean::advanceEpoch).hasMessageContaining("no agent is connected");
  }

  @Test
  void shouldHaveNothingToAdvanceWhileItLeads() {
    assertThatThrownBy(bean::advanceEpoch)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nothing to advance");
    assertThat(bean.getEpoch()).isEqualTo(new Epoch(0, 1));
  }
}
