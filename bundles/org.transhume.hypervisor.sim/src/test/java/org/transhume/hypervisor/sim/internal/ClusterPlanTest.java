// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transhume.hypervisor.sim.internal.VirtualCluster.Migrating;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HostObservation;

class ClusterPlanTest {

  @Test
  void shouldBeginWithThreeCoolHostsAndSomeDomainsOnEach() throws Exception {
    VirtualCluster cluster = populated(Map.of());

    assertThat(cluster.cluster().settings().hosts())
        .extracting(HostShape::name)
        .containsExactly("a-204-02", "a-204-03", "a-204-04");
    assertThat(cluster.cluster().domains())
        .containsExactly(
            "dapper-1-1",
            "dapper-2-1",
            "dapper-3-1",
            "etch-1-1",
            "etch-1-2",
            "etch-2-1",
            "etch-3-1");
    for (String host : List.of("a-204-02", "a-204-03", "a-204-04")) {
      assertThat(loadOver10Seconds(cluster, host)).as(host).isLessThan(0.4);
    }
  }

  @Test
  void shouldLetTheFirstHostBecomeHotAndAnyOtherRelieveItWhateverTheSeed() throws Exception {
    for (long seed = 1; seed <= 20; seed++) {
      VirtualCluster cluster = populated(Map.of("seed", seed));
      cluster.cluster().setDemand("etch-1-1", 0.95);
      cluster.cluster().setDemand("etch-1-2", 0.95);
      assertThat(loadOver10Seconds(cluster, "a-204-02")).as("seed %d", seed).isGreaterThan(0.9);

      DomainIdentity moved = cluster.look("a-204-02", "etch-1-1").identity();
      Migrating migration = cluster.migrate(moved, "a-204-02", "a-204-03");
      Duration taken = migration.finish();

      assertThat(taken).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
      assertThat(loadOver10Seconds(cluster, "a-204-02")).isLessThan(0.65);
      assertThat(loadOver10Seconds(cluster, "a-204-03")).isLessThan(0.7);
    }
  }

  @Test
  void shouldStandStillForAFewHundredMillisecondsInAnOrdinaryMove() throws Exception {
    VirtualCluster cluster = populated(Map.of());
    DomainIdentity moved = cluster.look("a-204-02", "etch-1-1").identity();

    cluster.migrate(moved, "a-204-02", "a-204-03").finish();

    List<SimulationEvent> states =
        cluster.events().stream()
            .filter(event -> event.what().equals("SUSPENDED") || event.what().equals("RUNNING"))
            .toList();
    long downtime = states.get(states.size() - 1).nanos() - states.get(states.size() - 2).nanos();
    assertThat(Duration.ofNanos(downtime))
        .isBetween(Duration.ofMillis(150), Duration.ofMillis(500));
  }

  @Test
  void shouldContinueTheNamesOfHostsAndSpreadDomainsOverAllOfThem() throws Exception {
    VirtualCluster cluster = populated(Map.of("hostCount", 50));

    assertThat(cluster.cluster().settings().hosts())
        .hasSize(50)
        .extracting(HostShape::name)
        .startsWith("a-204-02", "a-204-03", "a-204-04", "a-204-05", "a-204-06")
        .endsWith("a-204-51");
    assertThat(cluster.cluster().domains()).hasSize(101).contains("etch-50-1", "dapper-50-1");
  }

  @Test
  void shouldTakeFewerHostsThanAreNamed() {
    assertThat(ClusterPlan.of(Configured.with(Map.of("hostCount", 2))).settings().hosts())
        .extracting(HostShape::name)
        .containsExactly("a-204-02", "a-204-03");
  }

  @Test
  void shouldDrawTheSameClusterFromTheSameSeed() {
    assertThat(ClusterPlan.of(Configured.with(Map.of("seed", 5L, "hostCount", 9))))
        .isEqualTo(ClusterPlan.of(Configured.with(Map.of("seed", 5L, "hostCount", 9))));
    assertThat(ClusterPlan.of(Configured.with(Map.of("seed", 5L))).domains())
        .isNotEqualTo(ClusterPlan.of(Configured.with(Map.of("seed", 6L))).domains());
  }

