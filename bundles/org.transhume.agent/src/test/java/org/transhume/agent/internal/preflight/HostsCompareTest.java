// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.spi.hypervisor.HostResource;
import org.transhume.spi.hypervisor.HostResource.Kind;
import org.transhume.spi.hypervisor.SourceFacts;

/** Releases, time stamps, clocks and things with names, at their limits. */
class HostsCompareTest {

  private final Arriving world = new Arriving();

  private List<String> objections(PreflightCheck<ArrivalSituation> check) {
    return check.in(world.situation()).objections().stream().map(Explanation::code).toList();
  }

  private List<String> remarks(PreflightCheck<ArrivalSituation> check) {
    return check.in(world.situation()).remarks().stream().map(Explanation::code).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "4.17, 4.17, true",
    "4.17, 4.18, true",
    "4.17, 4.19, false",
    "4.18, 4.17, false",
    "4.17, 5.17, false",
    "5.0, 4.20, false",
  })
  void shouldGoToTheSameReleaseOrTheNext(String source, String target, boolean fits) {
    world.sourceRelease = source;
    world.targetRelease = target;

    assertThat(objections(new ReleaseFits()).isEmpty()).isEqualTo(fits);
    assertThat(remarks(new ReleaseFits())).isEmpty();
  }

  @Test
  void shouldNotGuessAReleaseThatIsNoNumber() {
    world.targetRelease = "4.x-unstable";

    assertThat(remarks(new ReleaseFits())).containsExactly("XEN_RELEASE_UNKNOWN");
  }

  @Test
  void shouldForgiveSmallDifferencesOfTimeStampsAndNoOthers() {
    world.targetKilohertz = OptionalLong.of(2_101_000);
    assertThat(objections(new TimestampsFit())).isEmpty();

    world.targetKilohertz = OptionalLong.of(2_101_100);
    assertThat(objections(new TimestampsFit())).containsExactly("TSC_FREQUENCY");
    world.targetKilohertz = OptionalLong.of(2_098_900);
    assertThat(objections(new TimestampsFit())).containsExactly("TSC_FREQUENCY");
  }

  @Test
  void shouldOnlyRemarkThatXenWillEmulate() {
    world.targetKilohertz = OptionalLong.of(3_000_000);
    world.timestampMode = "default";
    assertThat(objections(new TimestampsFit())).isEmpty();
    assertThat(remarks(new TimestampsFit())).containsExactly("TSC_EMULATED");

    world.timestampMode = "always_emulate";
    assertThat(new TimestampsFit().in(world.situation())).isEqualTo(Findings.NONE);
  }

  @Test
  void shouldObjectToClocksOnlyWhenNoDelayCanExplainThem() {
    clocks(10_000, 0, 12_000);
    assertThat(objections(new ClocksAgree())).isEmpty();
    clocks(10_000, 0, 12_001);
    assertThat(objections(new ClocksAgree())).containsExactly("CLOCKS_APART");

    // The word may have been under way for five seconds: then the target is ahead by one.
    clocks(10_000, 5_000, 16_000);
    assertThat(objections(new ClocksAgree())).isEmpty();

    // But a message never arrives before it is sent.
    clocks(10_000, 5_000, 8_000);
    assertThat(objections(new ClocksAgree())).isEmpty();
    clocks(10_000, 5_000, 7_999);
    assertThat(objections(new ClocksAgree())).containsExactly("CLOCKS_APART");
  }

  private void clocks(long source, long age, long target) {
    world.clocks = Optional.of(new ClockReading(source, age, target));
  }

  @Test
  void shouldReadTheClocksOfAnOrder() {
    assertThat(ClockReading.in(world.order(), 7, 0)).isEmpty();

    world.attachments.put(MigrationOrder.SOURCE_CLOCK_EPOCH_MILLIS, "1795298161838");
    world.attachments.put(MigrationOrder.SOURCE_CLOCK_AGE_MILLIS, "12");
    assertThat(ClockReading.in(world.order(), 1795298161850L, 30))
        .contains(new ClockReading(1795298161838L, 42, 1795298161850L));

    world.attachments.put(MigrationOrder.SOURCE_CLOCK_EPOCH_MILLIS, "noon");
    assertThat(ClockReading.in(world.order(), 7, 0)).isEmpty();
  }

  @Test
  void shouldNotTakeEqualPathsForEqualDisks() {
    HostResource nameless = new HostResource(Kind.DISK, "rbd:pool/etch", "");
    world.used = List.of(Arriving.DISK, nameless);
    world.found =
        Optional.of(
            List.of(new HostResource(Kind.DISK, "/srv/etch.img", "nfs s:/e inode 8"), nameless));

    Findings findings = new DisksAreTheSame().in(world.situation());

    assertThat(findings.objections())
        .singleElement()
        .satisfies(
            why ->
                assertThat(why.text())
                    .contains("nfs s:/e inode 7 on a-204-02")
                    .contains("nfs s:/e inode 8 on a-204-03"));
    assertThat(findings.remarksByCode().get("DISK_UNKNOWN")).contains("rbd:pool/etch");
  }

  @Test
  void shouldTellOfEachDiskAndBridge() {
    world.used =
        List.of(
            new HostResource(Kind.DISK, "/a", "wwn 1"),
            new HostResource(Kind.DISK, "/b", HostResource.LOCAL),
            new HostResource(Kind.BRIDGE, "br1", "no VLAN"),
            new HostResource(Kind.BRIDGE, "br2", "no VLAN"));
    world.found = Optional.of(List.of());

    assertThat(objections(new DisksAreTheSame()))
        .containsExactly("DISK_MISSING", "DISK_NOT_SHARED");
    assertThat(objections(new BridgesAreThere()))
        .containsExactly("BRIDGE_MISSING", "BRIDGE_MISSING");
  }

  @Test
  void shouldCarryFactsAsTextAndBack() {
    SourceFacts facts =
        new SourceFacts(
            "4.17",
            Optional.of(DomainType.PVH),
            "native",
            OptionalLong.of(2_100_001),
            Map.of("00000001:ffffffff", "00100f23:00020800:80a02001:178bfbfd"),
            Optional.of(false),
            List.of(Arriving.BRIDGE));

    Map<String, String> sheet = new HashMap<>(FactSheet.of(facts));
    assertThat(sheet)
        .allSatisfy((name, value) -> assertThat(name).startsWith(MigrationOrder.FACTS));
    sheet.put("reason", "wanted");
    assertThat(FactSheet.source(sheet)).isEqualTo(facts);

    assertThat(FactSheet.of(SourceFacts.UNKNOWN)).isEmpty();
    assertThat(FactSheet.source(Map.of())).isEqualTo(SourceFacts.UNKNOWN);
    assertThat(
            FactSheet.source(
                Map.of(
                    "facts.type", "toaster", "facts.kilohertz", "fast", "facts.release", "4.17")))
        .isEqualTo(
            new SourceFacts(
                "4.17",
                Optional.empty(),
                "",
                OptionalLong.empty(),
                Map.of(),
                Optional.empty(),
                List.of()));
  }
}
