// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transhume.manager.internal.AgentsOverTls.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.AgentMXBean;
import org.transhume.api.mx.CheckReport;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.Role;
import org.transhume.api.mx.RulesMXBean;
import org.transhume.api.mx.RulesReport;
import org.transhume.api.mx.StandingRules;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StreamTicket;
import org.transhume.manager.internal.Settings.Guarding;
import org.transhume.manager.internal.Settings.Times;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.JmxPeer;
import org.transhume.spi.transport.SecureTransport;
import org.transhume.spi.transport.TransportProvider;

/** Rules between a manager and agents that are joined by nothing but JMX over TLS. */
@Timeout(600)
class RulesOverTlsTest {

  private static final String HERE = "a-204-02";
  private static final String THERE = "a-204-03";

  @TempDir Path folder;

  private final MBeanServer managersServer = MBeanServerFactory.newMBeanServer();
  private AgentsOverTls agents;
  private RunningManager running;

  @BeforeEach
  void startEverything() throws Exception {
    agents = new AgentsOverTls(folder, 7, HERE, THERE);
    agents.cluster().hypervisor(HERE).create(domain("etch-1-1"));
    agents.cluster().hypervisor(HERE).create(domain("etch-1-2"));
    agents.start(HERE, Map.of());
    agents.start(THERE, Map.of());
    startManager();
  }

  private void startManager() throws Exception {
    running =
        agents.lead(
            managersServer,
            new Settings(
                "test",
                List.of(agents.endpoint()),
                Mode.ADVISE,
                Map.of(),
                0,
                new Guarding(1, 300_000, 1_000, 0.01, 1, 1),
                new Times(2_000, 1_000, 5_000, 10_000, 240_000, 100, 1)));
    await(
        "the domains are shown",
        () ->
            managersServer.isRegistered(ObjectNames.domain("etch-1-1"))
                && managersServer.isRegistered(ObjectNames.domain("etch-1-2")));
  }

  @AfterEach
  void stopEverything() {
    running.close();
    agents.close();
  }

  private RulesMXBean rules() {
    return JMX.newMXBeanProxy(managersServer, ObjectNames.rules(), RulesMXBean.class);
  }

  private ManagerMXBean manager() {
    return JMX.newMXBeanProxy(managersServer, ObjectNames.manager(), ManagerMXBean.class);
  }

  private DomainMXBean onAgent(String domain) {
    return JMX.newMXBeanProxy(
        agents.server(), ObjectNames.domain(HERE, domain), DomainMXBean.class);
  }

  private static List<String> codes(StepResult result) {
    return result.reasons().stream().map(Explanation::code).toList();
  }

  private MigrationOrder order(String id, String domain) {
    return new MigrationOrder(
        id, new Epoch(0, 1_000), onAgent(domain).getUuid(), domain, HERE, THERE, 240_000, Map.of());
  }

  @Test
  void shouldEnforceRulesOnAgentsWhileNoManagerRuns() throws Exception {
    rules().importAll("domain etch-1-1 tag keep\nban etch-1-2 from " + THERE + "\n", "");
    await("both agents keep the rules", () -> keepsTwo(HERE) && keepsTwo(THERE));
    running.close();
    agents.stop(HERE);
    agents.start(HERE, Map.of());
    await("the tag is shown", () -> tagsOnAgent().equals(List.of("keep")));

    SecureTransport somebody = agents.managersTransport("somebody");
    try (JmxPeer peer = somebody.connect(agents.endpoint(), Duration.ofSeconds(20))) {
      StepResult sent =
          agent(peer, HERE).send(order("m-1", "etch-1-1"), new StreamTicket("localhost", 1, "t"));
      StepResult prepared = agent(peer, THERE).prepare(order("m-2", "etch-1-2"));

      assertThat(codes(sent)).containsExactly("RULE_KEEP");
      assertThat(codes(prepared)).containsExactly("RULE_BAN");
      assertThat(prepared.reasons().get(0).text())
          .startsWith("ban of etch-1-2 from " + THERE + ": rule 'ban ")
          .endsWith(", revision 1");
    }
    assertThat(onAgent("etch-1-1").isMovable()).isFalse();
    assertThat(agents.cluster().violations()).isEmpty();
  }

  private boolean keepsTwo(String host) {
    return agents.agent(host).getRules().size() == 2;
  }

  private List<String> tagsOnAgent() {
    return agents.server().isRegistered(ObjectNames.domain(HERE, "etch-1-1"))
        ? onAgent("etch-1-1").getTags()
        : List.of();
  }

