// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.spi.hypervisor.HostResource;
import org.transhume.spi.hypervisor.HostResource.Kind;

/** Each check alone is what raises each of its objections, and all of them are told. */
class PrepareChecksTest {

  private static final String OTHER = "0d2b6c56-3c1d-4a76-8b0b-9a7e6d5c4b3a";
  private static final List<String> SPREAD =
      List.of(
          "domain " + Arriving.UUID + " group web", "domain " + OTHER + " group web", "spread web");
  private static final String LOCAL_DISK = "/var/lib/xen/etch.img";

  /** What makes one check object, by the code of the objection, and nothing else. */
  private static final Map<String, Consumer<Arriving>> CASES = new LinkedHashMap<>();

  static {
    CASES.put("WRONG_HOST", world -> world.target = "a-204-04");
    CASES.put("SAME_HOST", world -> world.source = "a-204-03");
    CASES.put("TARGET_NOT_ACTIVE", world -> world.state = HostState.DRAINING);
    CASES.put(
        "TARGET_BUSY",
        world -> world.promised = new Reservations.Promised(0, List.of("m-0"), Map.of()));
    CASES.put("NO_STREAM_LISTENER", world -> world.streams = false);
    CASES.put(
        "UUID_IN_USE",
        world ->
            world.copies.add(
                Arriving.copy(Arriving.UUID, "other", CopyKind.ORDINARY, Arriving.MEBI)));
    CASES.put(
        "NAME_IN_USE",
        world ->
            world.copies.add(
                Arriving.copy("u-2", Arriving.NAME, CopyKind.INCOMING, Arriving.MEBI)));
    CASES.put("SAVED_IMAGE", world -> world.savedImage = Optional.of("/var/lib/xen/save/etch-1-1"));
    CASES.put("RULE_NO_INCOMING", world -> world.rules = List.of("no-incoming a-204-03"));
    CASES.put(
        "RULE_BAN",
        world ->
            world.rules =
                List.of("ban " + Arriving.UUID + " from tag:old", "host a-204-03 tag old"));
    CASES.put(
        "RULE_FENCE", world -> world.rules = List.of("fence " + Arriving.UUID + " on a-204-02"));
    CASES.put(
        "RULE_SPREAD",
        world -> {
          world.rules = SPREAD;
          world.copies.add(Arriving.copy(OTHER, "etch-2", CopyKind.ORDINARY, Arriving.MEBI));
        });
    CASES.put("RULE_OVERCOMMIT", world -> world.rules = List.of("overcommit all cpu 0.5"));
    CASES.put("TARGET_MEMORY", world -> world.freeBytes = 131 * Arriving.MEBI);
    CASES.put("AUTOBALLOON", world -> world.balloons = Optional.of(true));
    CASES.put("XEN_RELEASE", world -> world.targetRelease = "4.16");
    CASES.put(
        "CPU_POLICY",
        world -> world.limits = Map.of(Arriving.LEAF, "00100f23:00000800:80802001:178bfbfd"));
    CASES.put("TSC_FREQUENCY", world -> world.targetKilohertz = OptionalLong.of(2_250_000));
    CASES.put("CLOCK_NOT_SYNCHRONISED", world -> world.targetSynchronised = Optional.of(false));
    CASES.put(
        "CLOCKS_APART",
        world -> world.clocks = Optional.of(new ClockReading(1_000_000, 30, 990_000)));
    CASES.put(
        "DISK_NOT_SHARED",
        world -> world.used = List.of(new HostResource(Kind.DISK, LOCAL_DISK, HostResource.LOCAL)));
    CASES.put(
        "DISK_MISSING",
        world -> world.found = Optional.of(List.of(Arriving.KERNEL, Arriving.BRIDGE)));
    CASES.put("DISK_DIFFERS", world -> replace(world, Arriving.DISK, "nfs s:/e inode 8"));
    CASES.put(
        "BOOT_FILE_MISSING",
        world -> world.found = Optional.of(List.of(Arriving.DISK, Arriving.BRIDGE)));
    CASES.put(
        "BRIDGE_MISSING",
        world -> world.found = Optional.of(List.of(Arriving.DISK, Arriving.KERNEL)));
    CASES.put("BRIDGE_DIFFERS", world -> replace(world, Arriving.BRIDGE, "VLAN 200"));
  }

