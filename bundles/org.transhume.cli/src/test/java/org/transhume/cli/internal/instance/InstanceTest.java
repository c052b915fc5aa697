// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.Installation;

class InstanceTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private Installation installation;
  private Instance instance;
  private ContainerProcess container;

  @BeforeEach
  void install() throws IOException {
    installation = new Installation(folder.resolve("home"));
    instance = new Instance("agent", folder.resolve("agent"));
  }

  @AfterEach
  void endTheContainer() {
    if (container != null) {
      container.stop(Duration.ZERO);
    }
  }

  @Test
  void shouldFindTheProcessThatItStartedUntilItIsStopped() throws Exception {
    start("exec sleep 600");
    // For an instant, while it becomes another program, a process has no arguments.
    await(() -> instance.running().filter(found -> found.pid() == container.pid()).isPresent());

    assertThat(container.stop(PATIENCE)).isTrue();
    assertThat(instance.running()).isEmpty();
  }

  @Test
  void shouldEndByForceWhatDoesNotEndByItself() throws Exception {
    start("trap '' TERM; echo ready; while :; do sleep 1; done");
    awaitOutput("ready");

    assertThat(container.stop(Duration.ofMillis(300))).isFalse();
    assertThat(container.isAlive()).isFalse();
  }

  @Test
  void shouldNotTakeAnotherProgramForItself() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      Files.createDirectories(instance.base().resolve("data"));
      Files.writeString(
          instance.base().resolve("data/transhume.pid"), Long.toString(stranger.pid()));

      assertThat(instance.running()).isEmpty();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void shouldSayWhichFileHoldsNonsense() throws Exception {
    Files.createDirectories(instance.base().resolve("data"));
    Files.writeString(instance.base().resolve("data/transhume.pid"), "soup");

    assertThatThrownBy(instance::running)
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("transhume.pid holds 'soup'");
  }

  private void start(String body) throws IOException {
    Path script = installation.container();
    Files.createDirectories(script.getParent());
    // The instance's folder stays among the arguments, as in the distribution's own script.
    Files.writeString(
        script, "#!/bin/bash\n" + body.replace("exec sleep", "exec -a \"$2\" sleep") + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    container =
        ContainerProcess.start(
            installation, "agent", instance.base(), instance.console(), List.of());
    instance.note(container);
  }

  private void awaitOutput(String text) throws Exception {
    await(() -> Files.readString(instance.console()).contains(text));
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }
}
