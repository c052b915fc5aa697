// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.model.DomainType;
import org.transhume.spi.hypervisor.HypervisorException;

class ResumeToolTest {

  @TempDir private Path folder;

  private FakeXen xen;
  private Xl xl;

  @BeforeEach
  void setUp() throws Exception {
    xen = new FakeXen("a-204-02", folder);
    xl = new Xl("/usr/sbin/xl", Duration.ofSeconds(30), xen);
  }

  @Test
  void shouldPreferXlWhereItKnowsHow() {
    assertThat(ResumeTool.isKnownTo("xl subcommands:\n resume              Resume a domain\n"))
        .isTrue();
    assertThat(ResumeTool.isKnownTo(" migrate        Migrate and resume a domain\n")).isFalse();
    assertThat(new ResumeTool.OfXl(xl).resume(5, Optional.of(DomainType.HVM)))
        .get()
        .hasToString("/usr/sbin/xl resume 5");
  }

  @Test
  void shouldUseTheBindingsOfTheXenThatRuns() throws Exception {
    Files.createDirectories(folder.resolve("usr/lib/xen-4.14/lib/python"));
    Files.createDirectories(folder.resolve("usr/lib/xen-4.17/lib/python"));

    assertThat(detect().resume(5, Optional.of(DomainType.PVH)))
        .get()
        .hasToString(
            "python3 -I " + folder.resolve("data/resume.py") + " /usr/lib/xen-4.17/lib/python 5");
  }

  @Test
  void shouldResumeNoDomainWhoseDeviceModelWouldStandStill() throws Exception {
    assertThat(detect().resume(5, Optional.of(DomainType.HVM))).isEmpty();
    assertThat(detect().resume(5, Optional.empty())).isEmpty();
  }

  @Test
  void shouldSayWhatIsMissing() throws Exception {
    xen.withoutBindings();

    assertThat(detect()).isInstanceOf(ResumeTool.Absent.class);
    assertThat(detect().description()).contains("4.17").contains("install those of its tools");
    assertThat(detect().resume(5, Optional.of(DomainType.PVH))).isEmpty();
  }

  /** Runs the real script on bindings that only write down what they are asked. */
  @Test
  void shouldAskTheBindingsForBothStepsOfAResumption() throws Exception {
    assumeTrue(Files.exists(Path.of("/usr/bin/python3")), "no Python here");
    Path bindings = folder.resolve("bindings");
    Path lowlevel = Files.createDirectories(bindings.resolve("xen/lowlevel"));
    Files.writeString(
        lowlevel.resolve("xc.py"),
        """
        class xc:
            def domain_resume(self, domid, fast):
                print('xc', domid + 1, fast)
        """);
    Files.writeString(
        lowlevel.resolve("xs.py"),
        """
        class xs:
            def resume_domain(self, domid):
                print('xs', domid + 1)
        """);
    detect();
    Path script = xen.settings().dataFolder().resolve("resume.py");
    var tool = new ResumeTool.Bindings(script, bindings.toString(), Duration.ofSeconds(60));

    CommandResult result =
        new ProcessCommandRunner(1 << 20, Duration.ofSeconds(1))
            .run(tool.resume(41, Optional.of(DomainType.PVH)).orElseThrow());

    assertThat(result.complaints()).containsExactly("xc 42 1", "xs 42");
    assertThat(result.exitCode()).isZero();
  }

  private ResumeTool detect() throws HypervisorException {
    return ResumeTool.detect(xen, xl, xen.settings(), "4.17");
  }
}