  @Test
  void shouldCreateTheDomainsThatAreListed() throws Exception {
    VirtualCluster cluster =
        populated(
            Map.of(
                "hosts",
                "x y",
                "physicalCpus",
                4,
                "domains",
                "web@x:512MiB:2vcpus:demand=0.3*60s+0.9*30s:dirty=20MiB/s:weight=512:cap=150,"
                    + " db@y:1GiB:1vcpu"));

    DomainObservation web = cluster.look("x", "web");
    assertThat(web.memoryBytes()).isEqualTo(512L << 20);
    assertThat(web.vcpus()).isEqualTo(2);
    assertThat(web.weight()).isEqualTo(512);
    assertThat(web.capPercent()).isEqualTo(150);
    assertThat(cluster.look("y", "db").memoryBytes()).isEqualTo(1L << 30);
    assertThat(cluster.host("x").observe().physicalCpus()).isEqualTo(4);
  }

  @Test
  void shouldBeginWithNoDomainWhenToldSo() {
    assertThat(ClusterPlan.of(Configured.with(Map.of("domains", "none"))).domains()).isEmpty();
  }

  @Test
  void shouldGiveEachHostADriftOfItsOwnWithinTheBound() {
    List<HostShape> hosts =
        ClusterPlan.of(Configured.with(Map.of("clockDriftPartsPerMillion", 50.0, "hostCount", 20)))
            .settings()
            .hosts();

    assertThat(hosts)
        .allSatisfy(host -> assertThat(host.clockDriftPartsPerMillion()).isBetween(-50.0, 50.0));
    assertThat(hosts.stream().map(HostShape::clockDriftPartsPerMillion).distinct()).hasSize(20);
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "hosts | , | hosts",
        "hosts | a a | hosts",
        "hostCount | -1 | hostCount",
        "physicalCpus | 0 | physicalCpus",
        "memory | 4 apples | memory",
        "memory | 512MiB | hosts",
        "controlDomainMemory | lots | controlDomainMemory",
        "link | 32MiB | link",
        "link | 0 | hosts",
        "demandNoise | 2 | demandNoise",
        "memoryPerStreamByte | 0 | byte",
        "domains | etch-1-1 | etch-1-1",
        "domains | etch-1-1@a-204-02:256MiB | etch-1-1@a-204-02:256MiB",
        "domains | etch-1-1@nowhere:256MiB:1vcpu | nowhere",
        "domains | x@a-204-02:plenty:1vcpu | plenty",
        "domains | x@a-204-02:256MiB:1vcpu:colour=red | colour=red",
      })
  void shouldNameTheItemThatIsWrong(String key, String value, String named) {
    Map<String, Object> items = new HashMap<>();
    items.put(
        key,
        value.matches("-?[0-9]+") && !key.matches("link|demand.*|memory.*")
            ? Integer.valueOf(value)
            : (Object) value);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterPlan.of(Configured.with(items)))
        .withMessageContaining(named);
  }

  @ParameterizedTest
  @CsvSource({
    "x@a-204-02:9GiB:1vcpu, memory",
    "17@a-204-02:256MiB:1vcpu, 17",
    "x@a-204-02:256MiB:1vcpu:demand=high, sim_demand",
  })
  void shouldNameTheDomainThatCannotBeCreated(String domain, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> populated(Map.of("domains", domain)))
        .withMessageContaining("domains:")
        .withMessageContaining(named);
  }

  private static VirtualCluster populated(Map<String, Object> items) {
    ClusterPlan plan = ClusterPlan.of(Configured.with(items));
    VirtualCluster cluster = new VirtualCluster(plan.settings());
    plan.populate(cluster.cluster());
    return cluster;
  }

  private static double loadOver10Seconds(VirtualCluster cluster, String host) throws Exception {
    double before = used(cluster.host(host).observe());
    cluster.advance(Duration.ofSeconds(10));
    HostObservation after = cluster.host(host).observe();
    assertThat(after.takenAt()).isAfter(Instant.EPOCH);
    return (used(after) - before) / 10 / after.physicalCpus();
  }

  private static double used(HostObservation look) {
    double seconds = look.controlDomainCpuTime().toNanos() / 1e9;
    for (DomainObservation domain : look.domains()) {
      seconds += domain.cpuTime().toNanos() / 1e9;
    }
    return seconds;
  }
}
