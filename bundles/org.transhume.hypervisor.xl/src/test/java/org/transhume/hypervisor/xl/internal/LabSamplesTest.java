// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.spi.hypervisor.HostResource;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/**
 * Recordings of our own lab: what both hosts look like at each step of a move, and after a cut
 * there. Every one must be known here.
 */
class LabSamplesTest {

  private static final Pattern SCENE =
      Pattern.compile("(.+)-(source|target)-(list-v|list-l|processes)\\.txt");
  private static final Pattern PROCESS = Pattern.compile("(\\d+)\\s+(\\d+) (.*)");

  /**
   * The one domain of a scene, as a look at that host must find it.
   *
   * @param busy whether a tool still works on it
   */
  private record Copy(CopyKind kind, DomainState state, boolean busy) {}

  private static final Optional<Copy> NOTHING = Optional.empty();

  /** What both hosts hold, source first. */
  private static final Map<String, List<Optional<Copy>>> SCENES =
      Map.ofEntries(
          scene("phase-1-banner", copy(CopyKind.ORDINARY, DomainState.RUNNING, true), NOTHING),
          scene(
              "phase-3-pre-copy",
              copy(CopyKind.ORDINARY, DomainState.RUNNING, true),
              copy(CopyKind.INCOMING, DomainState.PAUSED, true)),
          scene(
              "phase-5-ready",
              copy(CopyKind.ORDINARY, DomainState.SUSPENDED, true),
              copy(CopyKind.INCOMING, DomainState.PAUSED, true)),
          scene(
              "phase-7-go",
              copy(CopyKind.MIGRATED_AWAY, DomainState.SUSPENDED, true),
              copy(CopyKind.INCOMING, DomainState.PAUSED, true)),
          scene(
              "phase-10-report",
              copy(CopyKind.MIGRATED_AWAY, DomainState.SUSPENDED, true),
              copy(CopyKind.ORDINARY, DomainState.RUNNING, false)),
          scene("cut-at-data", copy(CopyKind.ORDINARY, DomainState.RUNNING, false), NOTHING),
          scene(
              "cut-at-ready",
              copy(CopyKind.ORDINARY, DomainState.RUNNING, false),
              copy(CopyKind.INCOMING, DomainState.PAUSED, false)),
          scene(
              "cut-at-go",
              copy(CopyKind.MIGRATED_AWAY, DomainState.SUSPENDED, false),
              copy(CopyKind.INCOMING, DomainState.PAUSED, false)),
          scene(
              "cut-at-report",
              copy(CopyKind.MIGRATED_AWAY, DomainState.SUSPENDED, false),
              copy(CopyKind.ORDINARY, DomainState.RUNNING, false)),
          scene(
              "receiver-killed-in-pre-copy",
              copy(CopyKind.ORDINARY, DomainState.RUNNING, false),
              copy(CopyKind.INCOMING, DomainState.PAUSED, false)),
          scene(
              "sender-killed-when-suspended",
              copy(CopyKind.ORDINARY, DomainState.SUSPENDED, false),
              copy(CopyKind.INCOMING, DomainState.PAUSED, false)),
          scene(
              "sender-killed-after-go",
              copy(CopyKind.MIGRATED_AWAY, DomainState.SUSPENDED, false),
              copy(CopyKind.ORDINARY, DomainState.RUNNING, false)),
          scene("fifo-done", NOTHING, copy(CopyKind.ORDINARY, DomainState.RUNNING, false)));

  /** How halves of a migration ended; empty for success. */
  private static final Map<String, Optional<Reason>> ENDS =
      Map.of(
          "cut-at-data-migrate.txt", Optional.of(Reason.STREAM_CUT),
          "cut-at-ready-migrate.txt", Optional.of(Reason.STREAM_CUT),
          "cut-at-go-migrate.txt", Optional.of(Reason.HANDOVER_UNDECIDED),
          "cut-at-report-migrate.txt", Optional.of(Reason.HANDOVER_UNDECIDED),
          "cut-at-data-receive.txt", Optional.of(Reason.STREAM_CUT),
          "cut-at-ready-receive.txt", Optional.of(Reason.STREAM_CUT),
          "cut-at-go-receive.txt", Optional.of(Reason.STREAM_CUT),
          "cut-at-report-receive.txt", Optional.empty(),
          "fifo-migrate.txt", Optional.empty());

