// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.Notification;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.AgentMXBean;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.HostMXBean;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.ProbeMXBean;
import org.transhume.api.mx.Role;

/** What people, plug-ins and the world can get wrong: each is told clearly and harms nothing. */
public class BadInputIT {

  private static final int DISK_KIBIBYTES = 512;

  /** More than fit into what is left of a journal's last block. */
  private static final int STATES_IN_A_BLOCK = 500;

  private static Demo demo;
  private static SmallDisk disk;

  @BeforeClass
  public static void startDemo() throws Exception {
    demo = new Demo("bad-input");
    disk = SmallDisk.at(demo.instance().data().resolve("transhume"), DISK_KIBIBYTES);
    demo.start();
  }

  @AfterClass
  public static void endDemo() throws Exception {
    demo.close();
    disk.close();
  }

  @Test
  public void shouldNameAPropertyThatNobodyKnows() throws Exception {
    demo.reconfigureManager(Demo.ENDPOINT, "cooldownMillis = 60000");

    assertThat(demo.instance().log().await("ERROR", "cooldownMillis"))
        .contains(
            "etc/org.transhume.manager.cfg: ",
            "nobody knows cooldownMillis",
            "what can be set here is ",
            "coolDownMillis, ");
    demo.reconfigureManager(Demo.ENDPOINT);
  }

  @Test
  public void shouldGoOnAsBeforeWhenTheManagersConfigurationIsWrong() throws Exception {
    Epoch before = demo.manager().getEpoch();
    demo.configureManager(Demo.ENDPOINT, "coolDownMillis = 5 minutes", "mode = AUTOMATC");

    assertThat(demo.instance().log().await("coolDownMillis = '5 minutes' is no number"))
        .contains(
            "ERROR",
            "etc/org.transhume.manager.cfg: ",
            "give 0 to",
            "mode = 'AUTOMATC': give one of [OBSERVE, ADVISE, AUTOMATIC]",
            "everything stays as it was configured before");
    assertThat(demo.manager().getEpoch()).isEqualTo(before);
    assertThat(demo.cluster().getDomains()).hasSize(4);

    demo.reconfigureManager(Demo.ENDPOINT);
  }

  @Test
  public void shouldGoOnAsBeforeWhenTheAgentsConfigurationIsWrong() throws Exception {
    demo.instance().configure("org.transhume.agent", "periodMillis = often", "streamPort = 0");

    String line = demo.instance().log().await("ERROR", "etc/org.transhume.agent.cfg: ");
    assertThat(line).contains("periodMillis", "500 stays in force", "give a whole number");
    assertThat(agent(Demo.HOT_HOST).getWarnings()).anyMatch(line::endsWith);

    demo.instance().configure("org.transhume.agent", "periodMillis = 500", "streamPort = 0");
    Await.until("nothing is wrong any more", () -> agent(Demo.HOT_HOST).getWarnings().isEmpty());
  }

  @Test
  public void shouldGoOnAsBeforeWhenAProbesConfigurationIsWrong() throws Exception {
    String[] hold = {"probe.period.millis = 500", "probe.hold.millis = 1000"};
    demo.instance()
        .configure("org.transhume.probe.cpu", hold[0], hold[1], "probe.high.threshold = 80 %");

    assertThat(demo.instance().log().await("ERROR", "etc/org.transhume.probe.cpu.cfg"))
        .contains("probe.high.threshold = 80 % is no number", "stay in force");
    assertThat(probe("cpu").getHighThreshold()).isEqualTo(0.8);
    assertThat(probe("cpu").getHoldMillis()).isEqualTo(1000);

    demo.instance()
        .configure("org.transhume.probe.cpu", hold[0], hold[1], "probe.high.threshold = 0.85");
    Await.until("the threshold is the new one", () -> probe("cpu").getHighThreshold() == 0.85);
  }

  @Test
  public void shouldServeAsBeforeWhenTheConnectorsConfigurationIsWrong() throws Exception {
    demo.instance()
        .configure(
            "org.transhume.connector",
            "identity = " + demo.node(),
            "address = 127.0.0.1",
            "port = 74x43");

    assertThat(demo.instance().log().await("ERROR", "74x43"))
        .contains(
            "etc/org.transhume.connector.cfg",
            "port = '74x43' is not possible: give a number from 0 to 65535");
    assertThat(demo.operator().sees(ObjectNames.agent(Demo.HOT_HOST))).isTrue();
  }

