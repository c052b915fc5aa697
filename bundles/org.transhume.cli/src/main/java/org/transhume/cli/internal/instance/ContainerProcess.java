// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.instance;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.transhume.cli.internal.Installation;

/** One container that runs as a process of ours; ended by its pid and never by a name. */
public final class ContainerProcess {

  private final ProcessHandle process;

  private ContainerProcess(ProcessHandle process) {
    this.process = process;
  }

  /**
   * Starts a container in the background.
   *
   * @param role a folder of those that the distribution keeps its roles in
   * @param base folder of the instance
   * @param output where what it prints goes
   * @param javaOptions further options for its Java
   */
  public static ContainerProcess start(
      Installation installation, String role, Path base, Path output, List<String> javaOptions)
      throws IOException {
    Files.createDirectories(output.getParent());
    // A session of its own: Ctrl-C and the terminal's end are for us, and we end the container.
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(command(installation, role, base));
    command.addAll(javaOptions);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return new ContainerProcess(builder.start().toHandle());
  }

  /** The command that runs a container in the foreground. */
  public static List<String> command(Installation installation, String role, Path base) {
    return List.of(installation.container().toString(), role, base.toAbsolutePath().toString());
  }

  /** A container that was started before, if it still runs. */
  public static Optional<ContainerProcess> of(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(ContainerProcess::new);
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it is the container of that instance, by its own arguments. */
  public boolean serves(Path base) {
    try {
      // Not ProcessHandle.Info: it knows no arguments of a command line longer than a page.
      String line = Files.readString(Path.of("/proc", Long.toString(pid()), "cmdline"));
      List<String> arguments = List.of(line.split("\0"));
      return arguments.contains("-Dkaraf.base=" + base) || arguments.contains(base.toString());
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Ends it: asks, waits for at most {@code patience}, then ends it by force and waits again.
   *
   * @return whether it ended by itself
   */
  public boolean stop(Duration patience) {
    process.destroy();
    if (waitFor(patience)) {
      return true;
    }
    process.destroyForcibly();
    waitFor(Duration.ofSeconds(5));
    return false;
  }

  private boolean waitFor(Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      return !process.isAlive();
    }
    return !process.isAlive();
  }
}
