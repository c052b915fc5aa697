// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.model.ConfigurationOrigin;
import org.transhume.spi.hypervisor.ConfigurationSource.Bootable;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

@Timeout(120)
class ConversionTest {

  private static final DomainIdentity VM1 =
      new DomainIdentity("97aed0d0-2117-467a-91df-2b592e55b5aa", 1, "vm1");
  private static final DomainIdentity ETCH =
      new DomainIdentity("35ac171c-ca9e-4bc7-b0d2-2c68e362e6f1", 5, "etch-1-1");

  @TempDir Path folder;

  private static String recorded() throws Exception {
    return Sample.read(Path.of("src/test/resources/samples/pvh-xl-list-l.json.txt")).output();
  }

  private static CommandResult list(String output) {
    return new CommandResult(
        new Command(List.of("xl", "list", "-l"), Duration.ofSeconds(1)), 0, output, "");
  }

  private static String of(String json) throws HypervisorException {
    return Conversion.of(list(json), VM1);
  }

  @Test
  void shouldSayEverythingThatXlTellsOfARecordedDomain() throws Exception {
    assertThat(of(recorded()).lines())
        .containsExactlyInAnyOrder(
            "name = \"vm1\"",
            "uuid = \"97aed0d0-2117-467a-91df-2b592e55b5aa\"",
            "type = \"pvh\"",
            "maxvcpus = 1",
            "vcpus = 1",
            "tsc_mode = \"native\"",
            "maxmem = 128",
            "memory = 128",
            "cpu_weight = 256",
            "cap = 0",
            "kernel = \"/var/lib/lab/vmlinux\"",
            "cmdline = \"console=hvc0 labip=10.77.0.101 quiet\"",
            "ramdisk = \"/var/lib/lab/domu.img\"",
            "vif = [ \"bridge=xenbr0,mac=00:16:3e:00:00:01\" ]",
            "on_reboot = \"restart\"",
            "on_soft_reset = \"soft_reset\"");
  }

  @Test
  void shouldPutTheTargetOfADiskLast() throws Exception {
    String json =
        recorded()
            .replace(
                "\"nics\":",
                "\"disks\": [ { \"pdev_path\": \"/dev/vg/a, b\", \"vdev\": \"xvda\","
                    + " \"backend\": \"phy\", \"format\": \"raw\", \"readwrite\": 1 } ], \"nics\":");

    assertThat(of(json))
        .contains("disk = [ \"format=raw, vdev=xvda, access=rw, target=/dev/vg/a, b\" ]");
  }

  @Test
  void shouldConvertNothingWhoseMeaningIsNotKnown() throws Exception {
    for (String strange :
        List.of("\"nested_hvm\": \"True\", \"kernel\":", "\"vnuma_nodes\": [ 1 ], \"kernel\":")) {
      String json = recorded().replace("\"kernel\":", strange);
      HypervisorException failure = catchThrowableOfType(HypervisorException.class, () -> of(json));
      assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
      assertThat(failure.getMessage()).contains("b_info.").contains("create it through the agent");
    }
    String passedThrough = recorded().replace("\"nics\":", "\"pcidevs\": [ 1 ], \"nics\":");
    assertThat(catchThrowableOfType(HypervisorException.class, () -> of(passedThrough)))
        .hasMessageContaining("pcidevs");
    String hvm = recorded().replace("\"type\": \"pvh\"", "\"type\": \"hvm\"");
    assertThat(catchThrowableOfType(HypervisorException.class, () -> of(hvm)))
        .hasMessageContaining("type hvm");
  }

  @Test
  void shouldSayThatXlLeavesADomainOut() throws Exception {
    String json = recorded();
    assertThat(
            catchThrowableOfType(HypervisorException.class, () -> Conversion.of(list(json), ETCH)))
        .hasMessageContaining("leaves it out");
  }

  private XlHypervisor hypervisor(String create) throws Exception {
    Files.writeString(folder.resolve("long"), recorded().replace(VM1.uuid(), ETCH.uuid()));
    String rows =
        """
        list) case $2 in
        -l) cat long ;;
        *) cat <<'END'
        Name                 ID   Mem VCPUs	State	Time(s)   UUID   Reason-Code	Security Label
        Domain-0              0  1280     1     r-----     121.6 00000000-0000-0000-0000-000000000000  -  -
        etch-1-1              5   128     1     -b----     133.5 35ac171c-ca9e-4bc7-b0d2-2c68e362e6f1  -  -
        END
        ;; esac ;;
        """;
    return new ScriptedXl(folder).answeringOnly(rows + create);
  }

  @Test
  void shouldTryWhatItHasMadeWithoutBootingIt() throws Exception {
    XlHypervisor hypervisor = hypervisor("create) [ \"$2\" = -n ] || exit 9; cp \"$4\" tried ;;");

    Bootable bootable = hypervisor.bootable(ETCH);

    assertThat(bootable.origin()).isEqualTo(ConfigurationOrigin.CONVERTED);
    assertThat(bootable.text()).contains("name = \"etch-1-1\"", ETCH.uuid());
    assertThat(Files.readString(folder.resolve("tried"))).isEqualTo(bootable.text());
  }

  @Test
  void shouldSayThatItCannotBeBootedWhenXlDoesNotUnderstandIt() throws Exception {
    XlHypervisor hypervisor =
        hypervisor("create) echo 'config parsing error near line 3' >&2; exit 1 ;;");

    assertThat(catchThrowableOfType(HypervisorException.class, () -> hypervisor.bootable(ETCH)))
        .hasMessageContaining("config parsing error");
  }

  @Test
  void shouldTellWhatADomainWasCreatedWithAndItsUuid() throws Exception {
    XlHypervisor hypervisor = hypervisor("create) ;;");
    Path kept = Files.createDirectories(folder.resolve("data/configurations"));
    Files.writeString(kept.resolve(ETCH.uuid() + ".cfg"), "name = 'etch-1-1'\nmemory = 128\n");

    Bootable bootable = hypervisor.bootable(ETCH);

    assertThat(bootable.origin()).isEqualTo(ConfigurationOrigin.GIVEN);
    assertThat(bootable.text())
        .isEqualTo("name = 'etch-1-1'\nmemory = 128\nuuid = \"" + ETCH.uuid() + "\"\n");
  }
}
