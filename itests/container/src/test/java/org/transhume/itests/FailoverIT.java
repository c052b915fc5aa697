// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.ManagerRole;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.ClusterMXBean;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.NotificationPayload;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.Role;

/**
 * Two managers in processes of their own, elected through ZooKeeper with TLS on both sides. The one
 * that leads is killed in the middle of migrations; hosts and agents live in a third process, which
 * goes on.
 */
public class FailoverIT {

  private static final int ENSEMBLE_PORT = User.PORT + 3;
  private static final Duration TAKE_OVER = Duration.ofSeconds(10);
  private static final String FROM = "a-204-02";
  private static final String TO = "a-204-03";
  private static final String DOMAIN = "etch-1-1";

  private final List<OneManager> managers = new ArrayList<>();
  private SecureEnsemble ensemble;
  private Instance hosts;
  private Path operatorIdentity;
  private User atHosts;

  @Before
  public void startAll() throws Exception {
    Identities identities = new Identities(Scratch.folder("failover-identities"), "etch");
    ensemble =
        new SecureEnsemble(
            Scratch.folder("failover-ensemble"), identities.server("zk"), ENSEMBLE_PORT);
    operatorIdentity = identities.person("olga", Role.OPERATOR);
    hosts = new Instance("demo", "failover-hosts");
    hosts.configureConnector(identities.node("hosts", FROM, TO), User.PORT);
    hosts.configure(
        "org.transhume.hypervisor.sim",
        "name = failover",
        "seed = 7",
        "link = 32MiB/s",
        "domains = etch-1-1@a-204-02:128MiB:1vcpu:demand=0.1:dirty=2MiB/s \\",
        "  dapper-1-1@a-204-03:128MiB:1vcpu:demand=0.1:dirty=2MiB/s");
    hosts.configure("org.transhume.agent", "periodMillis = 500", "streamPort = 0");
    hosts.start();
    managers.add(new OneManager("ada", User.PORT + 1, identities));
    managers.add(new OneManager("bob", User.PORT + 2, identities));
    for (OneManager manager : managers) {
      manager.start();
    }
    atHosts = User.awaitConnection(operatorIdentity, User.PORT);
  }

  @After
  public void endAll() throws InterruptedException {
    if (atHosts != null) {
      atHosts.close();
    }
    for (OneManager manager : managers) {
      manager.close();
    }
    hosts.close();
    ensemble.close();
  }

  @Test
  public void shouldGoOnWithMigrationsWhoseLeaderIsKilled() throws Exception {
    for (MigrationPhase phase : List.of(MigrationPhase.SENDING, MigrationPhase.HANDOVER)) {
      Await.until("somebody leads", () -> managers.stream().anyMatch(OneManager::leads));
      OneManager leader = managers.stream().filter(OneManager::leads).findFirst().orElseThrow();
      OneManager other = managers.stream().filter(one -> one != leader).findFirst().orElseThrow();
      Await.until("the leader knows both hosts", leader::knowsEverything);
      Await.until("the other one stands by", () -> other.bean().getWarnings().isEmpty());
      Epoch before = leader.bean().getEpoch();
      String source = leader.domain().getHost();
      String target = source.equals(FROM) ? TO : FROM;

      leader.dieWhenItReaches(phase, source);
      String id = leader.bean().migrate(DOMAIN, target);
      Await.until("the leader is dead", () -> !leader.instance.process().isAlive());
      long from = System.nanoTime();
      Await.until("the other one leads", other::leads);

      assertThat(Duration.ofNanos(System.nanoTime() - from)).as("%s", phase).isLessThan(TAKE_OVER);
      Await.until(id + " is done", () -> other.phase(id) == MigrationPhase.DONE);
      Await.until("it is seen there", () -> other.domain().getHost().equals(target));
      assertThat(atHosts.sees(ObjectNames.domain(target, DOMAIN))).isTrue();
      Await.until("it has left", () -> !atHosts.sees(ObjectNames.domain(source, DOMAIN)));
      assertThat(other.bean().getEpoch().isNewerThan(before)).isTrue();
      assertThat(other.bean().getWarnings()).isEmpty();

      leader.close();
      leader.start();
      Await.until("the old leader stands by", () -> leader.bean().getWarnings().isEmpty());
      assertThat(leader.bean().getRole()).isEqualTo(ManagerRole.STANDBY);
    }
  }

  /** One of the two managers. */
  private final class OneManager {
    private final Instance instance;
    private final int port;
    private User user;

    OneManager(String name, int port, Identities identities) throws IOException {
      this.port = port;
      this.instance = new Instance("manager", "failover-" + name);
      instance.configureConnector(identities.node(name), port);
      instance.configure(
          "org.transhume.manager",
          "name = " + name,
          "endpoints = 127.0.0.1:" + User.PORT,
          "coordinated = true",
          "mode = OBSERVE");
      instance.configure(
          "org.transhume.coordination.zookeeper",
          "servers = 127.0.0.1:" + ENSEMBLE_PORT,
          "managers = ada, bob",
          "path = /transhume/etch");
    }

    void start() throws IOException {
      instance.start();
      user = User.awaitConnection(operatorIdentity, port);
      Await.until("the manager is shown", () -> user.sees(ObjectNames.manager()));
    }

    ManagerMXBean bean() {
      return user.bean(ObjectNames.manager(), ManagerMXBean.class);
    }

    boolean leads() {
      return bean().getRole() == ManagerRole.LEADER;
    }

    boolean knowsEverything() throws IOException {
      if (!user.sees(ObjectNames.cluster())) {
        return false;
      }
      ClusterMXBean cluster = user.bean(ObjectNames.cluster(), ClusterMXBean.class);
      return cluster.getDomains().size() == 2
          && cluster.getStaleHosts().isEmpty()
          && user.sees(ObjectNames.domain(DOMAIN));
    }

    DomainMXBean domain() {
      return user.bean(ObjectNames.domain(DOMAIN), DomainMXBean.class);
    }

    MigrationPhase phase(String id) throws IOException {
      return user.sees(ObjectNames.migration(id))
          ? user.bean(ObjectNames.migration(id), MigrationMXBean.class).getPhase()
          : MigrationPhase.REQUESTED;
    }

    /** An order that dies with its leader is none that another one could go on with. */
    void dieWhenItReaches(MigrationPhase phase, String source) throws Exception {
      ProcessHandle process = instance.process();
      user.server()
          .addNotificationListener(
              ObjectNames.manager(),
              (told, handback) -> {
                if (told.getType().equals(NotificationTypes.migration(phase))) {
                  String id =
                      NotificationPayload.fromOpenData(told.getUserData(), MigrationEvent.class)
                          .id();
                  Await.until(
                      "the source has its order",
                      () -> atHosts.sees(ObjectNames.migration(source, id)));
                  process.destroyForcibly();
                }
              },
              null,
              null);
    }

    void close() throws InterruptedException {
      if (user != null) {
        user.close();
      }
      instance.close();
    }
  }
}
