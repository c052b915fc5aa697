// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

@Timeout(120)
class XlHypervisorTest {

  private static final String UUID = "35ac171c-ca9e-4bc7-b0d2-2c68e362e6f1";

  @TempDir private Path folder;

  private FakeXen xen;
  private XlHypervisor hypervisor;

  @BeforeEach
  void setUp() throws Exception {
    xen = new FakeXen("a-204-02", folder.resolve("host"));
    xen.add(UUID, "etch-1-1", 128, "-b----");
    hypervisor = XlBench.hypervisor(xen);
  }

  @Test
  void shouldJoinWhatSeveralCommandsTell() throws Exception {
    vif("vif1.0", 100, 23);

    var look = hypervisor.observe();

    assertThat(look.hypervisorVersion()).isEqualTo("Xen 4.17.7");
    assertThat(look.controlDomainCpuTime()).isPositive();
    DomainObservation domain = look.domains().get(0);
    assertThat(domain.type()).contains(DomainType.PVH);
    assertThat(domain.weight()).isEqualTo(256);
    assertThat(domain.capPercent()).isZero();
    assertThat(domain.obstacles()).isEmpty();
  }

  @Test
  void shouldCopeWithDomainsThatTheLongListLeavesOut() throws Exception {
    xen.withoutDetails();

    DomainObservation domain = hypervisor.observe().domains().get(0);

    assertThat(domain.type()).isEmpty();
    assertThat(domain.maximumMemoryBytes()).isEqualTo(128L << 20);
    assertThat(domain.weight()).isEqualTo(512);
    assertThat(domain.capPercent()).isEqualTo(45);
    assertThat(domain.networkBytes()).isEqualTo(OptionalLong.empty());
  }

  @Test
  void shouldReadWhatRarelyChangesOnlyWhenADomainIsNew() throws Exception {
    hypervisor.observe();
    hypervisor.observe();
    assertThat(xen.commands()).filteredOn(command -> command.endsWith("list -l")).hasSize(1);

    xen.add("97aed0d0-2117-467a-91df-2b592e55b5aa", "dapper-1-1", 64, "r-----");
    assertThat(hypervisor.observe().domains().get(1).type()).contains(DomainType.PVH);

    assertThat(xen.commands()).filteredOn(command -> command.endsWith("list -l")).hasSize(2);
  }

  @Test
  void shouldAskForTheFreeMemoryOnlyWhenADomainsMemoryHasChanged() throws Exception {
    hypervisor.observe();
    xen.forgetCommands();
    hypervisor.observe();
    assertThat(xen.commands()).noneMatch(command -> command.endsWith("xl info"));

    xen.add("97aed0d0-2117-467a-91df-2b592e55b5aa", "dapper-1-1", 64, "r-----");
    hypervisor.observe();

    assertThat(xen.commands()).filteredOn(command -> command.endsWith("xl info")).hasSize(1);
  }

  @Test
  void shouldGlanceWithOneCommand() throws Exception {
    hypervisor.observe();
    xen.add("97aed0d0-2117-467a-91df-2b592e55b5aa", "dapper-1-1--incoming", 64, "--p---");
    xen.forgetCommands();

    DomainObservation arriving = hypervisor.glance().domains().get(1);

    assertThat(arriving.copyKind()).isEqualTo(CopyKind.INCOMING);
    assertThat(arriving.state()).isEqualTo(DomainState.PAUSED);
    assertThat(xen.commands()).hasSize(1).allMatch(command -> command.endsWith("xl list -v"));
  }

  @Test
  void shouldReadTheDetailsOfADomainAgainWhenItHasArrived() throws Exception {
    FakeXen.Domain arriving =
        xen.add("97aed0d0-2117-467a-91df-2b592e55b5aa", "dapper-1-1--incoming", 64, "--p---")
            .orElseThrow();
    hypervisor.observe();

    xen.rename(arriving, "dapper-1-1");
    hypervisor.observe();

    assertThat(xen.commands()).filteredOn(command -> command.endsWith("list -l")).hasSize(2);
  }

  @Test
  void shouldCountTrafficOnEveryInterfaceOfADomain() throws Exception {
    vif("vif7.0", 100, 23);
    vif("vif7.0-emu", 1, 1);
    vif("uplink", 1000, 0);
    NetworkCounters counters = new NetworkCounters(xen.root().resolve("sys/class/net"));

    assertThat(counters.bytes(7, Map.of(0, ""))).hasValue(125);
    assertThat(counters.bytes(7, Map.of(0, "", 1, "uplink"))).hasValue(1125);
    assertThat(counters.bytes(7, Map.of(0, "", 1, ""))).isEmpty();
    assertThat(counters.bytes(7, Map.of())).hasValue(0);
  }

