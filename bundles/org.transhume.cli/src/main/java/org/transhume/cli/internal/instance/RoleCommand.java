// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.instance;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.Installation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The four commands by which one role of the distribution is run for real use. */
abstract class RoleCommand implements Runnable {

  private static final Duration TO_STOP = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 250;

  private final String role;

  @Spec private CommandSpec spec;

  RoleCommand(String role) {
    this.role = role;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: start, stop, status or run");
  }

  @Command(
      name = "start",
      description = {
        "Starts it in the background and waits until it answers.",
        "Fails when it ends, or does not answer in time; it is then left running for a look."
      },
      mixinStandardHelpOptions = true)
  int start(
      @Mixin InstanceOptions options,
      @Option(
              names = "--wait",
              paramLabel = "SECONDS",
              defaultValue = "60",
              description = "How long to wait for the answer; ${DEFAULT-VALUE} when left out.")
          int seconds)
      throws CommandFailure, IOException, InterruptedException {
    Installation installation = Installation.current();
    Instance instance = options.instance(installation, role);
    if (instance.running().isPresent()) {
      throw new CommandFailure(
          "the "
              + role
              + " of "
              + instance.base()
              + " runs already, process "
              + instance.running().get().pid());
    }
    ContainerProcess container =
        ContainerProcess.start(installation, role, instance.base(), instance.console(), List.of());
    instance.note(container);
    Readiness readiness = await(instance, container, seconds);
    if (!readiness.isReady()) {
      throw new CommandFailure(
          "the "
              + role
              + " runs as process "
              + container.pid()
              + " but is not ready after "
              + seconds
              + " s: "
              + readiness.text()
              + "; log: "
              + instance.log());
    }
    out().println(role + " runs, process " + container.pid() + ", " + readiness.text());
    return ExitCode.OK;
  }

  @Command(
      name = "stop",
      description = "Ends it and waits; after 30 s by force. Domains run on.",
      mixinStandardHelpOptions = true)
  int stop(@Mixin InstanceOptions options) throws CommandFailure, IOException {
    Instance instance = options.instance(Installation.current(), role);
    Optional<ContainerProcess> running = instance.running();
    if (running.isEmpty()) {
      out().println(role + " does not run");
    } else {
      boolean byItself = running.get().stop(TO_STOP);
      out()
          .println(
              role
                  + (byItself
                      ? " stopped"
                      : " had to be ended by force after " + TO_STOP.toSeconds() + " s"));
    }
    instance.forget();
    return ExitCode.OK;
  }

  @Command(
      name = "status",
      description = "Says whether it runs and answers. Exit code 0 only when it is ready.",
      mixinStandardHelpOptions = true)
  int status(@Mixin InstanceOptions options) throws CommandFailure, IOException {
    Instance instance = options.instance(Installation.current(), role);
    Optional<ContainerProcess> running = instance.running();
    Readiness readiness = Readiness.of(instance);
    String process = running.map(container -> ", process " + container.pid()).orElse("");
    if (readiness.isReady()) {
      out().println(role + " runs" + process + ", " + readiness.text());
      return ExitCode.OK;
    }
    if (running.isEmpty()) {
      out().println(role + " does not run (instance " + instance.base() + ")");
    } else {
      out()
          .println(
              role
                  + " runs"
                  + process
                  + " but is not ready: "
                  + readiness.text()
                  + "; log: "
                  + instance.log());
    }
    return ExitCode.ERROR;
  }

  @Command(
      name = "run",
      description = "Runs it in the foreground until Ctrl-C.",
      mixinStandardHelpOptions = true)
  int run(@Mixin InstanceOptions options) throws CommandFailure, IOException, InterruptedException {
    Installation installation = Installation.current();
    Instance instance = options.instance(installation, role);
    if (instance.running().isPresent()) {
      throw new CommandFailure(
          "the "
              + role
              + " of "
              + instance.base()
              + " runs already, process "
              + instance.running().get().pid());
    }
    ProcessBuilder builder =
        new ProcessBuilder(ContainerProcess.command(installation, role, instance.base()));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.inheritIO().start();
    Thread ending = new Thread(() -> end(process), "end-" + role);
    Runtime.getRuntime().addShutdownHook(ending);
    int code = process.waitFor();
    return code == 143 || code == 130 ? ExitCode.OK : code;
  }

  private static Readiness await(Instance instance, ContainerProcess container, int seconds)
      throws CommandFailure, IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    Readiness readiness = Readiness.of(instance);
    while (!readiness.isReady() && System.nanoTime() < deadline) {
      if (!container.isAlive()) {
        instance.forget();
        throw new CommandFailure(
            "the "
                + instance.role()
                + " ended while it started; log: "
                + instance.log()
                + " and "
                + instance.console());
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      readiness = Readiness.of(instance);
    }
    return readiness;
  }

  /** The container gets the signal too when it comes from the terminal; from kill only we do. */
  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(TO_STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
