// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transhume.manager.internal.AgentsOverTls.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.ClusterMXBean;
import org.transhume.api.mx.Creation;
import org.transhume.api.mx.DomainStop;
import org.transhume.api.mx.HostMXBean;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.ObjectNames;
import org.transhume.manager.internal.Settings.Guarding;
import org.transhume.manager.internal.Settings.Times;

/** Operators create domains through the manager, over JMX and TLS to simulated hosts. */
@Timeout(600)
class CreationOverTlsTest {

  private static final String ONE = "a-204-02";
  private static final String TWO = "a-204-03";
  private static final String WANTED = "name = \"etch-2-1\"\nmemory = 64\n";

  @TempDir Path folder;

  private final MBeanServer managersServer = MBeanServerFactory.newMBeanServer();
  private AgentsOverTls agents;
  private RunningManager running;

  @BeforeEach
  void startEverything() throws Exception {
    agents = new AgentsOverTls(folder, 7, ONE, TWO);
    agents.start(ONE, Map.of());
    agents.start(TWO, Map.of());
    running =
        agents.lead(
            managersServer,
            new Settings(
                "leader",
                List.of(agents.endpoint()),
                Mode.OBSERVE,
                Map.of(),
                0,
                new Guarding(1, 300_000, 5_000, 0.01, 1, 1),
                new Times(10_000, 5_000, 200, 30_000, 60_000, 10, 1)));
    await("both hosts are known", () -> cluster().getHosts().size() == 2);
    agents.awaitAttendance(ONE, TWO);
  }

  @AfterEach
  void stopEverything() {
    running.close();
    agents.close();
    assertThat(managersServer.queryNames(ObjectNames.anything(), null)).isEmpty();
  }

  private ClusterMXBean cluster() {
    return JMX.newMXBeanProxy(managersServer, ObjectNames.cluster(), ClusterMXBean.class);
  }

  private ManagerMXBean manager() {
    return JMX.newMXBeanProxy(managersServer, ObjectNames.manager(), ManagerMXBean.class);
  }

  private long copies() throws Exception {
    long copies = 0;
    for (String host : List.of(ONE, TWO)) {
      copies += agents.cluster().hypervisor(host).observe().domains().size();
    }
    return copies;
  }

  private static List<String> codes(Creation creation) {
    return creation.reasons().stream().map(Explanation::code).toList();
  }

  @Test
  void shouldGiveOneDomainToTwoWhoAskAtOnceAndToWhoAsksAgain() throws Exception {
    CompletableFuture<Creation> first =
        CompletableFuture.supplyAsync(() -> manager().create(WANTED, ""));
    CompletableFuture<Creation> second =
        CompletableFuture.supplyAsync(() -> manager().create(WANTED, ""));
    Creation creation = first.get(60, TimeUnit.SECONDS);
    Creation other = second.get(60, TimeUnit.SECONDS);

    assertThat(List.of(creation.created(), other.created())).containsExactly(true, true);
    assertThat(other.order()).isEqualTo(creation.order());
    assertThat(other.host()).isEqualTo(creation.host());
    assertThat(creation.uuid()).isEqualTo(other.uuid()).isNotEmpty();
    assertThat(copies()).isEqualTo(1);
    await("the manager shows it", () -> cluster().getDomains().contains("etch-2-1"));
    assertThat(codes(manager().create(WANTED, ""))).containsExactly("CREATED_BEFORE");
    assertThat(codes(manager().create(WANTED + "# another\n", ""))).containsExactly("ALREADY_HERE");
    assertThat(copies()).isEqualTo(1);
  }

  @Test
  void shouldStopItOnPurposeAndStartItAgain() throws Exception {
    Creation creation = manager().create(WANTED, ONE);
    await("the manager shows it", () -> cluster().getDomains().contains("etch-2-1"));
    AtomicReference<DomainStop> stop = new AtomicReference<>(manager().stop("etch-2-1"));
    await(
        "it is stopped",
        () ->
            stop.get().stopped()
                || stop.updateAndGet(before -> manager().stop("etch-2-1")).stopped());

    assertThat(stop.get().host()).isEqualTo(ONE);
    assertThat(copies()).isZero();
    assertThat(cluster().getStopped())
        .singleElement()
        .satisfies(
            domain -> {
              assertThat(domain.uuid()).isEqualTo(creation.uuid());
              assertThat(domain.lastHost()).isEqualTo(ONE);
            });
    Creation start = manager().start("etch-2-1", ONE);
    assertThat(start.created()).as(start.reasons().toString()).isTrue();
    assertThat(start.uuid()).isEqualTo(creation.uuid());
    assertThat(copies()).isEqualTo(1);
    assertThat(cluster().getStopped()).isEmpty();
  }

  @Test
  void shouldLetNoHostCreateByItselfWhileTheManagerLeads() throws Exception {
    HostMXBean host = JMX.newMXBeanProxy(agents.server(), ObjectNames.host(ONE), HostMXBean.class);

    assertThatThrownBy(() -> host.create(WANTED)).hasMessageContaining("LEADER_CREATES");
    assertThat(copies()).isZero();
    Creation creation = manager().create(WANTED, ONE);
    assertThat(creation.created()).isTrue();
    assertThat(creation.host()).isEqualTo(ONE);
  }

  @Test
  void shouldTellWithOperandsWhyNotHere() {
    Creation creation = manager().create("name = \"large\"\nmemory = 1900\n", TWO);

    assertThat(creation.created()).isFalse();
    assertThat(codes(creation)).containsExactly("NO_ROOM");
    assertThat(creation.reasons().get(0).operands()).containsEntry("host", TWO);
    assertThat(codes(manager().create("this is ][ no configuration\n", "")))
        .containsExactly("INVALID_CONFIGURATION");
    assertThatThrownBy(() -> manager().create(WANTED, "a-204-99"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown host");
  }
}
