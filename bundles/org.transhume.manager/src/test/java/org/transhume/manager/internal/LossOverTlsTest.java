// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.transhume.manager.internal.AgentsOverTls.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.transhume.api.model.Mode;
import org.transhume.api.mx.ClusterMXBean;
import org.transhume.api.mx.DomainFate.Fate;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.LossEvent;
import org.transhume.api.mx.LossMXBean;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.NotificationPayload;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.PolicyMXBean;
import org.transhume.hypervisor.sim.internal.SimulatedFence;
import org.transhume.manager.internal.Settings.Guarding;
import org.transhume.manager.internal.Settings.Times;
import org.transhume.policy.repair.internal.RepairPolicy;
import org.transhume.spi.transport.Endpoint;

/** A simulated host loses its power; its domains come up elsewhere, over JMX and TLS. */
class LossOverTlsTest {

  private static final String DEAD = "a-204-02";
  private static final String OTHER = "a-204-03";

  @TempDir Path folder;

  private final MBeanServer managersServer = MBeanServerFactory.newMBeanServer();
  private final List<LossEvent> booted = new CopyOnWriteArrayList<>();
  private AgentsOverTls agents;
  private RunningManager running;

  @BeforeEach
  void startEverything() throws Exception {
    agents = new AgentsOverTls(folder, 7, DEAD, OTHER);
    agents.cluster().hypervisor(DEAD).create("name = \"etch-1-1\"\nmemory = 64\n");
    agents.cluster().hypervisor(DEAD).create("name = \"etch-1-2\"\nmemory = 128\n");
    agents.start(DEAD, Map.of());
    agents.start(OTHER, Map.of());
    running = agents.lead(managersServer, settings(agents.endpoint()));
    managersServer.addNotificationListener(
        ObjectNames.manager(),
        (notification, handback) -> {
          if (notification.getType().equals(NotificationTypes.LOSS_BOOTED)) {
            booted.add(
                NotificationPayload.fromOpenData(notification.getUserData(), LossEvent.class));
          }
        },
        null,
        null);
    running
        .fences()
        .add(new Fences.Service(1, 0, new SimulatedFence(agents.cluster(), this::powerOff)));
    running.add(new PolicyVersion("repair", new Version(1, 0, 0), 1, new RepairPolicy()));
    await("both hosts are known", () -> cluster().getHosts().size() == 2);
    await(
        "the policy serves",
        () ->
            managersServer.isRegistered(ObjectNames.policy("repair"))
                && !policy().getParameters().isEmpty());
    policy().setParameter("silentSeconds", 10);
  }

  @AfterEach
  void stopEverything() {
    running.close();
    agents.close();
    assertThat(managersServer.queryNames(ObjectNames.anything(), null)).isEmpty();
  }

  private void powerOff(String host) {
    agents.cluster().powerOff(host);
    agents.stop(host);
  }

  @Test
  void shouldBootTheDomainsOfAHostThatLosesItsPowerOnAnotherOne() throws Exception {
    await("etch-1-1 is seen", () -> isSeenAt(DEAD));
    String uuid = domain("etch-1-1").getUuid();
    await("both configurations are recorded", this::areConfigurationsKept);
    powerOff(DEAD);
    await("both are booted", () -> booted.size() == 2);
    await("etch-1-1 is seen there", () -> isSeenAt(OTHER));

    assertThat(domain("etch-1-1").getUuid()).isEqualTo(uuid);
    LossMXBean loss = JMX.newMXBeanProxy(managersServer, ObjectNames.loss(DEAD), LossMXBean.class);
    assertThat(loss.getDomains()).hasSize(2).allMatch(fate -> fate.fate() == Fate.BOOTED);
    assertThat(loss.getFencing()).contains("the simulator's power switch: a-204-02 is off");
    assertThat(loss.getToDo()).isEmpty();
    assertThat(manager().getWarnings()).isEmpty();
    assertThat(policy().getLastProposal().repairs())
        .singleElement()
        .satisfies(repair -> assertThat(repair.host()).isEqualTo(DEAD));
    agents.cluster().powerOn(DEAD);
    agents.start(DEAD, Map.of());
    await("the loss is over", () -> !managersServer.isRegistered(ObjectNames.loss(DEAD)));
  }

  private boolean areConfigurationsKept() {
    try {
      String journal = Files.readString(folder.resolve("manager").resolve("manager.journal"));
      return journal.split("GIVEN", -1).length > 2;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isSeenAt(String host) {
    return managersServer.isRegistered(ObjectNames.domain("etch-1-1"))
        && domain("etch-1-1").getHost().equals(host);
  }

  private DomainMXBean domain(String name) {
    return JMX.newMXBeanProxy(managersServer, ObjectNames.domain(name), DomainMXBean.class);
  }

  private PolicyMXBean policy() {
    return JMX.newMXBeanProxy(managersServer, ObjectNames.policy("repair"), PolicyMXBean.class);
  }

  private ManagerMXBean manager() {
    return JMX.newMXBeanProxy(managersServer, ObjectNames.manager(), ManagerMXBean.class);
  }

  private ClusterMXBean cluster() {
    return JMX.newMXBeanProxy(managersServer, ObjectNames.cluster(), ClusterMXBean.class);
  }

  private static Settings settings(Endpoint endpoint) {
    return new Settings(
        "test",
        List.of(endpoint),
        Mode.AUTOMATIC,
        Map.of("repair", Mode.AUTOMATIC),
        0,
        new Guarding(1, 300_000, 1_000, 0.01, 1, 1),
        new Times(2_000, 500, 5_000, 10_000, 60_000, 100, 1));
  }
}