  @Test
  void shouldShowADomainThatIsBeingBuiltOrDestroyed() throws Exception {
    xen.add("97aed0d0-2117-467a-91df-2b592e55b5aa", "(null)", 64, "--p---");
    xen.add("97aed0d0-2117-467a-91df-2b592e55b5ab", "(null)", 64, "---s-d");

    assertThat(hypervisor.observe().domains())
        .extracting(DomainObservation::state)
        .containsExactly(DomainState.RUNNING, DomainState.BUILDING, DomainState.DYING);
  }

  @Test
  void shouldNeverRunANameThatAShellWouldRead() throws Exception {
    DomainIdentity evil = new DomainIdentity(UUID, 1, "a; reboot");

    for (ThrowingCallable action :
        List.<ThrowingCallable>of(
            () -> hypervisor.pause(evil),
            () -> hypervisor.destroy(evil),
            () -> hypervisor.send(evil, "m-1"),
            () -> hypervisor.rename(identity(), "a; reboot"),
            () -> hypervisor.create("name = \"a; reboot\"\nmemory = 64\n"))) {
      assertThat(failure(action).reason()).isEqualTo(Reason.INVALID_NAME);
    }

    assertThat(xen.commands()).noneMatch(command -> command.contains("reboot"));
  }

  @Test
  void shouldNameDomainsToXlByTheirNumberOnly() throws Exception {
    hypervisor.pause(identity());
    hypervisor.unpause(identity());
    hypervisor.reboot(identity());

    assertThat(xen.commands())
        .contains("/usr/sbin/xl pause 1", "/usr/sbin/xl unpause 1", "/usr/sbin/xl reboot -F 1")
        .noneMatch(command -> command.contains("etch"));
  }

  @Test
  void shouldRefuseToSendAPausedDomainInsteadOfWaitingForItsGuest() throws Exception {
    hypervisor.pause(identity());

    assertThat(failure(() -> hypervisor.send(identity(), "m-1")).reason())
        .isEqualTo(Reason.GUEST_DID_NOT_SUSPEND);
  }

  @Test
  void shouldRefuseToSendADomainThatAnAdministratorSaves() throws Exception {
    xen.showProcess(folder.resolve("terminal"), "xl", "save", "etch-1-1", "/var/etch.sav");

    HypervisorException refusal = failure(() -> hypervisor.send(identity(), "m-1"));

    assertThat(refusal.reason()).isEqualTo(Reason.ALREADY_MOVING);
    assertThat(hypervisor.observe().domains().get(0).transferring()).isTrue();
  }

  @Test
  void shouldRefuseToResumeADomainThatRuns() throws Exception {
    assertThat(failure(() -> hypervisor.resume(identity())).reason()).isEqualTo(Reason.FAILED);
    assertThat(xen.commands()).noneMatch(command -> command.matches("python3 .* 1"));
  }

  @Test
  void shouldSayInItsDescriptionThatItCannotResume() throws Exception {
    xen.withoutBindings();

    hypervisor.observe();

    assertThat(hypervisor.description())
        .startsWith("Xen 4.17.7 through /usr/sbin/xl")
        .contains("no xen.lowlevel bindings");
  }

  @Test
  void shouldKeepConfigurationsForTheirOwnerOnly() throws Exception {
    DomainIdentity created = hypervisor.create("name = \"dapper-1-1\"\nmemory = 64\n");

    Path kept = xen.root().resolve("data/configurations").resolve(created.uuid() + ".cfg");
    assertThat(Files.getPosixFilePermissions(kept)).hasSize(2);
    assertThat(Files.getPosixFilePermissions(kept.getParent())).hasSize(3);
  }

  @Test
  void shouldTakeTheUuidThatAConfigurationNames() throws Exception {
    String uuid = "97AED0D0-2117-467A-91DF-2B592E55B5AA";

    DomainIdentity created =
        hypervisor.create("name = \"dapper-1-1\"\nmemory = 64\nuuid = \"" + uuid + "\"\n");

    assertThat(created.uuid()).isEqualTo("97aed0d0-2117-467a-91df-2b592e55b5aa");
    assertThat(hypervisor.configuration(uuid)).isPresent();
  }