  /** What the looks do not read, and must not take for what they do. */
  private static final Set<String> OTHERS =
      Set.of(
          "block-list.txt",
          "claims.txt",
          "clock.txt",
          "command-line.txt",
          "config-files.txt",
          "cpupool-list.txt",
          "dmesg-size.txt",
          "dmesg.txt",
          "domid.txt",
          "domname.txt",
          "feature-suspend.txt",
          "network-list.txt",
          "sched-credit.txt",
          "sched-rtds.txt",
          "uptime.txt",
          "vcpu-list.txt",
          "xen-cpuid-domain.txt",
          "xen-cpuid-policies.txt",
          "xen-cpuid.txt",
          "xentop.txt",
          "cut-at-go-rename.txt");

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> shouldSeeEverySceneAsItWas() throws Exception {
    Map<String, Sample> samples = byName();
    return samples.keySet().stream()
        .map(SCENE::matcher)
        .filter(Matcher::matches)
        .map(name -> name.group(1))
        .distinct()
        .flatMap(
            scene ->
                Stream.of("source", "target")
                    .map(
                        side ->
                            DynamicTest.dynamicTest(
                                scene + " " + side, () -> checkScene(samples, scene, side))));
  }

  @TestFactory
  Stream<DynamicTest> shouldUnderstandEveryOtherRecording() throws Exception {
    return byName().values().stream()
        .filter(sample -> !SCENE.matcher(sample.name()).matches())
        .map(sample -> DynamicTest.dynamicTest(sample.name(), () -> check(sample)));
  }

  private void checkScene(Map<String, Sample> samples, String scene, String side) throws Exception {
    assertThat(SCENES).containsKey(scene);
    Optional<Copy> expected = SCENES.get(scene).get(side.equals("source") ? 0 : 1);
    String prefix = scene + "-" + side;

    List<DomainRow> rows =
        DomainRow.parse(samples.get(prefix + "-list-v.txt").result()).stream()
            .filter(row -> !row.isControlDomain())
            .toList();
    TransferProcesses tools = tools(samples.get(prefix + "-processes.txt"), prefix);

    assertThat(rows.stream().map(row -> seen(row, tools)).toList())
        .isEqualTo(expected.stream().toList());
    Map<Integer, DomainDetails> details =
        DomainDetails.parse(samples.get(prefix + "-list-l.txt").result());
    for (DomainRow row : rows) {
      assertThat(row.name().baseName()).isEqualTo("etch-1-1");
      DomainDetails found = details.get(row.identity().domainId());
      // xl leaves out a copy that is still being received.
      if (found != null || row.name().copyKind() != CopyKind.INCOMING) {
        assertThat(found.uuid()).isEqualTo(row.identity().uuid());
        assertThat(found.type()).contains(DomainType.PVH);
      }
    }
  }

  private void check(Sample sample) throws HypervisorException {
    switch (sample.name()) {
      case "info.txt", "info-n.txt" -> {
        HostFacts facts = HostFacts.parse(sample.result());
        assertThat(facts.xenVersion()).isEqualTo("4.17.7");
        assertThat(facts.scheduler()).isEqualTo("credit2");
        assertThat(facts.freeMemoryBytes()).isEqualTo(1120L << 20);
      }
      case "list-l-disk.txt" ->
          assertThat(DomainDetails.parse(sample.result()).get(2).resources())
              .extracting(HostResource::kind, HostResource::name)
              .containsExactlyInAnyOrder(
                  tuple(HostResource.Kind.DISK, "/dev/sda"),
                  tuple(HostResource.Kind.BRIDGE, "xenbr0"),
                  tuple(HostResource.Kind.FILE, "/var/lib/lab/vmlinux"),
                  tuple(HostResource.Kind.FILE, "/var/lib/lab/domain-initramfs"));
      case "control.txt", "xenstore-domain.txt" ->
          assertThat(GuestFeatures.abilityIn(sample.output())).isEqualTo(GuestFeatures.Ability.YES);
      case "sched-credit2.txt" ->
          assertThat(Share.parse(sample.result()))
              .containsOnly(Map.entry(0, new Share(1024, 0)), Map.entry(2, new Share(256, 0)));
      case "sched-credit2-domain.txt" ->
          assertThat(Share.parse(sample.result())).containsOnly(Map.entry(2, Share.DEFAULT));
      case "sched-credit2-cap.txt" ->
          assertThat(Share.parse(sample.result())).containsOnly(Map.entry(2, new Share(512, 45)));
      case "sched-credit2-unknown.txt" ->
          assertThat(commandFailure(sample).reason()).isEqualTo(Reason.UNKNOWN_DOMAIN);
      case "xen-cpuid-unknown.txt" ->
          assertThat(commandFailure(sample).reason()).isEqualTo(Reason.FAILED);
      case "receiver-killed-destroy.txt" ->
          assertThat(DomainRow.parse(sample.printing(sample.part("UUID", "--- stderr"))))
              .allMatch(DomainRow::isControlDomain);
      case "cut-at-go-resume.txt", "cut-at-go-resumed.txt", "sender-killed-resume.txt" -> {
        DomainRow row = DomainRow.parse(sample.printing(sample.part("UUID", "--- stderr"))).get(1);
        assertThat(row.state()).isEqualTo(DomainState.RUNNING);
        assertThat(row.name().copyKind()).isEqualTo(CopyKind.ORDINARY);
      }
      default -> {
        if (ENDS.containsKey(sample.name())) {
          checkEnd(sample, ENDS.get(sample.name()));
        } else {
          assertThat(OTHERS).as("recordings that are known").contains(sample.name());
          assertRefused(sample, () -> DomainRow.parse(sample.result()));
          assertRefused(sample, () -> HostFacts.parse(sample.result()));
        }
      }
    }
  }

