// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transhume.manager.internal.AgentsOverTls.await;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import org.transhume.agent.internal.watch.ProbeDefinition;
import org.transhume.agent.internal.watch.ProbeParameters;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.CheckReport;
import org.transhume.api.mx.ClusterMXBean;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.NotificationPayload;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.PolicyMXBean;
import org.transhume.hypervisor.sim.internal.SimulatedCluster;
import org.transhume.manager.internal.Settings.Guarding;
import org.transhume.manager.internal.Settings.Times;
import org.transhume.policy.hotspot.internal.HotspotPolicy;
import org.transhume.probe.cpu.internal.CpuProbe;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.probe.Subject;
import org.transhume.spi.transport.SecureTransport;

/** Two simulated hosts, their agents and a manager, joined by nothing but JMX over TLS. */
class ReliefOverTlsTest {

  private static final String HOT = "a-204-02";
  private static final String COOL = "a-204-03";

  @TempDir Path folder;

  private final MBeanServer managersServer = MBeanServerFactory.newMBeanServer();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<MigrationEvent> migrations = new CopyOnWriteArrayList<>();
  private AgentsOverTls agents;
  private SimulatedCluster cluster;
  private SecureTransport transport;
  private RunningManager running;

  @BeforeEach
  void startEverything() throws Exception {
    agents = new AgentsOverTls(folder, 7, HOT, COOL);
    cluster = agents.cluster();
    cluster.hypervisor(HOT).create(domain("etch-1-1", 64, 0.2));
    cluster.hypervisor(HOT).create(domain("etch-1-2", 128, 0.2));
    cluster.hypervisor(COOL).create(domain("dapper-1-1", 64, 0.1));
    agents.start(HOT, probes());
    agents.start(COOL, probes());
    transport = agents.managersTransport("leader");
    running =
        RunningManager.start(
            settings(),
            folder.resolve("manager"),
            managersServer,
            "1.0.0",
            Clock.systemUTC(),
            () -> 0.5);
    managersServer.addNotificationListener(
        ObjectNames.manager(),
        (notification, handback) -> {
          heard.add(notification.getType());
          if (NotificationTypes.isMigration(notification.getType())) {
            migrations.add(
                NotificationPayload.fromOpenData(notification.getUserData(), MigrationEvent.class));
          }
        },
        null,
        null);
    running.agents().use(transport);
    await("both hosts are known", () -> cluster().getHosts().size() == 2);
    await("the domains are shown", () -> shown("etch-1-1") && shown("dapper-1-1"));
    agents.awaitAttendance(HOT, COOL);
  }

  @AfterEach
  void stopEverything() {
    running.close();
    agents.close();
    assertThat(managersServer.queryNames(ObjectNames.anything(), null)).isEmpty();
  }

  @Test
  void shouldRelieveAnOverloadedHostByALiveMigration() {
    running.add(new PolicyVersion("hotspot", new Version(1, 0, 0), 1, new HotspotPolicy()));
    cluster.setDemand("etch-1-1", 0.95);
    cluster.setDemand("etch-1-2", 0.95);

    await("a migration is done", () -> ended(MigrationPhase.DONE));
    await("etch-1-1 is seen at its new host", () -> domain("etch-1-1").getHost().equals(COOL));
    assertThat(cluster().getStaleHosts()).isEmpty();
    MigrationEvent done = migrations.get(migrations.size() - 1);
    assertThat(done.source()).isEqualTo(HOT);
    assertThat(done.target()).isEqualTo(COOL);
    assertThat(done.domain()).isEqualTo("etch-1-1");
    assertThat(done.downtimeMillis()).isNotNull().isPositive();
    assertThat(done.bytesSent()).isGreaterThanOrEqualTo(64L << 20);
    assertThat(done.reasons()).extracting(Explanation::code).containsExactly("HOT_SPOT");
    MigrationMXBean migration =
        JMX.newMXBeanProxy(managersServer, ObjectNames.migration(done.id()), MigrationMXBean.class);
    assertThat(migration.getProgressPercent()).isEqualTo(100);
    assertThat(migration.getRequestedBy()).isEqualTo("policy hotspot");
    PolicyMXBean policy =
        JMX.newMXBeanProxy(managersServer, ObjectNames.policy("hotspot"), PolicyMXBean.class);
    assertThat(policy.getVersion()).isEqualTo("1.0.0");
    assertThat(policy.getMode()).isEqualTo(Mode.AUTOMATIC);
    assertThat(manager().getWarnings()).isEmpty();
    await("what it proposed is told", () -> heard.contains(NotificationTypes.POLICY_PROPOSED));
  }

