// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.spi.hypervisor.DeviceObservation;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.HostResource;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;
import org.transhume.spi.hypervisor.TransferOutcome;

/** Every recording of real tools ends as the right value, or as the right reason with operands. */
class SamplesTest {

  private static final int KILLED = 137;

  /** What a recording must end as. */
  private interface Expectation {
    void check(Sample sample) throws HypervisorException;
  }

  private static final Map<String, Expectation> EXPECTATIONS = new LinkedHashMap<>();

  static {
    // What one look is made of.
    expect("xl-list-v.txt", SamplesTest::isOneIdleDomain);
    expect("pvh-xl-list.txt", SamplesTest::isOneIdleDomainAmongOthers);
    expect("xl-list-l.json.txt", sample -> isDetailOfVm1(sample, DomainType.PV));
    expect("pvh-xl-list-l.json.txt", sample -> isDetailOfVm1(sample, DomainType.PVH));
    expect("xl-info.txt", SamplesTest::isHostWithoutShadowPaging);
    expect("xl-info-n.txt", SamplesTest::isHostWithoutShadowPaging);
    expect("xenstore-ls-p-dom.txt", sample -> canSuspend(sample.output()));
    expect("xenstore-ls.txt", SamplesTest::canSuspendByWholePaths);
    expect("pvh-xenstore-ls.txt", SamplesTest::canSuspendByWholePaths);

    // What is no such thing is never taken for it.
    for (String other :
        List.of(
            "xl-list.txt",
            "vcpu-list.txt",
            "network-list.txt",
            "block-list.txt",
            "xentop.txt",
            "xentop-i2-full.txt",
            "libvirt-xen.txt",
            "libvirt-xen-opteron.txt",
            "pvh-create-stock-xen-hap.txt",
            "pvh-create-stock-xen-hap-tscnative.txt",
            "save-restore-nonlive-over-ssh.txt")) {
      expect(other, SamplesTest::isTakenForNothingElse);
    }
    expect(
        "migrate-help.txt", sample -> assertThat(ResumeTool.isKnownTo(sample.output())).isFalse());

    // Commands that fail.
    expect("xl-not-root.txt", fails(Diagnosis.COMMAND, Reason.NOT_PRIVILEGED));
    expect("list-unknown.txt", fails(Diagnosis.COMMAND, Reason.UNKNOWN_DOMAIN, "domain", "nosuch"));
    expect(
        "list-l-unknown.txt", fails(Diagnosis.COMMAND, Reason.UNKNOWN_DOMAIN, "domain", "nosuch"));
    expect(
        "domid-unknown.txt", fails(Diagnosis.COMMAND, Reason.UNKNOWN_DOMAIN, "domain", "nosuch"));
    expect(
        "xl-destroy-shutdown.txt",
        fails(Diagnosis.COMMAND, Reason.UNKNOWN_DOMAIN, "domain", "nosuch"));
    expect(
        "create-fail-no-memory.txt", fails(Diagnosis.COMMAND, Reason.NO_MEMORY, "exitCode", "3"));

    // Senders that succeed.
    for (String success :
        List.of(
            "mig-96MB-2to1-karaf-idle-in-dest.txt",
            "mig-tcpb-12.txt",
            "mig-tcpb-21.txt",
            "migrate-success-ssh-1to2-with-ping.txt",
            "migrate-success-ssh-pvh-stock.txt",
            "migrate-success-tcp-2to1-with-ping.txt",
            "migrate-success-tcp-mtu9000-2to1.txt",
            "migrate-success-vv-timestamps.txt",
            "pvh-migrate-stock-1to2.txt",
            "pvh-migrate-stock-2to1.txt",
            "run-lab-pvh-stock-full.txt")) {
      expect(success, sample -> succeeds(sample, sample.exitCode()));
    }
    expect("pvh-migrate-localhost-stock-xen.txt", sample -> succeeds(sample, 0));
    expect("migrate-localhost-vvv-timestamps.txt", SamplesTest::tellsWhenTheGuestSuspended);

    // Senders that fail.
    expect(
        "migrate-fail-unknown-domain.txt",
        fails(Diagnosis.SENDER, Reason.UNKNOWN_DOMAIN, "domain", "nosuch"));
    expect("migrate-fail-dom0.txt", fails(Diagnosis.SENDER, Reason.CONTROL_DOMAIN));
    expect("migrate-usage.txt", fails(Diagnosis.SENDER, Reason.FAILED, "exitCode", "2"));
    expect(
        "migrate-fail-conn-refused.txt",
        fails(
            Diagnosis.SENDER,
            Reason.TARGET_UNREACHABLE,
            "target",
            "10.77.0.2",
            "port",
            "2299",
            "cause",
            "Connection refused"));
    expect(
        "migrate-fail-unreachable.txt",
        fails(
            Diagnosis.SENDER,
            Reason.TARGET_UNREACHABLE,
            "target",
            "10.77.0.9",
            "port",
            "22",
            "cause",
            "No route to host"));
    expect(
        "migrate-fail-no-listener.txt",
        fails(
            Diagnosis.SENDER,
            Reason.TARGET_UNREACHABLE,
            "target",
            "10.77.0.2",
            "port",
            "8003",
            "cause",
            "Connection refused"));
    expect(
        "migrate-fail-unresolvable.txt",
        fails(Diagnosis.SENDER, Reason.NAME_NOT_RESOLVED, "target", "no-such-host.invalid"));
    expect("migrate-fail-hostkey.txt", fails(Diagnosis.SENDER, Reason.AUTHENTICATION_REFUSED));
    expect(
        "migrate-fail-key-refused.txt",
        fails(Diagnosis.SENDER, Reason.AUTHENTICATION_REFUSED, "target", "root@10.77.0.2"));
    expect("migrate-fail-garbage-banner.txt", fails(Diagnosis.SENDER, Reason.NOT_A_RECEIVER));
    expect(
        "migrate-fail-pv-no-logdirty.txt", fails(Diagnosis.SENDER, Reason.LOG_DIRTY_UNSUPPORTED));
    expect(
        "migrate-pv-fails-no-shadow-paging.txt",
        fails(Diagnosis.SENDER, Reason.LOG_DIRTY_UNSUPPORTED));
    expect(
        "migrate-fail-paused-domain-pvh.txt",
        failsWith(1, Diagnosis.SENDER, Reason.GUEST_DID_NOT_SUSPEND));
    expect(
        "migrate-fail-name-exists-at-dest.txt",
        fails(Diagnosis.SENDER, Reason.TARGET_START_FAILED, "statusCode", "6"));
    expect("migrate-fail-no-memory-at-dest.txt", fails(Diagnosis.SENDER, Reason.STREAM_CUT));
    expect("migrate-fail-transport-cut-midway.txt", fails(Diagnosis.SENDER, Reason.STREAM_CUT));
    expect("migrate-fail-receiver-killed.txt", fails(Diagnosis.SENDER, Reason.STREAM_CUT));
    expect("migrate-fail-cut-before-ready-resumes.txt", SamplesTest::isCutAndRunsOn);
    expect("migrate-fail-after-go-migratedaway.txt", SamplesTest::isUndecided);
    expect(
        "migrate-cancel-sigterm-sender.txt",
        fails(Diagnosis.SENDER, Reason.KILLED, "signal", "15"));
    expect(
        "migrate-concurrent-second-attempt-fails.txt",
        failsWith(1, Diagnosis.SENDER, Reason.STREAM_CUT));

    // Receivers. Their recordings hold no exit status: it is 1 wherever they leave by themselves.
    expect(
        "migrate-cancel-sigterm-sender.receiver.txt",
        failsWith(1, Diagnosis.RECEIVER, Reason.STREAM_CUT));
    expect(
        "migrate-fail-transport-cut-midway.receiver.txt",
        failsWith(1, Diagnosis.RECEIVER, Reason.STREAM_CUT));
    expect(
        "migrate-fail-no-memory-at-dest.receiver.txt",
        failsWith(1, Diagnosis.RECEIVER, Reason.NO_MEMORY));
    expect(
        "migrate-fail-receiver-killed.receiver.txt",
        failsWith(KILLED, Diagnosis.RECEIVER, Reason.KILLED, "signal", "9"));
    expect(
        "migrate-concurrent-second-attempt-fails.receiver.txt",
        failsWith(1, Diagnosis.RECEIVER, Reason.NAME_IN_USE, "domain", "vm1--incoming"));
    // Even if it should leave with 0: it says itself that it failed.
    expect(
        "migrate-fail-name-exists-at-dest.receiver.txt",
        failsWith(0, Diagnosis.RECEIVER, Reason.NAME_IN_USE, "domain", "vm1"));
  }

