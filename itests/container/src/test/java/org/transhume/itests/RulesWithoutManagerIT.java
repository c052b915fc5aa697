// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.AgentMXBean;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.Role;
import org.transhume.api.mx.RulesMXBean;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StreamTicket;

/**
 * An operator keeps a domain and bans it from a host. Then the manager is killed, and the agents as
 * well: started again without any manager, they know the rules, and take no order against them.
 */
public class RulesWithoutManagerIT {

  private static final int KILL_SECONDS = 120;

  private static XenCluster cluster;

  @BeforeClass
  public static void start() throws IOException {
    cluster = new XenCluster("rules");
    cluster.start();
  }

  @AfterClass
  public static void end() throws InterruptedException {
    cluster.close();
  }

  @Test
  public void shouldEnforceRulesOnAgentsThatWereKilledAfterTheirManager() throws Exception {
    Dom0 source = cluster.source();
    Dom0 target = cluster.target();
    RulesMXBean rules = cluster.operator().bean(ObjectNames.rules(), RulesMXBean.class);
    rules.set("domain " + XenCluster.DOMAIN + " tag keep", "");
    rules.set("ban " + XenCluster.DOMAIN + " from " + target.host(), "");
    String uuid =
        cluster
            .operator()
            .bean(ObjectNames.domain(XenCluster.DOMAIN), DomainMXBean.class)
            .getUuid();
    for (Dom0 host : List.of(source, target)) {
      try (User user = cluster.connectTo(host, "vera-" + host.host(), Role.VIEWER)) {
        Await.until(
            host.host() + " keeps the rules", () -> agent(user, host).getRulesRevision() == 2);
      }
    }

    kill(cluster.manager());
    for (Dom0 host : List.of(source, target)) {
      kill(host.agent());
      host.agent().start();
    }

    MigrationOrder order =
        new MigrationOrder(
            "m-by-hand",
            new Epoch(0, 1_000),
            uuid,
            XenCluster.DOMAIN,
            source.host(),
            target.host(),
            60_000,
            Map.of());
    try (User user = cluster.connectTo(source, "mona", Role.MANAGER)) {
      Await.until(
          "the domain is shown",
          () -> user.sees(ObjectNames.domain(source.host(), XenCluster.DOMAIN)));
      DomainMXBean domain =
          user.bean(ObjectNames.domain(source.host(), XenCluster.DOMAIN), DomainMXBean.class);
      Await.until("its tag is shown", () -> domain.getTags().equals(List.of("keep")));
      assertThat(domain.isMovable()).isFalse();
      StepResult sent =
          agent(user, source).send(order, new StreamTicket("127.0.0.1", 1, "no ticket"));
      assertThat(codes(sent)).containsExactly("RULE_KEEP");
    }
    try (User user = cluster.connectTo(target, "mara", Role.MANAGER)) {
      Await.until("the target is shown", () -> user.sees(ObjectNames.agent(target.host())));
      assertThat(codes(agent(user, target).prepare(order))).contains("RULE_BAN");
    }
    assertThat(cluster.whereItRuns()).isEqualTo(source.host());
  }

  private static AgentMXBean agent(User user, Dom0 host) {
    return user.bean(ObjectNames.agent(host.host()), AgentMXBean.class);
  }

  private static List<String> codes(StepResult result) {
    return result.reasons().stream().map(Explanation::code).toList();
  }

  private static void kill(Instance instance) throws Exception {
    ProcessHandle process = instance.process();
    process.destroyForcibly();
    process.onExit().get(KILL_SECONDS, TimeUnit.SECONDS);
  }
}