  @Test
  void shouldMoveADomainThereAndBackByHand() {
    String there = manager().migrate("etch-1-2", COOL);
    await(there + " is done", () -> phase(there) == MigrationPhase.DONE);
    await("it is seen there", () -> domain("etch-1-2").getHost().equals(COOL));
    String back = domain("etch-1-2").migrate(HOT);
    await(back + " is done", () -> phase(back) == MigrationPhase.DONE);

    await("it is seen back", () -> domain("etch-1-2").getHost().equals(HOT));
  }

  @Test
  void shouldTakeOverARequestMadeOnAnAgentUnderItsId() {
    DomainMXBean onAgent =
        JMX.newMXBeanProxy(
            agents.server(), ObjectNames.domain(HOT, "etch-1-1"), DomainMXBean.class);
    String id = onAgent.migrate(COOL);

    await(id + " is done", () -> phase(id) == MigrationPhase.DONE);
    await("it is seen there", () -> domain("etch-1-1").getHost().equals(COOL));
  }

  @Test
  void shouldCancelBeforeTheHandOverAndLeaveNothingBehind() {
    cluster.setDirtyRate("etch-1-2", 50 << 20);
    String id = manager().migrate("etch-1-2", COOL);
    await("it is being sent", () -> phase(id) == MigrationPhase.SENDING);
    MigrationMXBean migration =
        JMX.newMXBeanProxy(managersServer, ObjectNames.migration(id), MigrationMXBean.class);
    boolean accepted = migration.cancel().accepted();
    await(id + " has ended", () -> phase(id).isFinal());

    assertThat(phase(id)).isEqualTo(accepted ? MigrationPhase.CANCELLED : MigrationPhase.DONE);
  }

  @Test
  void shouldRefuseByTheAgentsOwnReasons() {
    String id = manager().migrate("etch-1-1", COOL);
    String second = manager().migrate("etch-1-1", COOL);

    assertThat(phase(second)).isEqualTo(MigrationPhase.REFUSED);
    await(id + " is done", () -> phase(id) == MigrationPhase.DONE);
  }

  @Test
  void shouldCheckAMoveOnBothHostsWithoutBeginningIt() {
    assertThat(manager().checkMigration("etch-1-1", COOL))
        .isEqualTo(new CheckReport(true, List.of()));

    cluster.equip(HOT, "starts=etch-1-1");
    cluster.equip(COOL, "release=4.16 autoballoon=on");
    CheckReport report = manager().checkMigration("etch-1-1", COOL);

    assertThat(report.possible()).isFalse();
    assertThat(report.findings())
        .filteredOn(finding -> !finding.teller().equals("manager"))
        .extracting(finding -> finding.teller() + " " + finding.reason().code())
        .containsExactly(HOT + " STARTED_AT_BOOT", COOL + " AUTOBALLOON", COOL + " XEN_RELEASE");
    assertThat(cluster().getMigrations()).isEmpty();
  }

  @Test
  void shouldRefuseToMoveToATargetThatDiffersFromTheSource() {
    cluster.equip(COOL, "features=8080200100000000");

    String id = manager().migrate("etch-1-1", COOL);

    await(id + " has ended", () -> phase(id).isFinal());
    assertThat(phase(id)).isEqualTo(MigrationPhase.REFUSED);
    MigrationMXBean migration =
        JMX.newMXBeanProxy(managersServer, ObjectNames.migration(id), MigrationMXBean.class);
    assertThat(migration.getOutcomeReasons())
        .extracting(Explanation::code)
        .containsExactly("CPU_POLICY");
  }

