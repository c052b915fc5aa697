// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/** Real programs, as scripts. */
@Timeout(120)
class ProcessCommandRunnerTest {

  private static final int LIMIT_BYTES = 200_000;
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Enough for a program to begin before it is ended, also on a busy machine. */
  private static final Duration HANGING = Duration.ofSeconds(5);

  private final ProcessCommandRunner runner =
      new ProcessCommandRunner(LIMIT_BYTES, Duration.ofMillis(500));

  @TempDir private Path folder;

  @Test
  void shouldKeepBothOutputsAndTheExitStatusApart() throws Exception {
    CommandResult result = run(LONG, "echo out; echo err >&2; exit 3");

    assertThat(result.output()).isEqualTo("out\n");
    assertThat(result.errors()).isEqualTo("err\n");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.complaints()).containsExactly("err");
  }

  @Test
  void shouldReadMoreThanAPipeHolds() throws Exception {
    CommandResult result = run(LONG, "head -c 190000 /dev/zero | tr '\\0' x");

    assertThat(result.output()).hasSize(190_000);
  }

  @Test
  void shouldGiveArgumentsThroughNoShell() throws Exception {
    Path program = script("printf '%s\\n' \"$@\"");

    CommandResult result =
        runner.run(new Command(List.of(program.toString(), "a; reboot", "$(id)", ""), LONG));

    assertThat(result.output()).isEqualTo("a; reboot\n$(id)\n\n");
  }

  @Test
  void shouldSpeakThePlainLocaleToPrograms() throws Exception {
    assertThat(run(LONG, "echo $LC_ALL").output()).isEqualTo("C\n");
  }

  @Test
  void shouldEndACommandThatHangsAndTellWhichItWas() throws Exception {
    Path program = script("echo about to hang >&2", "echo $$ > " + folder + "/pid", "sleep 600");

    HypervisorException failure = failure(HANGING, program);

    assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(failure.operands())
        .containsEntry("command", program.toString())
        .containsEntry("timeLimitMillis", "5000")
        .containsEntry("lastLines", "about to hang");
    assertThat(isGone("pid")).isTrue();
  }

  @Test
  void shouldKillACommandThatIgnoresTheRequestToLeaveTogetherWithItsChildren() throws Exception {
    Path program =
        script(
            "trap '' TERM",
            "sh -c 'trap \"\" TERM; echo $$ > " + folder + "/child; while :; do sleep 1; done' &",
            "echo $$ > " + folder + "/pid",
            "while :; do sleep 1; done");

    assertThat(failure(HANGING, program).reason()).isEqualTo(Reason.TIMED_OUT);

    assertThat(isGone("pid")).isTrue();
    assertThat(isGone("child")).isTrue();
  }

  @Test
  void shouldEndACommandThatPrintsWithoutEnd() throws Exception {
    Path program = script("echo $$ > " + folder + "/pid", "exec yes");

    HypervisorException failure = failure(LONG, program);

    assertThat(failure.reason()).isEqualTo(Reason.OUTPUT_TOO_LARGE);
    assertThat(failure.operands()).containsEntry("limitBytes", "" + LIMIT_BYTES);
    assertThat(isGone("pid")).isTrue();
  }

  @Test
  void shouldNotWaitForADaemonThatKeepsTheOutputOpen() throws Exception {
    Path program = script("setsid sleep 600 &", "echo $! > " + folder + "/daemon", "echo done");

    assertThat(runner.run(new Command(List.of(program.toString()), LONG)).output())
        .isEqualTo("done\n");

    assertThat(handle("daemon")).get().matches(ProcessHandle::isAlive);
    handle("daemon").ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void shouldTellThatAProgramIsMissing() {
    HypervisorException failure = failure(LONG, folder.resolve("xl"));

    assertThat(failure.reason()).isEqualTo(Reason.NOT_AVAILABLE);
    assertThat(failure).hasMessageContaining(folder.resolve("xl").toString());
  }

  @Test
  void shouldTellThatAProgramMayNotBeRun() throws Exception {
    Path program = script("exit 0");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-------"));

    assertThat(failure(LONG, program).reason()).isEqualTo(Reason.NOT_PRIVILEGED);
  }

  @Test
  void shouldTellASignalByAnExitStatusAbove128() throws Exception {
    assertThat(run(LONG, "kill -9 $$").exitCode()).isEqualTo(137);
  }

  @Test
  void shouldLeaveNothingBehindWhenTheCallerIsInterrupted() throws Exception {
    Path program = script("echo $$ > " + folder + "/pid", "sleep 600");
    LinkedBlockingQueue<Reason> reasons = new LinkedBlockingQueue<>();
    Thread caller = new Thread(() -> reasons.add(failure(LONG, program).reason()));
    caller.start();
    while (!Files.exists(folder.resolve("pid")) || Files.size(folder.resolve("pid")) == 0) {
      Thread.onSpinWait();
    }

    caller.interrupt();

    assertThat(reasons.poll(60, TimeUnit.SECONDS)).isEqualTo(Reason.KILLED);
    assertThat(isGone("pid")).isTrue();
  }

  @Test
  void shouldHandOnLinesAsTheyComeAndThenTheExitStatus() throws Exception {
    LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Path program = script("echo one", "read answer < go", "echo two >&2", "exit 7");
    assertThat(new ProcessBuilder("mkfifo", folder + "/go").start().waitFor()).isZero();

    RunningCommand running =
        runner.start(new Command(List.of(program.toString()), LONG), folder, lines::add);

    assertThat(lines.poll(60, TimeUnit.SECONDS)).isEqualTo("one");
    assertThat(running.isAlive()).isTrue();
    Files.writeString(folder.resolve("go"), "go\n");
    assertThat(running.exit().toCompletableFuture().get(60, TimeUnit.SECONDS)).isEqualTo(7);
    assertThat(lines).containsExactly("two");
  }

  @Test
  void shouldTellTheEndOfACommandWhoseChildKeepsTheOutputOpen() throws Exception {
    Path program = script("setsid sleep 600 &", "echo $! > " + folder + "/daemon", "exit 4");

    RunningCommand running =
        runner.start(new Command(List.of(program.toString()), LONG), folder, line -> {});

    assertThat(running.exit().toCompletableFuture().get(60, TimeUnit.SECONDS)).isEqualTo(4);
    handle("daemon").ifPresent(ProcessHandle::destroyForcibly);
  }

  private CommandResult run(Duration limit, String... lines) throws Exception {
    return runner.run(new Command(List.of(script(lines).toString()), limit));
  }

  private HypervisorException failure(Duration limit, Path program) {
    return catchThrowableOfType(
        HypervisorException.class,
        () -> runner.run(new Command(List.of(program.toString()), limit)));
  }

  private Path script(String... lines) throws IOException {
    Path script = folder.resolve("program");
    Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private Optional<ProcessHandle> handle(String pidFile) throws IOException {
    return ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve(pidFile)).strip()));
  }

  /** Waits a little: who is nobody's child any more is taken away by init. */
  private boolean isGone(String pidFile) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    Path process = Path.of("/proc", Files.readString(folder.resolve(pidFile)).strip());
    while (isRunning(process) && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return !isRunning(process);
  }

  private static boolean isRunning(Path process) throws IOException {
    try {
      return !Files.readString(process.resolve("stat")).contains(") Z ");
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