  @Test
  public void shouldNameTheNearestWhenADomainOrAHostIsUnknown() {
    assertThatThrownBy(() -> demo.manager().migrate("dapper11", Demo.TO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown domain 'dapper11'; nearest of 4 known: dapper-1-1");
    assertThatThrownBy(() -> demo.manager().migrate(Demo.TRAVELLER, "a-204-4"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown host 'a-204-4'; nearest of 3 known: a-204-04");
  }

  @Test
  public void shouldTellOfAnAgentThatCannotBeReachedAndWorkWithTheOthers() throws Exception {
    String nobody = "127.0.0.1:7449";
    demo.reconfigureManager(Demo.ENDPOINT + ", " + nobody);

    assertThat(demo.instance().log().await("endpoint " + nobody)).contains("WARN");
    Await.until(
        "the Manager MBean tells of both",
        () ->
            demo.manager().getConnections().contains(Demo.ENDPOINT + " connected")
                && demo.manager().getConnections().stream()
                    .anyMatch(line -> line.startsWith(nobody) && line.contains("refused")));
    assertMoves("dapper-2-1", Demo.HOT_HOST);
    assertMoves("dapper-2-1", Demo.TO);
    demo.reconfigureManager(Demo.ENDPOINT);
  }

  @Test
  public void shouldFailTheReadingsOfAProbeThatHangsAndNoOthers() throws Exception {
    List<Notification> told = demo.operator().listen(ObjectNames.agent(Demo.HOT_HOST));
    Path dropped =
        demo.instance().drop(PluginJar.of(HangingProbe.class, "1.0.0"), "hanging-probe.jar");

    demo.instance()
        .log()
        .await("WARN", Demo.HOT_HOST, "probe hanging did not answer within 500 ms");
    Await.until(
        "the MBean tells that it hangs",
        () -> probe("hanging").getHealth().contains("still hangs in a measurement"));
    Await.until(
        "listeners are told",
        () ->
            told.stream()
                .anyMatch(heard -> heard.getType().equals(NotificationTypes.PROBE_FAILED)));
    long hung = System.currentTimeMillis();
    Await.until(
        "the other probes go on",
        () ->
            probe("cpu").getMeasuredAtEpochMillis() > hung
                && probe("cpu").getHealth().equals("OK"));
    Await.until("samples go on", () -> agent(Demo.HOT_HOST).getLastSample().atEpochMillis() > hung);

    Files.delete(dropped);
    Await.until(
        "its MBean is gone",
        () -> !demo.operator().sees(ObjectNames.probe(Demo.HOT_HOST, "hanging")));
  }

  @Test
  public void shouldLoseNothingOnAFullDiskAndSayWhichFileNeedsRoom() throws Exception {
    disk.fill();
    try {
      Await.until("the Manager MBean tells which file", BadInputIT::managerLacksRoom);
      demo.manager().setMode(Mode.OBSERVE);
      demo.hotspot().setMode(Mode.AUTOMATIC);
      assertThat(namesTheJournal(demo.instance().log().await("ERROR", "manager.journal"))).isTrue();
      assertThatThrownBy(BadInputIT::changeStatesUntilThereIsNoRoom)
          .hasMessageContaining("agent.journal cannot be written (No space left on device)")
          .hasMessageContaining("free some space");
      MigrationMXBean refused = migrate(Demo.TRAVELLER, Demo.TO);
      Await.until("the migration has ended", () -> refused.getPhase().isFinal());
      assertThat(refused.getPhase()).isEqualTo(MigrationPhase.REFUSED);
      assertThat(refused.getOutcomeReasons().toString())
          .contains("manager.journal cannot be written (No space left on device)");
      assertThat(domain(Demo.TRAVELLER).getState().isRunning()).isTrue();
      assertThat(domain(Demo.TRAVELLER).getHost()).isEqualTo(Demo.FROM);
    } finally {
      disk.free();
    }
    Await.until("all is kept", () -> demo.manager().getWarnings().isEmpty());
    host(Demo.HOT_HOST).setState(HostState.ACTIVE);
    demo.restart();
    assertThat(demo.manager().getMode()).isEqualTo(Mode.OBSERVE);
    assertThat(demo.hotspot().getMode()).isEqualTo(Mode.AUTOMATIC);
    assertMoves("dapper-2-1", Demo.HOT_HOST);
    assertMoves("dapper-2-1", Demo.TO);
  }

  @Test
  public void shouldStayUpAndSaySoWhenXlPrintsGarbage() throws Exception {
    String host = "a-204-09";
    int port = User.PORT + 1;
    try (Instance alone = new Instance("agent", "garbage-xl")) {
      Path xl = alone.data().resolve("xl");
      Files.writeString(xl, "#!/bin/sh\nprintf 'Segmentation \\001 fault {{{\\n\\377'\n");
      Files.setPosixFilePermissions(xl, PosixFilePermissions.fromString("rwx------"));
      alone.configureConnector(demo.identities().node("dom0", host), port);
      alone.configure(
          "org.transhume.hypervisor.xl",
          "host = " + host,
          "xlPath = " + xl,
          "runFolder = " + alone.data().resolve("run"));
      alone.configure("org.transhume.agent", "periodMillis = 500", "streamPort = 0");
      alone.start();
      try (User user = User.awaitConnection(demo.identities().person("otto", Role.VIEWER), port)) {
        AgentMXBean agent = user.bean(ObjectNames.agent(host), AgentMXBean.class);
        Await.until("the MBean tells what is wrong", () -> agent.getHypervisorProblem() != null);
        assertThat(agent.getHypervisorProblem()).contains("garbage");
        alone.log().await("WARN", host + ": the hypervisor cannot be used");
        assertThat(agent.getProbes()).contains("cpu", "memory");
        assertThat(alone.process().isAlive()).isTrue();
      }
    }
  }

  /** Sets modes, which the journal keeps, and looks whether it tells that it cannot. */
  private static boolean managerLacksRoom() {
    demo.hotspot().setMode(Mode.OBSERVE);
    demo.hotspot().setMode(Mode.ADVISE);
    return demo.manager().getWarnings().stream().anyMatch(BadInputIT::namesTheJournal);
  }

  private static void changeStatesUntilThereIsNoRoom() {
    HostState before = HostState.ACTIVE;
    HostState next = HostState.DRAINING;
    try {
      for (int i = 0; i < STATES_IN_A_BLOCK; i++) {
        host(Demo.HOT_HOST).setState(next);
        HostState done = next;
        next = before;
        before = done;
      }
    } finally {
      assertThat(host(Demo.HOT_HOST).getState()).isEqualTo(before);
    }
  }

  private static boolean namesTheJournal(String line) {
    return line.contains(
            "transhume/manager/manager.journal cannot be written (No space left on device)")
        && line.contains("free some space there");
  }

  private static void assertMoves(String domain, String target) {
    MigrationMXBean migration = acceptedMigration(domain, target);
    Await.until("the migration has ended", () -> migration.getPhase().isFinal());
    assertThat(migration.getOutcomeReasons()).isEmpty();
    assertThat(migration.getPhase()).isEqualTo(MigrationPhase.DONE);
    Await.until(
        "the domain is shown to run there",
        () -> domain(domain).getHost().equals(target) && domain(domain).getState().isRunning());
  }

  /** Until the next samples the manager sees a domain as it was in the middle of its last move. */
  private static MigrationMXBean acceptedMigration(String domain, String target) {
    AtomicReference<MigrationMXBean> asked = new AtomicReference<>();
    Await.until(
        "the manager does not refuse to move " + domain + " to " + target,
        () -> {
          asked.set(migrate(domain, target));
          return asked.get().getPhase() != MigrationPhase.REFUSED;
        });
    return asked.get();
  }

  private static MigrationMXBean migrate(String domain, String target) {
    String id = demo.manager().migrate(domain, target);
    return demo.operator().bean(ObjectNames.migration(id), MigrationMXBean.class);
  }

  private static AgentMXBean agent(String host) {
    return demo.operator().bean(ObjectNames.agent(host), AgentMXBean.class);
  }

  private static HostMXBean host(String host) {
    return demo.operator().bean(ObjectNames.host(host), HostMXBean.class);
  }

  private static DomainMXBean domain(String name) {
    return demo.operator().bean(ObjectNames.domain(name), DomainMXBean.class);
  }

  private static ProbeMXBean probe(String name) {
    return demo.operator().bean(ObjectNames.probe(Demo.HOT_HOST, name), ProbeMXBean.class);
  }
}