  @Test
  void shouldActOnADomainWhereverItIs() throws HypervisorException {
    domain("etch-1-1").pause();
    await("it is paused", () -> domain("etch-1-1").getState().name().equals("PAUSED"));
    domain("etch-1-1").unpause();
    await("it runs again", () -> domain("etch-1-1").getState().name().equals("RUNNING"));
  }

  @Test
  void shouldDrainAHostAndTakeItBack() {
    assertThat(manager().drain(HOT)).hasSize(2).anyMatch(line -> line.contains("for " + COOL));
    await("the host is empty", () -> host(cluster(), HOT).domains().isEmpty());
    assertThat(host(cluster(), HOT).state()).isEqualTo(HostState.DRAINING);
    assertThat(manager().drain(HOT)).isEmpty();

    manager().activate(HOT);
    await("it is active again", () -> host(cluster(), HOT).state() == HostState.ACTIVE);
  }

  @Test
  void shouldNameUnknownDomainsAndHosts() {
    assertThatThrownBy(() -> manager().migrate("etch-1-9", COOL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown domain 'etch-1-9'");
    assertThatThrownBy(() -> manager().migrate("etch-1-1", "a-204-99"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown host 'a-204-99'");
  }

  @Test
  void shouldLoseAndFindAnAgentThatIsReplaced() {
    agents.stop(COOL);
    await("the host is stale", () -> !cluster().getStaleHosts().isEmpty());
    agents.start(COOL, probes());

    await("the host is known again", () -> cluster().getStaleHosts().isEmpty());
    await("its loss is told", () -> heard.contains(NotificationTypes.AGENT_LOST));
  }

  @Test
  void shouldConnectAgainWhenTheTransportComesBack() {
    running.agents().useNone();
    await("no host is known", () -> cluster().getStaleHosts().size() == 2);
    await(
        "the reason is told",
        () -> manager().getConnections().toString().contains("no key store is configured"));
    running.agents().use(transport);

    await("both hosts are back", () -> cluster().getStaleHosts().isEmpty());
  }

  private static HostSample host(ClusterMXBean cluster, String name) {
    return cluster.getHosts().stream()
        .filter(host -> host.host().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private boolean ended(MigrationPhase phase) {
    return migrations.stream().anyMatch(event -> event.phase() == phase);
  }

  private MigrationPhase phase(String id) {
    return cluster().getMigrations().stream()
        .filter(migration -> migration.id().equals(id))
        .map(MigrationEvent::phase)
        .findFirst()
        .orElse(MigrationPhase.REQUESTED);
  }

  private boolean shown(String domain) {
    return managersServer.isRegistered(ObjectNames.domain(domain));
  }

  private DomainMXBean domain(String name) {
    return JMX.newMXBeanProxy(managersServer, ObjectNames.domain(name), DomainMXBean.class);
  }

  private ManagerMXBean manager() {
    return JMX.newMXBeanProxy(managersServer, ObjectNames.manager(), ManagerMXBean.class);
  }

  private ClusterMXBean cluster() {
    return JMX.newMXBeanProxy(managersServer, ObjectNames.cluster(), ClusterMXBean.class);
  }

  private Settings settings() {
    return new Settings(
        "test",
        List.of(agents.endpoint()),
        Mode.AUTOMATIC,
        Map.of("hotspot", Mode.AUTOMATIC),
        0,
        new Guarding(1, 300_000, 1_000, 0.01, 1, 1),
        new Times(2_000, 1_000, 5_000, 10_000, 240_000, 100, 1));
  }

  private static Map<String, ProbeDefinition> probes() {
    return Map.of(
        "cpu",
        new ProbeDefinition(
            "cpu",
            "1.0.0",
            "share",
            Subject.Kind.HOST,
            new ProbeParameters(200, 0.8, 0.6, 500),
            new CpuProbe()));
  }

  private static String domain(String name, int mebibytes, double demand) {
    return "name = \"" + name + "\"\nmemory = " + mebibytes + "\nsim_demand = \"" + demand + "\"\n";
  }
}
