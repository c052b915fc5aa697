// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One real process in a session of its own, so that signals reach its children too, and a shell
 * that signals it. Java cannot stop and continue a process, and the shell also ends it should this
 * Java machine be killed: it then reads an end of file.
 */
final class ChildProgram {

  private static final Logger LOG = LoggerFactory.getLogger(ChildProgram.class);

  /** Until setsid has done its work the process is in no group of its own yet. */
  private static final String SIGNALLER =
      """
      send() { kill -s "$1" -- "-$2" || kill -s "$1" -- "$2"; }
      while read -r signal; do
        [ "$signal" = leave ] && exit 0
        send "$signal" "$1"
      done
      send KILL "$1"
      """;

  private final String name;
  private final Process process;
  private final Process signaller;
  private final Writer signals;
  private boolean stopped;
  private boolean ended;

  private ChildProgram(String name, Process process, Process signaller) {
    this.name = name;
    this.process = process;
    this.signaller = signaller;
    this.signals = signaller.outputWriter(StandardCharsets.US_ASCII);
  }

  /** Starts a shell command; what it prints goes to {@code output.log} in the folder. */
  static ChildProgram start(
      String name, String command, Path folder, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("setsid", "sh", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("output.log").toFile()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      Process signaller =
          new ProcessBuilder("setsid", "sh", "-c", SIGNALLER, "sh", Long.toString(process.pid()))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new ChildProgram(name, process, signaller);
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  long pid() {
    return process.pid();
  }

  /** Tells the exit code when the process has ended by itself, and only then. */
  void onEnd(IntConsumer listener) {
    CompletionStage<Process> exit = process.onExit();
    exit.thenAccept(
        exited -> {
          if (leave()) {
            listener.accept(exited.exitValue());
          }
        });
  }

  synchronized boolean isStopped() {
    return stopped;
  }

  synchronized void stop() {
    if (!stopped && !ended) {
      stopped = true;
      signal("STOP");
    }
  }

  synchronized void go() {
    if (stopped && !ended) {
      stopped = false;
      signal("CONT");
    }
  }

  /** Ends the process and its children at once. */
  synchronized void end() {
    if (!ended) {
      ended = true;
      signal("KILL");
      signal("leave");
    }
  }

  /** Whether the process was still wanted when it ended. */
  private synchronized boolean leave() {
    boolean wanted = !ended;
    if (wanted) {
      ended = true;
      signal("leave");
    }
    return wanted;
  }

  private void signal(String signal) {
    try {
      signals.write(signal + "\n");
      signals.flush();
    } catch (IOException e) {
      LOG.warn("The process of {} (pid {}) cannot be sent {}", name, process.pid(), signal, e);
      if (signal.equals("KILL")) {
        process.destroyForcibly();
        signaller.destroy();
      }
    }
  }
}
