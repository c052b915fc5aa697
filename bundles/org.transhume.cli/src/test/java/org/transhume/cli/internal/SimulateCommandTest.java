// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can go wrong before a day begins; days themselves are run on the whole distribution. */
class SimulateCommandTest {

  private static final String HOME = "transhume.home";

  @TempDir private Path folder;

  private final String homeBefore = System.getProperty(HOME);
  private final StringWriter err = new StringWriter();

  @AfterEach
  void restoreHome() {
    if (homeBefore == null) {
      System.clearProperty(HOME);
    } else {
      System.setProperty(HOME, homeBefore);
    }
  }

  @Test
  void shouldAskForAPolicy() {
    assertThat(simulate("--traces", "t")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--policy");
  }

  @Test
  void shouldAskForTracesOrAService() {
    assertThat(simulate("--policy", "none")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("give --traces, or --service, or both");
  }

  @Test
  void shouldCountAServiceHonestlyOnly() {
    assertThat(simulate("--service", "default", "--policy", "none", "--accounting", "compatible"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("a service is counted honestly");
  }

  @Test
  void shouldRefuseAnAccountingThatDoesNotExist() {
    assertThat(simulate("--traces", "t", "--policy", "none", "--accounting", "creative"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("creative").contains("COMPATIBLE").contains("HONEST");
  }

  @Test
  void shouldRefuseADayWithoutHosts() {
    assertThat(simulate("--traces", "t", "--policy", "none", "--hosts", "0"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--hosts 0 is not within 1 and 10000");
  }

  @Test
  void shouldNameABundleThatDoesNotExist() {
    assertThat(simulate("--traces", "t", "--policy", "none", "--plug-in", "mine.jar"))
        .isEqualTo(ExitCode.ERROR);
    assertThat(err.toString()).contains("there is no bundle mine.jar; name a jar");
  }

  @Test
  void shouldTellADistributionThatLacksItsBundles() throws IOException {
    Path container = Files.createDirectories(folder.resolve("bin")).resolve("container");
    Files.writeString(container, "#!/bin/sh\n");
    assertThat(container.toFile().setExecutable(true)).isTrue();
    System.setProperty(HOME, folder.toString());

    assertThat(simulate("--traces", "t", "--policy", "none")).isEqualTo(ExitCode.ERROR);
    assertThat(err.toString())
        .contains("this distribution has no ")
        .contains("org.apache.felix.framework; build or unpack it anew");
  }

  private int simulate(String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "simulate";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), arguments);
  }
}