  private static void replace(Arriving world, HostResource thing, String identity) {
    List<HostResource> others = new ArrayList<>(world.found.orElseThrow());
    others.remove(thing);
    others.add(new HostResource(thing.kind(), thing.name(), identity));
    world.found = Optional.of(others);
  }

  @Test
  void shouldSayNothingWhereEverythingFits() {
    Findings findings = PrepareChecks.in(new Arriving().situation());

    assertThat(findings).isEqualTo(Findings.NONE);
  }

  @TestFactory
  Stream<DynamicTest> shouldObjectForThatReasonAlone() {
    return CASES.entrySet().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.getKey(),
                    () -> {
                      Arriving world = new Arriving();
                      one.getValue().accept(world);

                      Findings findings = PrepareChecks.in(world.situation());

                      assertThat(findings.objections())
                          .extracting(Explanation::code)
                          .containsExactly(one.getKey());
                      assertThat(findings.remarks()).isEmpty();
                      Explanation objection = findings.objections().get(0);
                      assertThat(objection.operands()).isNotEmpty();
                      assertThat(objection.text()).isNotBlank().doesNotContain("null");
                    }));
  }

  @Test
  void shouldHaveACaseForEveryCodeOfEveryCheck() {
    assertThat(PrepareChecks.ALL.stream().flatMap(check -> check.manual().codes().stream()))
        .containsExactlyInAnyOrderElementsOf(CASES.keySet());
  }

  @Test
  void shouldCountAMemberThatIsPromisedAPlaceAndNoneThatWasMigratedAway() {
    Arriving world = new Arriving();
    world.rules = SPREAD;
    world.copies.add(Arriving.copy(OTHER, "etch-2", CopyKind.MIGRATED_AWAY, Arriving.MEBI));
    assertThat(new GroupStaysApart().in(world.situation())).isEqualTo(Findings.NONE);

    world.promised = new Reservations.Promised(0, List.of("m-0"), Map.of(OTHER, "etch-2"));
    assertThat(new GroupStaysApart().in(world.situation()).objections().get(0).text())
        .isEqualTo(
            "spread of etch-1-1 from etch-2, which is on a-204-03: rule 'spread web', revision 7");
  }

  @Test
  void shouldLeaveSoftRulesToTheManager() {
    Arriving world = new Arriving();
    world.rules = List.of("ban " + Arriving.UUID + " from a-204-03 soft");

    assertThat(PrepareChecks.in(world.situation())).isEqualTo(Findings.NONE);
  }

  @Test
  void shouldTellEverythingThatSpeaksAgainstIt() {
    Arriving world = new Arriving();
    List<String> together =
        List.of("TARGET_NOT_ACTIVE", "TARGET_MEMORY", "XEN_RELEASE", "DISK_DIFFERS");
    together.forEach(code -> CASES.get(code).accept(world));

    assertThat(PrepareChecks.in(world.situation()).objections())
        .extracting(Explanation::code)
        .containsExactlyElementsOf(together);
  }

  @Test
  void shouldRefuseNothingForWhatIsUnknownAndTellSo() {
    Arriving world = new Arriving();
    world.attachments.clear();
    world.sourceRelease = "";
    world.timestampMode = "";
    world.shown = Map.of();
    world.sourceSynchronised = Optional.empty();
    world.targetSynchronised = Optional.empty();
    world.balloons = Optional.empty();
    world.found = Optional.empty();
    world.clocks = Optional.empty();

    Findings findings = PrepareChecks.in(world.situation());

    assertThat(findings.objections()).isEmpty();
    assertThat(findings.remarksByCode())
        .containsOnlyKeys(
            "MEMORY_UNKNOWN",
            "AUTOBALLOON_UNKNOWN",
            "XEN_RELEASE_UNKNOWN",
            "CPU_POLICY_UNKNOWN",
            "TSC_UNKNOWN",
            "CLOCK_SERVICE_UNKNOWN",
            "CLOCKS_UNKNOWN",
            "DISK_UNKNOWN",
            "BOOT_FILE_UNKNOWN",
            "BRIDGE_UNKNOWN");
    assertThat(findings.remarksByCode().get("CLOCK_SERVICE_UNKNOWN"))
        .contains("a-204-02")
        .contains("a-204-03");
  }
}
