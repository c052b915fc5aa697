// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.application;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.transhume.api.mx.ApplicationMXBean;
import org.transhume.api.mx.ApplicationState;
import org.transhume.api.mx.ApplicationsMXBean;
import org.transhume.api.mx.DeploymentReport;
import org.transhume.api.mx.ObjectNames;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ConnectionOptions;
import org.transhume.cli.internal.view.CreateCommand;
import org.transhume.cli.internal.view.Output;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which application a command is about, and how it is told. */
final class ApplicationChoice {

  private static final Pattern NAMED = Pattern.compile("(?m)^\\s*application\\s*=\\s*(\\S+)\\s*$");
  private static final String DESCRIPTOR = "a descriptor, which docs/applications.md explains";
  private static final long POLL_MILLIS = 500;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "The descriptor; where it is not needed, the application's name will do.")
  private String file;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ConnectionOptions options;

  ClusterConnection connect() throws CommandFailure, IOException {
    return options.connect();
  }

  String file() {
    return file;
  }

  /** The descriptor's text. */
  String text() throws CommandFailure, IOException {
    return CreateCommand.read(Path.of(file), DESCRIPTOR);
  }

  /** The application that the descriptor names; its name where there is no such file. */
  static String name(String file) throws CommandFailure, IOException {
    Path path = Path.of(file);
    if (!Files.exists(path)) {
      return file;
    }
    Matcher named = NAMED.matcher(CreateCommand.read(path, DESCRIPTOR));
    if (!named.find()) {
      throw new CommandFailure(file + ": application is missing: give the application a name");
    }
    return named.group(1);
  }

  static ApplicationsMXBean applications(ClusterConnection connection)
      throws CommandFailure, IOException {
    return connection.ofLeader(ObjectNames.applications(), ApplicationsMXBean.class);
  }

  /** The application itself. */
  ApplicationMXBean application(ClusterConnection connection) throws CommandFailure, IOException {
    String name = name(file);
    ObjectName bean = ObjectNames.application(name);
    if (!connection.has(bean)) {
      throw new CommandFailure(
          "there is no application '"
              + name
              + "'; there are: "
              + String.join(", ", applications(connection).getNames())
              + "; 'transhume application deploy FILE' makes one");
    }
    return connection.proxy(bean, ApplicationMXBean.class);
  }

  /** Tells what is to be said of a descriptor. */
  int tell(DeploymentReport report, PrintWriter out) throws IOException {
    if (json) {
      out.println(Output.json(report));
    } else {
      report.problems().forEach(out::println);
      report.next().forEach(out::println);
      if (report.problems().isEmpty() && report.next().isEmpty()) {
        out.println(report.application() + ": there is nothing to do");
      }
    }
    out.flush();
    return report.problems().isEmpty() ? ExitCode.OK : ExitCode.ERROR;
  }

  /** Tells how the application is. */
  void tell(ApplicationMXBean application, PrintWriter out) throws IOException {
    ApplicationReport report = ApplicationReport.of(application);
    if (json) {
      out.println(Output.json(report));
    } else {
      report.lines().forEach(out::println);
    }
    out.flush();
  }

  /**
   * Waits until the application runs as it is wanted.
   *
   * @throws CommandFailure when it does not within that time, after it was told how it is
   */
  void awaitRunning(ApplicationMXBean application, long seconds, PrintWriter out)
      throws CommandFailure, IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (application.getState() != ApplicationState.RUNNING) {
      if (System.nanoTime() - deadline > 0) {
        tell(application, out);
        throw new CommandFailure(
            application.getName() + " does not run as wanted within " + seconds + " s");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    tell(application, out);
  }
}