  private static AgentMXBean agent(JmxPeer peer, String host) throws IOException {
    return JMX.newMXBeanProxy(
        peer.connector().getMBeanServerConnection(), ObjectNames.agent(host), AgentMXBean.class);
  }

  @Test
  void shouldListTheRulesOfManagerAndTargetInADryRun() {
    rules().set("ban etch-1-2 from " + THERE, "");
    await("the target keeps it", () -> agents.agent(THERE).getRulesRevision() == 1);

    CheckReport report = manager().checkMigration("etch-1-2", THERE);

    assertThat(report.findings())
        .extracting(finding -> finding.teller() + " " + finding.reason().code())
        .containsExactly("manager RULE_BAN", THERE + " RULE_BAN");
  }

  @Test
  void shouldTellOfAKeptDomainOnceAlthoughManagerAndSourceKnow() {
    rules().set("domain etch-1-1 tag keep", "");
    await("the source keeps it", () -> agents.agent(HERE).getRulesRevision() == 1);

    CheckReport report = manager().checkMigration("etch-1-1", THERE);

    assertThat(report.findings())
        .extracting(finding -> finding.teller() + " " + finding.reason().code())
        .containsExactly(HERE + " RULE_KEEP");
  }

  @Test
  void shouldKeepRulesAcrossARestartOfTheManagerAndShowTagsOnItsBeans() throws Exception {
    RulesReport report = rules().set("domain etch-1-1 tag gold", "");
    assertThat(report.revision()).isEqualTo(1);
    running.close();

    startManager();

    assertThat(rules().getRevision()).isEqualTo(1);
    assertThat(rules().getRules())
        .singleElement()
        .satisfies(rule -> assertThat(rule.about()).isEqualTo("etch-1-1"));
    assertThat(
            JMX.newMXBeanProxy(managersServer, ObjectNames.domain("etch-1-1"), DomainMXBean.class)
                .getTags())
        .containsExactly("gold");
    assertThat(rules().getUnkept()).isEmpty();
  }

  @Test
  void shouldLetViewersReadAndOperatorsChange() throws Exception {
    try (TransportProvider.JmxServer port = agents.serve(managersServer)) {
      Endpoint endpoint = new Endpoint("localhost", port.port());
      RulesMXBean viewer = remote(endpoint, "viewer", Role.VIEWER);
      RulesMXBean operator = remote(endpoint, "operator-olga", Role.OPERATOR);

      assertThatThrownBy(() -> viewer.set("n-plus-one", "")).isInstanceOf(SecurityException.class);
      assertThatThrownBy(() -> viewer.remove("n-plus-one", ""))
          .isInstanceOf(SecurityException.class);
      assertThatThrownBy(() -> viewer.importAll("", "")).isInstanceOf(SecurityException.class);
      assertThat(operator.set("n-plus-one", "").revision()).isEqualTo(1);
      assertThat(viewer.getRules())
          .singleElement()
          .satisfies(rule -> assertThat(rule.by()).isEqualTo("operator-olga"));
      assertThatThrownBy(() -> viewer.check("")).isInstanceOf(SecurityException.class);
      assertThat(operator.check("spred web").errors())
          .singleElement()
          .asString()
          .startsWith("line 1: 'spred' begins no rule");
      assertThatThrownBy(() -> operator.set("spred web", ""))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'spred' begins no rule");
    }
  }

  @Test
  void shouldLetNobodyButAManagerGiveRulesToAnAgent() throws Exception {
    SecureTransport operator = agents.transport("operator", Role.OPERATOR);
    try (JmxPeer peer = operator.connect(agents.endpoint(), Duration.ofSeconds(20))) {
      AgentMXBean agent = agent(peer, HERE);

      assertThatThrownBy(() -> agent.keepRules(StandingRules.NONE))
          .isInstanceOf(SecurityException.class);
      assertThat(agent.getRules()).isEmpty();
    }
  }

  private RulesMXBean remote(Endpoint endpoint, String name, Role role) throws IOException {
    JmxPeer peer = agents.transport(name, role).connect(endpoint, Duration.ofSeconds(20));
    return JMX.newMXBeanProxy(
        peer.connector().getMBeanServerConnection(), ObjectNames.rules(), RulesMXBean.class);
  }

  private static String domain(String name) {
    return "name = \"" + name + "\"\nmemory = 64\nsim_demand = \"0.1\"\n";
  }
}