  @TestFactory
  Stream<DynamicTest> shouldUnderstandEveryRecording() throws Exception {
    return Sample.all("samples").stream()
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.name(),
                    () -> {
                      assertThat(EXPECTATIONS).as("expectations").containsKey(sample.name());
                      EXPECTATIONS.get(sample.name()).check(sample);
                    }));
  }

  @Test
  void shouldHaveARecordingForEveryExpectation() throws Exception {
    assertThat(Sample.all("samples"))
        .extracting(Sample::name)
        .containsExactlyInAnyOrderElementsOf(EXPECTATIONS.keySet());
  }

  private static void expect(String name, Expectation expectation) {
    EXPECTATIONS.put(name, expectation);
  }

  private static Expectation fails(Diagnosis role, Reason reason, String... operands) {
    return sample -> check(sample, sample.exitCode(), role, reason, operands);
  }

  private static Expectation failsWith(
      int exitCode, Diagnosis role, Reason reason, String... operands) {
    return sample -> check(sample, exitCode, role, reason, operands);
  }

  private static void check(
      Sample sample, int exitCode, Diagnosis role, Reason reason, String... operands) {
    TransferOutcome outcome =
        role.outcome(sample.command(), exitCode, transcript(sample.errors()).lines());

    HypervisorException failure = outcome.failure().orElseThrow();
    assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
    assertThat(failure.getMessage()).doesNotContain("{").isNotBlank();
    assertThat(failure.operands()).containsKeys("command", "exitCode", "lastLines");
    for (int i = 0; i < operands.length; i += 2) {
      assertThat(failure.operands()).containsEntry(operands[i], operands[i + 1]);
    }
  }

  private static void succeeds(Sample sample, int exitCode) {
    assertThat(sample.text()).contains("Migration successful.");
    assertThat(
            Diagnosis.SENDER
                .outcome(sample.command(), exitCode, transcript(sample.errors()).lines())
                .failure())
        .isEmpty();
  }

  private static void tellsWhenTheGuestSuspended(Sample sample) {
    Transcript transcript = transcript(sample.text());

    assertThat(transcript.suspendedAt()).contains(Instant.EPOCH.plusMillis(3_712));
    assertThat(transcript.lines())
        .noneMatch(line -> line.contains("debug"))
        .anyMatch(line -> line.endsWith("Migration successful."));
    succeeds(sample, sample.exitCode());
  }

  /** Hears the lines; where they bear time stamps, at those times. */
  private static Transcript transcript(String text) {
    StampedClock clock = new StampedClock();
    Transcript transcript = new Transcript(clock);
    text.lines()
        .forEach(
            line -> {
              clock.readFrom(line);
              transcript.hear(line);
            });
    return transcript;
  }

  private static void isOneIdleDomain(Sample sample) throws HypervisorException {
    List<DomainRow> rows = DomainRow.parse(sample.result());

    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).isControlDomain()).isTrue();
    assertThat(rows.get(0).cpuTime()).isEqualTo(Duration.ofMillis(121_600));
    assertThat(rows.get(1))
        .isEqualTo(
            new DomainRow(
                new DomainIdentity("35ac171c-ca9e-4bc7-b0d2-2c68e362e6f1", 1, "vm1"),
                128,
                1,
                "-b----",
                Duration.ofMillis(133_500)));
    assertThat(rows.get(1).state()).isEqualTo(DomainState.RUNNING);
    assertThat(rows.get(1).name().copyKind()).isEqualTo(CopyKind.ORDINARY);
  }

  private static void isOneIdleDomainAmongOthers(Sample sample) throws HypervisorException {
    String table = sample.part("UUID", "Affinity");
    DomainRow row = DomainRow.parse(sample.printing(table)).get(1);
    assertThat(row.identity().uuid()).isEqualTo("97aed0d0-2117-467a-91df-2b592e55b5aa");
    assertThat(row.cpuTime()).isEqualTo(Duration.ofSeconds(8));

    HostFacts facts = HostFacts.parse(sample.printing(sample.part("host  ", "--- stderr")));
    assertThat(facts.freeMemoryBytes()).isEqualTo(1120L << 20);
  }

  private static void isDetailOfVm1(Sample sample, DomainType type) throws HypervisorException {
    DomainDetails details = DomainDetails.parse(sample.result()).get(1);

    assertThat(details.type()).contains(type);
    assertThat(details.maximumMemoryBytes()).isEqualTo(128L << 20);
    assertThat(details.share()).contains(new Share(256, 0));
    assertThat(details.devices()).containsExactly(new DeviceObservation("vif", "xenbr0"));
    assertThat(details.interfaceNames()).containsExactly(Map.entry(0, ""));
    assertThat(details.mayNotMigrate()).isFalse();
    assertThat(details.hasVirtualNuma()).isFalse();
    assertThat(details.timestampMode()).isEqualTo(type == DomainType.PV ? "default" : "native");
    assertThat(details.resources())
        .containsExactly(
            new HostResource(HostResource.Kind.FILE, "/var/lib/lab/vmlinux", ""),
            new HostResource(HostResource.Kind.FILE, "/var/lib/lab/domu.img", ""),
            new HostResource(HostResource.Kind.BRIDGE, "xenbr0", ""));
    assertThat(details.obstacles(true)).hasSize(type == DomainType.PV ? 1 : 0);
    assertThat(details.obstacles(false)).isEmpty();
  }

  private static void isHostWithoutShadowPaging(Sample sample) throws HypervisorException {
    assertThat(HostFacts.parse(sample.result()))
        .isEqualTo(
            new HostFacts(
                "4.17.7",
                "4.17",
                1,
                2559L << 20,
                1122L << 20,
                "078bf3fd:80002001:20100800:00000005:00000000:00000000:00000000:00000000",
                "credit2",
                true,
                OptionalLong.of(2_249_999),
                true));
  }

  private static void canSuspend(String nodes) {
    assertThat(GuestFeatures.abilityIn(nodes)).isEqualTo(GuestFeatures.Ability.YES);
    String mute = nodes.replaceAll("(feature-(?:poweroff|reboot|suspend) = )\"1\"", "$1\"\"");
    assertThat(GuestFeatures.abilityIn(mute)).isEqualTo(GuestFeatures.Ability.UNKNOWN);
    String unable = nodes.replaceAll("(feature-suspend = )\"1\"", "$1\"\"");
    assertThat(GuestFeatures.abilityIn(unable)).isEqualTo(GuestFeatures.Ability.NO);
  }

  private static void canSuspendByWholePaths(Sample sample) {
    String folder = "/local/domain/1/control/";
    StringBuilder nodes = new StringBuilder();
    sample
        .output()
        .lines()
        .filter(line -> line.startsWith(folder))
        .forEach(line -> nodes.append(line.substring(folder.length())).append('\n'));
    canSuspend(nodes.toString());
  }

  private static void isTakenForNothingElse(Sample sample) {
    CommandResult result = sample.printing(sample.output());
    for (Expectation reader :
        List.<Expectation>of(
            ignored -> DomainRow.parse(result),
            ignored -> DomainDetails.parse(result),
            ignored -> HostFacts.parse(result))) {
      HypervisorException refusal =
          catchThrowableOfType(HypervisorException.class, () -> reader.check(sample));
      assertThat(refusal).isNotNull();
      assertThat(refusal.reason()).isEqualTo(Reason.GARBAGE);
      assertThat(refusal.operands()).containsKeys("command", "found");
    }
  }

  private static void isCutAndRunsOn(Sample sample) throws HypervisorException {
    check(sample, sample.exitCode(), Diagnosis.SENDER, Reason.STREAM_CUT);
    DomainRow row = onlyRow(sample, sample.part("xl list -v afterwards", "\0"));
    assertThat(row.state()).isEqualTo(DomainState.RUNNING);
  }

  private static void isUndecided(Sample sample) throws HypervisorException {
    check(sample, sample.exitCode(), Diagnosis.SENDER, Reason.HANDOVER_UNDECIDED);
    DomainRow left = onlyRow(sample, sample.part("--- xl list -v", "--- xenstore-read"));
    assertThat(left.state()).isEqualTo(DomainState.SUSPENDED);
    assertThat(left.name().copyKind()).isEqualTo(CopyKind.MIGRATED_AWAY);
    assertThat(left.name().baseName()).isEqualTo("vm1");
    DomainRow resumed = onlyRow(sample, sample.part("after rename and resume", "\0"));
    assertThat(resumed.state()).isEqualTo(DomainState.RUNNING);
    assertThat(resumed.identity().uuid()).isEqualTo(left.identity().uuid());
  }

  /** Of a recording that left the table's head away. */
  private static DomainRow onlyRow(Sample sample, String part) throws HypervisorException {
    String head = "Name  ID   Mem VCPUs\tState\tTime(s)   UUID  Reason-Code\tSecurity Label\n";
    String rows = part.substring(part.indexOf('\n') + 1);
    List<DomainRow> found = DomainRow.parse(sample.printing(head + rows));
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  /** Shows the time that stands before the line, minutes first. */
  private static final class StampedClock extends Clock {
    private Instant now = Instant.EPOCH;

    void readFrom(String line) {
      if (line.matches("\\d\\d:\\d\\d\\.\\d+ .*")) {
        now =
            Instant.EPOCH
                .plusSeconds(60L * Integer.parseInt(line.substring(0, 2)))
                .plusMillis(
                    1_000L * Integer.parseInt(line.substring(3, 5))
                        + Integer.parseInt(line.substring(6, 9)));
      }
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
