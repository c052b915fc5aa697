// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.DomainState;
import org.transhume.spi.hypervisor.ConfigurationReader.Named;

/**
 * What every {@link Hypervisor} promises for one host. Its counterpart for two hosts is {@link
 * TransferContract}.
 */
@Timeout(300)
public abstract class HypervisorContract {

  private static final String UNUSED_UUID = "00000000-0000-4000-8000-000000000000";

  private HypervisorBench bench;
  private Hypervisor host;

  /** A bench for one test. */
  protected abstract HypervisorBench bench() throws Exception;

  @BeforeEach
  void setUp() throws Exception {
    bench = bench();
    host = bench.host();
  }

  @AfterEach
  void tearDown() {
    bench.close();
  }

  @Test
  void shouldShowARunningDomainAsItIs() throws Exception {
    HostObservation look = host.observe();

    assertThat(look.host()).isEqualTo(host.host());
    assertThat(host.description()).isNotBlank();
    assertThat(look.physicalCpus()).isPositive();
    assertThat(look.freeMemoryBytes()).isBetween(512L << 20, look.totalMemoryBytes());
    DomainObservation domain = domain(HypervisorBench.DOMAIN);
    assertThat(domain.baseName()).isEqualTo(HypervisorBench.DOMAIN);
    assertThat(domain.identity().uuid()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(domain.identity().domainId()).isPositive();
    assertThat(domain.copyKind()).isEqualTo(CopyKind.ORDINARY);
    assertThat(domain.state()).isEqualTo(DomainState.RUNNING);
    assertThat(domain.memoryBytes()).isEqualTo(HypervisorBench.DOMAIN_MEBIBYTES << 20);
    assertThat(domain.maximumMemoryBytes()).isGreaterThanOrEqualTo(domain.memoryBytes());
    assertThat(domain.vcpus()).isEqualTo(1);
    assertThat(domain.weight()).isPositive();
    assertThat(domain.transferring()).isFalse();
  }

  @Test
  void shouldLeaveTheControlDomainOutOfTheDomains() throws Exception {
    assertThat(host.observe().domains())
        .extracting(domain -> domain.identity().domainId())
        .doesNotContain(0);
  }

  @Test
  void shouldNeverTakeBackProcessorTimeOrItsClock() throws Exception {
    HostObservation first = host.observe();
    HostObservation second = host.observe();

    assertThat(second.monotonicNanos()).isGreaterThanOrEqualTo(first.monotonicNanos());
    assertThat(second.controlDomainCpuTime()).isGreaterThanOrEqualTo(first.controlDomainCpuTime());
    assertThat(second.domains().get(0).cpuTime())
        .isGreaterThanOrEqualTo(first.domains().get(0).cpuTime());
  }

  @Test
  void shouldCreateADomainAndKeepItsConfiguration() throws Exception {
    String configuration = bench.configuration("dapper-1-1", 64);
    long freeBefore = host.observe().freeMemoryBytes();

    DomainIdentity created = host.create(configuration);

    DomainObservation seen = domain("dapper-1-1");
    assertThat(seen.identity()).isEqualTo(created);
    assertThat(seen.state()).isEqualTo(DomainState.RUNNING);
    assertThat(seen.memoryBytes()).isEqualTo(64L << 20);
    assertThat(host.configuration(created.uuid())).contains(configuration);
    assertThat(host.observe().freeMemoryBytes()).isLessThanOrEqualTo(freeBefore - (64L << 20));
  }

  @Test
  void shouldKnowNoConfigurationOfADomainThatItDidNotCreate() throws Exception {
    assertThat(host.configuration(UNUSED_UUID)).isEmpty();
  }

  @Test
  void shouldRefuseToCreateADomainWhoseNameIsInUse() throws Exception {
    assertRefused(
        Reason.NAME_IN_USE, () -> host.create(bench.configuration(HypervisorBench.DOMAIN, 64)));
    assertThat(host.observe().domains()).hasSize(1);
  }

  @Test
  void shouldRefuseToCreateADomainThatNeedsMoreMemoryThanThereIs() throws Exception {
    long tooMuch = (host.observe().totalMemoryBytes() >> 20) + 1;

    assertRefused(Reason.NO_MEMORY, () -> host.create(bench.configuration("dapper-1-1", tooMuch)));
    assertThat(host.observe().domains()).hasSize(1);
  }

  @Test
  void shouldRefuseAConfigurationThatItCannotUnderstand() throws Exception {
    assertRefused(Reason.INVALID_CONFIGURATION, () -> host.create("this is ][ no configuration\n"));
    assertThat(host.observe().domains()).hasSize(1);
  }

  @Test
  void shouldTellWhichDomainAConfigurationIsOf() {
    assumeThat(host).isInstanceOf(ConfigurationReader.class);
    ConfigurationReader reader = (ConfigurationReader) host;
    String given = bench.configuration("dapper-1-1", 64);

    assertThat(reader.named(given + "\nuuid = \"" + UNUSED_UUID.toUpperCase(Locale.ROOT) + "\"\n"))
        .isEqualTo(
            new Named(
                Optional.of("dapper-1-1"),
                Optional.of(UNUSED_UUID),
                OptionalLong.of(64L << 20),
                1));
    assertThat(reader.named("this is ][ no configuration\n")).isEqualTo(Named.NOTHING);
  }

  @Test
  void shouldRefuseNamesThatToolsWouldMisread() throws Exception {
    for (String name : List.of("a; reboot", "-x", "", "17", "a b", "x--incoming", "../x")) {
      assertRefused(Reason.INVALID_NAME, () -> host.create(bench.configuration(name, 64)));
    }
    assertThat(host.observe().domains()).hasSize(1);
  }

  @Test
  void shouldPauseAndUnpauseAndDoNothingTheSecondTime() throws Exception {
    DomainIdentity domain = identity();

    host.pause(domain);
    host.pause(domain);
    assertThat(domain(HypervisorBench.DOMAIN).state()).isEqualTo(DomainState.PAUSED);

    host.unpause(domain);
    host.unpause(domain);
    assertThat(domain(HypervisorBench.DOMAIN).state()).isEqualTo(DomainState.RUNNING);
  }

  @Test
  void shouldLetTheGuestPowerItselfOff() throws Exception {
    host.shutdown(identity());

    Await.until(
        "the guest is off",
        bench.patience(),
        () -> find(HypervisorBench.DOMAIN).map(d -> !d.state().isRunning()).orElse(true));
  }

  @Test
  void shouldKeepTheUuidThroughAReboot() throws Exception {
    DomainIdentity domain = identity();

    host.reboot(domain);

    Await.until(
        "the guest runs under its uuid",
        bench.patience(),
        () ->
            find(HypervisorBench.DOMAIN)
                .map(d -> d.state().isRunning() && d.identity().uuid().equals(domain.uuid()))
                .orElse(false));
  }

  @Test
  void shouldShowAGuestThatHasRebootedAsAnotherCopy() throws Exception {
    DomainIdentity domain = identity();

    host.reboot(domain);

    Await.until(
        "another copy runs under its uuid",
        bench.patience(),
        () ->
            find(HypervisorBench.DOMAIN)
                .filter(d -> d.state().isRunning())
                .filter(d -> d.identity().uuid().equals(domain.uuid()))
                .filter(d -> d.identity().domainId() != domain.domainId())
                .isPresent());
  }

  @Test
  void shouldCreateAgainWhatHasPoweredOffFromTheConfigurationThatIsKept() throws Exception {
    DomainIdentity before = host.create(bench.configuration("dapper-1-1", 64));
    host.shutdown(before);
    Await.until(
        "the guest is off and its copy removed",
        bench.patience(),
        () -> find("dapper-1-1").isEmpty());

    DomainIdentity after = host.create(host.configuration(before.uuid()).orElseThrow());

    assertThat(after.name()).isEqualTo(before.name());
    assertThat(after.domainId()).isNotEqualTo(before.domainId());
    assertThat(domain("dapper-1-1").state()).isEqualTo(DomainState.RUNNING);
  }

  @Test
  void shouldDestroyExactlyTheNamedCopy() throws Exception {
    DomainIdentity other = host.create(bench.configuration("dapper-1-1", 64));

    host.destroy(identity());

    assertThat(host.observe().domains())
        .extracting(DomainObservation::identity)
        .containsExactly(other);
  }

  @Test
  void shouldKnowNoDomainThatIsGone() throws Exception {
    DomainIdentity gone = identity();
    host.destroy(gone);

    for (ThrowingCallable action : actionsOn(gone)) {
      assertRefused(Reason.UNKNOWN_DOMAIN, action);
    }
  }

  @Test
  void shouldTouchNoOtherDomainThatGotTheDomainId() throws Exception {
    DomainIdentity gone = identity();
    bench.giveDomainIdToAnother(gone, "dapper-1-1");
    DomainIdentity newcomer = domain("dapper-1-1").identity();
    assertThat(newcomer.domainId()).isEqualTo(gone.domainId());

    for (ThrowingCallable action : actionsOn(gone)) {
      assertRefused(Reason.IDENTITY_CHANGED, action);
    }

    assertThat(domain("dapper-1-1").identity()).isEqualTo(newcomer);
    assertThat(domain("dapper-1-1").state()).isEqualTo(DomainState.RUNNING);
  }

  @Test
  void shouldRefuseToActOnTheControlDomain() throws Exception {
    DomainIdentity controlDomain = new DomainIdentity(UNUSED_UUID, 0, "Domain-0");

    for (ThrowingCallable action : actionsOn(controlDomain)) {
      assertRefused(Reason.CONTROL_DOMAIN, action);
    }
  }

  @Test
  void shouldTellACopyThatMigratedAwayFromTheDomainItself() throws Exception {
    DomainIdentity left = bench.leaveMigratedAway(identity());

    DomainObservation copy = domain(HypervisorBench.DOMAIN + "--migratedaway");
    assertThat(copy.identity()).isEqualTo(left);
    assertThat(copy.baseName()).isEqualTo(HypervisorBench.DOMAIN);
    assertThat(copy.copyKind()).isEqualTo(CopyKind.MIGRATED_AWAY);
    assertThat(copy.state()).isEqualTo(DomainState.SUSPENDED);
    assertThat(copy.transferring()).isFalse();
  }

  @Test
  void shouldRenameACopyBackAndResumeItWhereItStood() throws Exception {
    DomainIdentity left = bench.leaveMigratedAway(identity());

    host.rename(left, HypervisorBench.DOMAIN);
    DomainObservation copy = domain(HypervisorBench.DOMAIN);
    assertThat(copy.copyKind()).isEqualTo(CopyKind.ORDINARY);
    assertThat(copy.state()).isEqualTo(DomainState.SUSPENDED);

    if (bench.canResume()) {
      host.resume(copy.identity());
      assertThat(domain(HypervisorBench.DOMAIN).state()).isEqualTo(DomainState.RUNNING);
      assertThat(domain(HypervisorBench.DOMAIN).identity().domainId()).isEqualTo(left.domainId());
    } else {
      assertRefused(Reason.UNSUPPORTED, () -> host.resume(copy.identity()));
    }
  }

  @Test
  void shouldRefuseToRenameToANameInUseOrToOneThatToolsWouldMisread() throws Exception {
    DomainIdentity left = bench.leaveMigratedAway(identity());
    host.create(bench.configuration("dapper-1-1", 64));

    assertRefused(Reason.NAME_IN_USE, () -> host.rename(left, "dapper-1-1"));
    assertRefused(Reason.INVALID_NAME, () -> host.rename(left, "a; reboot"));
    assertRefused(Reason.INVALID_NAME, () -> host.rename(left, "17"));
    assertThat(find(HypervisorBench.DOMAIN + "--migratedaway")).isPresent();
  }

  @Test
  void shouldRefuseMigrationIdsThatCouldMeanSomethingToAShell() throws Exception {
    DomainIdentity domain = identity();

    for (String id : List.of("", "a b", "$(reboot)", "x".repeat(65))) {
      assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> host.send(domain, id)))
          .as("send as '%s'", id)
          .isNotNull();
      assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> host.receive(id)))
          .as("receive as '%s'", id)
          .isNotNull();
    }
  }

  private List<ThrowingCallable> actionsOn(DomainIdentity domain) {
    return List.of(
        () -> host.pause(domain),
        () -> host.unpause(domain),
        () -> host.shutdown(domain),
        () -> host.reboot(domain),
        () -> host.rename(domain, "renamed"),
        () -> host.resume(domain),
        () -> host.send(domain, "m-1"),
        () -> host.destroy(domain));
  }

  private static void assertRefused(Reason expected, ThrowingCallable action) {
    HypervisorException refusal = catchThrowableOfType(HypervisorException.class, action);
    assertThat(refusal).as("refused with %s", expected).isNotNull();
    assertThat(refusal.reason()).as(refusal.getMessage()).isEqualTo(expected);
    assertThat(refusal.getMessage()).isNotBlank();
  }

  private DomainIdentity identity() throws HypervisorException {
    return domain(HypervisorBench.DOMAIN).identity();
  }

  private DomainObservation domain(String name) throws HypervisorException {
    return find(name).orElseThrow(() -> new AssertionError("no copy named " + name));
  }

  private Optional<DomainObservation> find(String name) throws HypervisorException {
    return host.observe().domains().stream()
        .filter(domain -> domain.identity().name().equals(name))
        .findFirst();
  }
}
