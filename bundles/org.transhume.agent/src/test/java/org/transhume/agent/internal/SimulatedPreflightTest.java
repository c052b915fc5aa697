// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StepResult;
import org.transhume.hypervisor.sim.internal.Costs;
import org.transhume.hypervisor.sim.internal.SimulatedCluster;
import org.transhume.spi.hypervisor.DomainIdentity;

/** Two agents over simulated hosts of which one is not like the other. */
@Timeout(120)
class SimulatedPreflightTest {

  private static final String HERE = SimulatedHosts.HERE;
  private static final String THERE = SimulatedHosts.THERE;
  private static final String NAME = "etch-1-1";

  @TempDir Path folder;

  private final SimulatedHosts hosts = new SimulatedHosts(Costs.ordinary());
  private SimulatedCluster cluster;
  private DomainIdentity domain;
  private AgentBench source;
  private AgentBench target;

  @BeforeEach
  void build() throws Exception {
    cluster = hosts.cluster();
    domain =
        cluster
            .hypervisor(HERE)
            .create(
                """
                name = "etch-1-1"
                memory = 64
                kernel = "/boot/vmlinux"
                tsc_mode = "native"
                disk = ["phy:/dev/vg/etch,xvda,w"]
                vif = ["mac=00:16:3e:00:00:01,bridge=xenbr1"]
                """);
    source = new AgentBench(cluster.hypervisor(HERE), folder).awaitSample();
    target = new AgentBench(cluster.hypervisor(THERE), folder).awaitSample();
  }

  @AfterEach
  void stop() {
    source.close();
    target.close();
    hosts.close();
  }

  private MigrationOrder order(String id, Map<String, String> attachments) {
    return new MigrationOrder(
        id, new Epoch(0, 1), domain.uuid(), NAME, HERE, THERE, 60_000, attachments);
  }

  /** Both sides in their turn, as a manager asks them. */
  private List<String> codes() {
    StepResult atSource = source.bean().check(order("check-1", Map.of()));
    Map<String, String> facts = new TreeMap<>(atSource.attachments());
    facts.put(MigrationOrder.SOURCE_CLOCK_AGE_MILLIS, "500");
    StepResult atTarget = target.bean().check(order("check-1", facts));
    return Stream.of(atSource, atTarget)
        .flatMap(told -> told.reasons().stream())
        .map(Explanation::code)
        .toList();
  }

  @Test
  void shouldFindNothingBetweenHostsThatAreAlikeAndKnowEverything() {
    StepResult atSource = source.bean().check(order("check-1", Map.of()));
    StepResult atTarget = target.bean().check(order("check-1", atSource.attachments()));

    assertThat(atTarget.reasons()).isEmpty();
    assertThat(atTarget.attachments()).isEmpty();
    assertThat(target.bean().prepare(order("m-1", atSource.attachments())).accepted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "release=4.19, XEN_RELEASE",
    "kilohertz=2500000, TSC_FREQUENCY",
    "features=80802001178bfbfd, CPU_POLICY",
    "clock=free, CLOCK_NOT_SYNCHRONISED",
    "autoballoon=on, AUTOBALLOON",
    "lacks=/dev/vg/etch, DISK_MISSING",
    "differs=/dev/vg/etch, DISK_DIFFERS",
    "lacks=/boot/vmlinux, BOOT_FILE_MISSING",
    "lacks=xenbr1, BRIDGE_MISSING",
    "differs=xenbr1, BRIDGE_DIFFERS",
    "saved=etch-1-1, SAVED_IMAGE",
  })
  void shouldRefuseATargetThatIsDifferent(String equipment, String code) {
    cluster.equip(THERE, equipment);

    assertThat(codes()).containsExactly(code);

    StepResult atSource = source.bean().check(order("check-2", Map.of()));
    assertThat(target.bean().prepare(order("m-1", atSource.attachments())).reasons())
        .extracting(Explanation::code)
        .containsExactly(code);
  }

  @Test
  void shouldNotLetADomainGoThatItsSourceStartsAtBoot() {
    cluster.equip(HERE, "starts=" + NAME);

    assertThat(codes()).containsExactly("STARTED_AT_BOOT");
    AgentBench.await("the domain's MBean shows it", () -> !source.domain(NAME).isMovable());
    assertThat(source.domain(NAME).getNotMovableReason()).contains("at boot");
  }

  @ParameterizedTest
  @ValueSource(ints = {-600, 600})
  void shouldRefuseATargetWithAnotherTimeOfDay(int seconds) {
    cluster.stepClock(THERE, Duration.ofSeconds(seconds));

    assertThat(codes()).containsExactly("CLOCKS_APART");
  }

  @Test
  void shouldTellEverythingAtOnce() {
    cluster.equip(THERE, "release=4.16 lacks=xenbr1 autoballoon=on");

    assertThat(codes()).containsExactly("AUTOBALLOON", "XEN_RELEASE", "BRIDGE_MISSING");
  }
}