  /** A receiver's recording is that of its log, so that its own exit status is not in it. */
  private static void checkEnd(Sample sample, Optional<Reason> expected) {
    boolean receiver = sample.name().endsWith("-receive.txt");
    Diagnosis role = receiver ? Diagnosis.RECEIVER : Diagnosis.SENDER;
    int exitCode = receiver && expected.isPresent() ? 1 : sample.exitCode();
    List<String> lines = (receiver ? sample.output() : sample.errors()).lines().toList();

    assertThat(
            role.outcome(sample.command(), exitCode, lines)
                .failure()
                .map(HypervisorException::reason))
        .isEqualTo(expected);
  }

  private static HypervisorException commandFailure(Sample sample) {
    return Diagnosis.COMMAND.of(sample.command(), sample.exitCode(), sample.result().complaints());
  }

  private static void assertRefused(Sample sample, ThrowingCallable reader) {
    HypervisorException refusal = catchThrowableOfType(HypervisorException.class, reader);
    assertThat(refusal).as(sample.name()).isNotNull();
    assertThat(refusal.reason()).isEqualTo(Reason.GARBAGE);
  }

  private static Copy seen(DomainRow row, TransferProcesses tools) {
    return new Copy(row.name().copyKind(), row.state(), tools.concern(row));
  }

  /** Builds a {@code /proc} of what {@code ps} printed, where a blank parts arguments. */
  private TransferProcesses tools(Sample ps, String name) throws IOException {
    Path proc = Files.createDirectories(folder.resolve(name));
    for (String line : ps.output().lines().toList()) {
      Matcher matcher = PROCESS.matcher(line);
      assertThat(matcher.matches()).as(line).isTrue();
      Path process = Files.createDirectories(proc.resolve(matcher.group(1)).resolve("fd"));
      process = process.getParent();
      Files.writeString(process.resolve("cmdline"), matcher.group(3).replace(' ', '\0') + "\0");
      Files.writeString(process.resolve("status"), "PPid:\t" + matcher.group(2) + "\n");
      // A daemon has given up its parent and its input.
      boolean daemon = matcher.group(2).equals("1");
      Files.createSymbolicLink(
          process.resolve("fd/0"), Path.of(daemon ? "dev/null" : "socket:[7]"));
    }
    return TransferProcesses.in(proc);
  }

  private static Map<String, Sample> byName() throws Exception {
    return Sample.all("samples-lab").stream()
        .collect(Collectors.toMap(Sample::name, sample -> sample, (a, b) -> a, TreeMap::new));
  }

  private static Optional<Copy> copy(CopyKind kind, DomainState state, boolean busy) {
    return Optional.of(new Copy(kind, state, busy));
  }

  private static Map.Entry<String, List<Optional<Copy>>> scene(
      String name, Optional<Copy> source, Optional<Copy> target) {
    return Map.entry(name, List.of(source, target));
  }
}
