// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/**
 * Runs real programs. Standard output and error are read by polling what the pipes hold, not by
 * blocking reads: a daemon that a program leaves behind may keep its pipes open for ever, and must
 * not keep a thread of ours with them.
 */
final class ProcessCommandRunner implements CommandRunner {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessCommandRunner.class);
  private static final Redirect NOTHING = Redirect.from(new File("/dev/null"));
  private static final long LONGEST_PAUSE_MILLIS = 20;

  /** How long to listen on after a command's end: somebody else may hold its pipe open. */
  private static final long LAST_WORDS_MILLIS = 1_000;

  private final int outputLimitBytes;
  private final Duration graceAfterTerm;

  /**
   * A runner.
   *
   * @param outputLimitBytes most that a command may print on either stream
   * @param graceAfterTerm how long a command that is ended may take to leave before it is killed
   */
  ProcessCommandRunner(int outputLimitBytes, Duration graceAfterTerm) {
    this.outputLimitBytes = outputLimitBytes;
    this.graceAfterTerm = graceAfterTerm;
  }

  @Override
  public CommandResult run(Command command) throws HypervisorException {
    Process process = launch(command, builder(command));
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    long deadline = System.nanoTime() + command.timeLimit().toNanos();
    long pauseMillis = 1;
    try (InputStream stdout = process.getInputStream();
        InputStream stderr = process.getErrorStream()) {
      while (true) {
        boolean ended = process.waitFor(pauseMillis, TimeUnit.MILLISECONDS);
        boolean moved = drain(command, stdout, output);
        moved |= drain(command, stderr, errors);
        if (ended && !moved) {
          break;
        }
        if (!ended && System.nanoTime() - deadline > 0) {
          throw timedOut(command, errors);
        }
        pauseMillis = moved ? 1 : Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HypervisorException(
          Reason.KILLED,
          "'" + command + "' was ended because the agent is stopping.",
          Map.of("command", command.toString()),
          e);
    } catch (IOException e) {
      throw new HypervisorException(
          Reason.FAILED,
          "The output of '" + command + "' could not be read: " + e.getMessage(),
          Map.of("command", command.toString()),
          e);
    } finally {
      end(process);
    }
    CommandResult result =
        new CommandResult(
            command,
            process.exitValue(),
            output.toString(StandardCharsets.UTF_8),
            errors.toString(StandardCharsets.UTF_8));
    LOG.trace(
        "{} exited with {}: {}{}", command, result.exitCode(), result.output(), result.errors());
    return result;
  }

  @Override
  public RunningCommand start(Command command, Path directory, Consumer<String> onLine)
      throws HypervisorException {
    Process process =
        launch(command, builder(command).directory(directory.toFile()).redirectErrorStream(true));
    CompletableFuture<Void> heard = new CompletableFuture<>();
    Thread listener =
        new Thread(
            () -> {
              listen(process, onLine);
              heard.complete(null);
            },
            "transhume-xl-" + process.pid());
    listener.setDaemon(true);
    listener.start();
    CompletableFuture<Integer> exit =
        process
            .onExit()
            .thenCompose(
                ended ->
                    heard
                        .completeOnTimeout(null, LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS)
                        .thenApply(unused -> ended.exitValue()));
    return new Running(process, exit);
  }

  private static ProcessBuilder builder(Command command) {
    ProcessBuilder builder = new ProcessBuilder(command.arguments()).redirectInput(NOTHING);
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  private static Process launch(Command command, ProcessBuilder builder)
      throws HypervisorException {
    LOG.debug("Running {}", command);
    try {
      return builder.start();
    } catch (IOException e) {
      boolean forbidden = String.valueOf(e.getMessage()).contains("error=13,");
      throw new HypervisorException(
          forbidden ? Reason.NOT_PRIVILEGED : Reason.NOT_AVAILABLE,
          forbidden
              ? "This process may not run " + command.program() + "; run the agent as root."
              : "There is no " + command.program() + " that could be run here.",
          Map.of("command", command.toString()),
          e);
    }
  }

  /** Takes over what the pipe holds at this moment. */
  private boolean drain(Command command, InputStream pipe, ByteArrayOutputStream kept)
      throws IOException, HypervisorException {
    boolean moved = false;
    for (int available = pipe.available(); available > 0; available = pipe.available()) {
      kept.write(pipe.readNBytes(available));
      moved = true;
      if (kept.size() > outputLimitBytes) {
        throw new HypervisorException(
            Reason.OUTPUT_TOO_LARGE,
            "'" + command + "' printed more than " + outputLimitBytes + " bytes and was ended.",
            Map.of("command", command.toString(), "limitBytes", "" + outputLimitBytes));
      }
    }
    return moved;
  }

  private static HypervisorException timedOut(Command command, ByteArrayOutputStream errors) {
    List<String> lines = errors.toString(StandardCharsets.UTF_8).lines().toList();
    return new HypervisorException(
        Reason.TIMED_OUT,
        "'"
            + command
            + "' did not end within "
            + command.timeLimit().toMillis()
            + " ms and was ended.",
        Map.of(
            "command",
            command.toString(),
            "timeLimitMillis",
            "" + command.timeLimit().toMillis(),
            "lastLines",
            String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()))));
  }

  /** Asks the process and whatever it started to leave, and kills what stays. */
  private void end(Process process) {
    if (!process.isAlive()) {
      return;
    }
    List<ProcessHandle> family =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    family.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + graceAfterTerm.toNanos();
    boolean interrupted = Thread.interrupted();
    while (family.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() - deadline < 0) {
      interrupted |= pause();
    }
    Stream.concat(process.descendants(), family.stream())
        .toList()
        .forEach(ProcessHandle::destroyForcibly);
    while (process.isAlive()) {
      interrupted |= pause();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits a little; tells whether somebody interrupted it. */
  private static boolean pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LONGEST_PAUSE_MILLIS);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  private static void listen(Process process, Consumer<String> onLine) {
    try (InputStream lines = process.getInputStream()) {
      new LineSplitter(onLine).readAll(lines);
    } catch (IOException e) {
      LOG.debug("The output of process {} ended: {}", process.pid(), e.getMessage());
    }
  }

  private record Running(Process process, CompletableFuture<Integer> exitCode)
      implements RunningCommand {

    @Override
    public CompletionStage<Integer> exit() {
      return exitCode.minimalCompletionStage();
    }

    @Override
    public boolean isAlive() {
      return process.isAlive();
    }

    @Override
    public void kill() {
      // The parent first: one that sees its child die may still act upon it.
      Stream.concat(Stream.of(process.toHandle()), process.descendants())
          .toList()
          .forEach(ProcessHandle::destroyForcibly);
    }
  }
}
