// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transhume.api.model.Explanation;
import org.transhume.spi.hypervisor.ClockSurvey;
import org.transhume.spi.hypervisor.ClockSurvey.ClockState;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.HostResource;
import org.transhume.spi.hypervisor.HostResource.Kind;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.MigrationSurvey;
import org.transhume.spi.hypervisor.SourceFacts;
import org.transhume.spi.hypervisor.TargetFacts;

class SimulatedSurveyTest {

  private final VirtualCluster cluster = new VirtualCluster();

  private MigrationSurvey survey(String host) {
    return (MigrationSurvey) cluster.host(host);
  }

  private DomainIdentity domain() throws HypervisorException {
    return cluster.create(
        "vm",
        "tsc_mode='native'",
        "kernel='/boot/vmlinux'",
        "disk=['phy:/dev/vg/vm,xvda,w', '/srv/data.img,raw,xvdb,rw']",
        "vif=['mac=00:16:3e:00:00:01, bridge=xenbr1', '']");
  }

  @Test
  void shouldTellWhatADomainIsConfiguredWith() throws Exception {
    SourceFacts facts = survey("a").sourceFacts(domain());

    assertThat(facts.release()).isEqualTo("4.17");
    assertThat(facts.timestampMode()).isEqualTo("native");
    assertThat(facts.processorPolicy()).hasSize(1);
    assertThat(facts.resources())
        .extracting(resource -> resource.kind() + " " + resource.name())
        .containsExactly(
            "DISK /dev/vg/vm",
            "DISK /srv/data.img",
            "BRIDGE xenbr1",
            "BRIDGE xenbr0",
            "FILE /boot/vmlinux");
  }

  @Test
  void shouldHaveEverythingUnlessItIsToldOtherwise() throws Exception {
    SourceFacts wanted = survey("a").sourceFacts(domain());

    TargetFacts facts = survey("b").targetFacts("vm", wanted);

    assertThat(facts.resources()).contains(wanted.resources());
    assertThat(facts.processorLimits()).isEqualTo(wanted.processorPolicy());
    assertThat(facts.savedImage()).isEmpty();
  }

  @Test
  void shouldBeAsItIsEquipped() throws Exception {
    SourceFacts wanted = survey("a").sourceFacts(domain());
    cluster
        .cluster()
        .equip(
            "b",
            "release=4.18 kilohertz=5 features=0000000000000001 clock=free autoballoon=on"
                + " lacks=xenbr1 lacks=/boot/vmlinux differs=/dev/vg/vm saved=vm");

    TargetFacts facts = survey("b").targetFacts("vm", wanted);

    assertThat(facts.release()).isEqualTo("4.18");
    assertThat(facts.processorKilohertz()).hasValue(5);
    assertThat(facts.processorLimits())
        .isEqualTo(Map.of("00000001:ffffffff", "00100f23:00000800:00000000:00000001"));
    assertThat(facts.clockSynchronised()).contains(false);
    assertThat(facts.shrinksControlDomain()).contains(true);
    assertThat(facts.savedImage()).contains("/var/lib/xen/save/vm");
    assertThat(facts.resources().orElseThrow())
        .extracting(HostResource::name)
        .containsExactly("/dev/vg/vm", "/srv/data.img", "xenbr0");
    assertThat(facts.resources().orElseThrow())
        .doesNotContain(wanted.resources().get(0))
        .contains(wanted.resources().get(1));
    assertThat(wanted.resources().get(0).kind()).isEqualTo(Kind.DISK);
  }

  @Test
  void shouldTellHowFarItsClockIsAheadUnlessNobodyKeepsIt() {
    ClockSurvey clock = (ClockSurvey) cluster.host("a");
    cluster.cluster().stepClock("a", Duration.ofSeconds(2));
    assertThat(clock.clock())
        .isEqualTo(new ClockState(Optional.of(true), OptionalDouble.of(2_000)));

    cluster.cluster().equip("a", "clock=free");
    assertThat(clock.clock()).isEqualTo(new ClockState(Optional.of(false), OptionalDouble.empty()));
  }

  @Test
  void shouldShowWhatHoldsADomain() throws Exception {
    cluster.create("vm", "nomigrate=1", "pci=['03:00.0']");
    cluster.cluster().equip("a", "starts=vm");

    assertThat(cluster.look("a", "vm").obstacles())
        .extracting(Explanation::code)
        .containsExactly("MIGRATION_FORBIDDEN", "PASSED_THROUGH_DEVICE", "STARTED_AT_BOOT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"colour=red", "lacks", "kilohertz=fast", "features=1"})
  void shouldNameTheWordThatIsWrong(String word) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cluster.cluster().equip("b", "release=4.18 " + word))
        .withMessageContaining("'" + word + "'");
  }

  @Test
  void shouldTakeEquipmentFromTheConfiguration() throws Exception {
    ClusterPlan plan =
        ClusterPlan.of(
            Configured.with(
                Map.of("equipment", "a-204-03:release=4.18:lacks=xenbr1, a-204-04:clock=free")));
    VirtualCluster equipped = new VirtualCluster(plan.settings());
    plan.populate(equipped.cluster());

    SourceFacts nothing = SourceFacts.UNKNOWN;
    for (String host : List.of("a-204-02", "a-204-03", "a-204-04")) {
      TargetFacts facts = ((MigrationSurvey) equipped.host(host)).targetFacts("vm", nothing);
      assertThat(facts.release()).isEqualTo(host.equals("a-204-03") ? "4.18" : "4.17");
      assertThat(facts.clockSynchronised()).contains(!host.equals("a-204-04"));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterPlan.of(Configured.with(Map.of("equipment", "x:clock=free"))))
        .withMessageContaining("equipment: there is no host x");
  }
}
