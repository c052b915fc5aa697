// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.transhume.cli.internal.doctor.Finding.Level;
import picocli.CommandLine;

class ExaminationTest {

  @Test
  void shouldFindAWellKeptHostFit() {
    Map<String, Finding> findings = findings("kept");

    assertThat(findings.values()).noneMatch(finding -> finding.level() == Level.FAIL);
    assertThat(findings.values())
        .filteredOn(finding -> finding.level() == Level.WARN)
        .extracting(Finding::subject)
        .containsExactlyInAnyOrder("PV domains", "HVM domains");
    assertThat(findings.get("dom0 memory").text()).isEqualTo("dom0_mem=2048M,max:2048M");
    assertThat(findings.get("dom0 vcpus").text()).isEqualTo("2 of 8 processors");
    assertThat(findings.get("dom0 weight").text()).isEqualTo("512");
    assertThat(findings.get("shared stores").text()).isEqualTo("nfs4 nas:/export/xen on /srv/xen");
    assertThat(findings.get("migration network").text())
        .isEqualTo("eth0 1000 Mbit/s, eth1 10000 Mbit/s");
    assertThat(findings.get("bridges").text()).startsWith("xenbr0 ");
  }

  @Test
  void shouldFindEveryFaultOfANeglectedHostAndNameItsRemedy() {
    Map<String, Finding> findings = findings("neglected");

    assertThat(levels(findings, Level.FAIL))
        .containsExactlyInAnyOrder(
            "PVH domains",
            "dom0 memory",
            "autoballoon",
            "xendomains autostart",
            "xendomains save folder",
            "libvirt",
            "clock",
            "host name",
            "space under /var/log",
            "space under /var/lib/xen",
            "space under /var/lib/transhume");
    assertThat(levels(findings, Level.WARN))
        .containsExactlyInAnyOrder(
            "Xen release",
            "PV domains",
            "HVM domains",
            "dom0 vcpus",
            "dom0 weight",
            "guests' suspend support",
            "resume after a failure",
            "migration network",
            "bridges",
            "shared stores");
    assertThat(findings.values())
        .filteredOn(finding -> finding.level() != Level.OK)
        .allSatisfy(finding -> assertThat(finding.remedy()).isNotBlank());
    assertThat(findings.get("xendomains autostart").text()).contains("vm1.cfg");
    assertThat(findings.get("host name").text()).contains("127.0.1.1");
  }

  @Test
  void shouldSayClearlyWhereItIsNoDom0() {
    Dom0 elsewhere =
        new Dom0() {
          @Override
          public Optional<String> read(String path) {
            return Optional.empty();
          }

          @Override
          public List<String> list(String folder) {
            return List.of();
          }

          @Override
          public OptionalLong freeBytes(String path) {
            return OptionalLong.empty();
          }

          @Override
          public Answer run(String... command) {
            throw new AssertionError("nothing needs to be run to see that this is no dom0");
          }
        };

    assertThat(new Examination(elsewhere).obstacle())
        .hasValueSatisfying(text -> assertThat(text).contains("not a Xen dom0"));
  }

  @Test
  void shouldPrintALineForEachFindingAndFailOnlyForFailures() {
    StringWriter out = new StringWriter();
    int kept =
        new CommandLine(new DoctorCommand(new RecordedDom0("kept")))
            .setOut(new PrintWriter(out, true))
            .execute();
    int neglected =
        new CommandLine(new DoctorCommand(new RecordedDom0("neglected")))
            .setOut(new PrintWriter(new StringWriter()))
            .execute();

    assertThat(kept).isZero();
    assertThat(neglected).isEqualTo(1);
    assertThat(out.toString().lines())
        .contains("OK    libvirt: not running")
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("WARN  HVM domains: live migration of HVM domains is untried -> "));
  }

  private static Map<String, Finding> findings(String host) {
    return new Examination(new RecordedDom0(host))
        .findings().stream().collect(Collectors.toMap(Finding::subject, finding -> finding));
  }

  private static List<String> levels(Map<String, Finding> findings, Level level) {
    return findings.values().stream()
        .filter(finding -> finding.level() == level)
        .map(Finding::subject)
        .toList();
  }
}