  @Test
  void shouldForgetTheConfigurationOfADomainThatNeverCameToBe() throws Exception {
    assertThat(failure(() -> hypervisor.create("name = \"etch-1-1\"\nmemory = 64\n")).reason())
        .isEqualTo(Reason.NAME_IN_USE);

    assertThat(xen.root().resolve("data/configurations")).isEmptyDirectory();
  }

  @Test
  void shouldNotLookForConfigurationsOutsideItsFolder() {
    assertThat(failure(() -> hypervisor.configuration("../../etc/passwd")).reason())
        .isEqualTo(Reason.INVALID_CONFIGURATION);
  }

  @Test
  void shouldTellThatXlIsMissing() throws Exception {
    XlHypervisor missing = new ScriptedXl(folder).at(folder.resolve("nowhere/xl"));

    HypervisorException failure = failure(missing::observe);

    assertThat(failure.reason()).isEqualTo(Reason.NOT_AVAILABLE);
    assertThat(failure).hasMessageContaining("nowhere/xl");
    assertThat(missing.description()).contains("nowhere/xl");
  }

  @Test
  void shouldTellThatItIsNotRoot() throws Exception {
    XlHypervisor refused =
        new ScriptedXl(folder)
            .answeringOnly(
                "*) echo 'xencall: error: Could not obtain handle on privileged command"
                    + " interface: Permission denied' >&2; exit 1;;");

    HypervisorException failure = failure(refused::observe);

    assertThat(failure.reason()).isEqualTo(Reason.NOT_PRIVILEGED);
    assertThat(failure).hasMessageContaining("as root");
  }

  @Test
  void shouldTellThatThisIsNoXen() throws Exception {
    XlHypervisor bare =
        new ScriptedXl(folder)
            .answeringOnly(
                "*) echo 'xencall: error: Could not obtain handle on privileged command"
                    + " interface: No such file or directory' >&2; exit 1;;");

    assertThat(failure(bare::observe).reason()).isEqualTo(Reason.NOT_AVAILABLE);
  }

  @Test
  void shouldReportAnXlThatHangs() throws Exception {
    XlHypervisor hanging =
        new ScriptedXl(folder).within(Duration.ofMillis(500)).answeringOnly("*) sleep 600;;");

    HypervisorException failure = failure(hanging::observe);

    assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(failure.operands()).containsEntry("command", folder.resolve("xl") + " list -v");
  }

  @Test
  void shouldReportATableThatWasCutShort() throws Exception {
    XlHypervisor truncated =
        new ScriptedXl(folder)
            .answeringOnly(
                """
                list) echo 'Name  ID   Mem VCPUs State Time(s)  UUID  Reason-Code'
                      echo 'Domain-0  0  1280     1     r-----     121.6 0000' ;;
                """);

    HypervisorException failure =
        failure(() -> truncated.pause(new DomainIdentity(UUID, 1, "etch-1-1")));

    assertThat(failure.reason()).isEqualTo(Reason.GARBAGE);
    assertThat(failure.operands().get("found")).startsWith("Domain-0");
  }

  @Test
  void shouldReportATableWithoutItsHead() throws Exception {
    for (String garbage : List.of(":", "echo", "head -c 3000 /dev/urandom", "echo '{}'")) {
      XlHypervisor strange = new ScriptedXl(folder).answeringOnly("*) " + garbage + ";;");

      assertThat(failure(strange::observe).reason()).isEqualTo(Reason.GARBAGE);
      assertThat(failure(() -> strange.destroy(new DomainIdentity(UUID, 1, "etch-1-1"))).reason())
          .isEqualTo(Reason.GARBAGE);
    }
  }

  private DomainIdentity identity() throws HypervisorException {
    return hypervisor.observe().domains().get(0).identity();
  }

  private void vif(String name, long received, long sent) throws Exception {
    Path statistics = xen.root().resolve("sys/class/net").resolve(name).resolve("statistics");
    Files.createDirectories(statistics);
    Files.writeString(statistics.resolve("rx_bytes"), received + "\n");
    Files.writeString(statistics.resolve("tx_bytes"), sent + "\n");
  }

  private static HypervisorException failure(ThrowingCallable action) {
    HypervisorException failure = catchThrowableOfType(HypervisorException.class, action);
    assertThat(failure).isNotNull();
    return failure;
  }
}
