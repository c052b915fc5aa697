// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
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
import org.transhume.api.mx.SimulatorMXBean;

/**
 * The manager's process is killed in each phase of a migration, and started again. Hosts and agents
 * live in a process of their own, which goes on.
 */
public class ManagerKillIT {

  private static final int MANAGERS_PORT = 7444;
  private static final String FROM = "a-204-02";
  private static final String TO = "a-204-03";
  private static final String DOMAIN = "etch-1-1";

  private Instance hosts;
  private Instance manager;
  private Path operatorIdentity;
  private User atHosts;
  private User atManager;

  @Before
  public void startBoth() throws IOException {
    Identities identities = new Identities(Scratch.folder("manager-kill-identities"), "etch");
    operatorIdentity = identities.person("olga", Role.OPERATOR);
    hosts = new Instance("demo", "manager-kill-hosts");
    hosts.configureConnector(identities.node("hosts", FROM, TO), User.PORT);
    hosts.configure(
        "org.transhume.hypervisor.sim",
        "name = kill",
        "seed = 7",
        "link = 32MiB/s",
        "domains = etch-1-1@a-204-02:128MiB:1vcpu:demand=0.1:dirty=2MiB/s \\",
        "  dapper-1-1@a-204-03:128MiB:1vcpu:demand=0.1:dirty=2MiB/s");
    hosts.configure("org.transhume.agent", "periodMillis = 500", "streamPort = 0");
    manager = new Instance("manager", "manager-kill-manager");
    manager.configureConnector(identities.node("manager"), MANAGERS_PORT);
    manager.configure(
        "org.transhume.manager",
        "name = mortal",
        "endpoints = 127.0.0.1:" + User.PORT,
        "roundMillis = 100",
        "mode = OBSERVE");
    hosts.start();
    manager.start();
    atHosts = User.awaitConnection(operatorIdentity, User.PORT);
    connectToManager();
  }

  @After
  public void endBoth() throws InterruptedException {
    if (atManager != null) {
      atManager.close();
    }
    if (atHosts != null) {
      atHosts.close();
    }
    manager.close();
    hosts.close();
  }

  @Test
  public void shouldEndEveryMigrationInWhoseMidstTheManagerWasKilled() throws Exception {
    for (MigrationPhase phase :
        List.of(
            MigrationPhase.PREPARING,
            MigrationPhase.SENDING,
            MigrationPhase.HANDOVER,
            MigrationPhase.FINISHING)) {
      String source = domain().getHost();
      String id = killInTheMidstOfAMigration(phase, source.equals(FROM) ? TO : FROM);
      atManager.close();
      manager.start();
      connectToManager();

      Await.until(id + " has ended at both hosts", () -> hasEnded(id, FROM) && hasEnded(id, TO));
      Await.until("one copy is there", () -> copies().size() == 1);
      assertThat(copies().get(0)).as("after %s", phase).contains(DOMAIN + " on ", "RUNNING");
      assertThat(simulator().getViolations()).as("after %s", phase).isEmpty();
      String host = copies().get(0).contains(FROM) ? FROM : TO;
      Await.until("the manager sees it there", () -> domain().getHost().equals(host));
      assertThat(manager().getWarnings()).as("after %s", phase).isEmpty();
    }
  }

  private void connectToManager() {
    atManager = User.awaitConnection(operatorIdentity, MANAGERS_PORT);
    Await.until(
        "the manager knows both hosts",
        () ->
            atManager.bean(ObjectNames.cluster(), ClusterMXBean.class).getDomains().size() == 2
                && atManager
                    .bean(ObjectNames.cluster(), ClusterMXBean.class)
                    .getStaleHosts()
                    .isEmpty());
  }

  /** Moves the domain, kills the manager when it says that it is so far, and returns the id. */
  private String killInTheMidstOfAMigration(MigrationPhase phase, String target) throws Exception {
    ProcessHandle process = manager.process();
    List<String> ids = new CopyOnWriteArrayList<>();
    atManager
        .server()
        .addNotificationListener(
            ObjectNames.manager(),
            (told, handback) -> {
              if (told.getType().equals(NotificationTypes.migration(phase))) {
                ids.add(
                    NotificationPayload.fromOpenData(told.getUserData(), MigrationEvent.class)
                        .id());
                process.destroyForcibly();
              }
            },
            null,
            null);
    Throwable unanswered = catchThrowable(() -> manager().migrate(DOMAIN, target));
    if (unanswered != null) {
      assertThat(unanswered).hasCauseInstanceOf(IOException.class);
    }
    Await.until("the manager is dead", () -> !process.isAlive());
    return ids.get(0);
  }

  private boolean hasEnded(String id, String host) throws IOException {
    return !atHosts.sees(ObjectNames.migration(host, id))
        || atHosts
            .bean(ObjectNames.migration(host, id), MigrationMXBean.class)
            .getPhase()
            .isFinal();
  }

  private List<String> copies() {
    return simulator().getCopies().stream().filter(copy -> copy.startsWith(DOMAIN)).toList();
  }

  private SimulatorMXBean simulator() {
    return atHosts.bean(ObjectNames.simulator("kill"), SimulatorMXBean.class);
  }

  private ManagerMXBean manager() {
    return atManager.bean(ObjectNames.manager(), ManagerMXBean.class);
  }

  private DomainMXBean domain() {
    return atManager.bean(ObjectNames.domain(DOMAIN), DomainMXBean.class);
  }
}
