// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.transhume.api.mx.DomainStop;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ConnectionOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume stop}. */
@Command(
    name = "stop",
    description = {
      "Stops a domain on purpose: its guest is asked to power itself off, and nothing boots it until",
      "somebody starts it. Prints that it is stopped; or every reason why it is not, with exit code",
      "1. Asked again, it waits for the same stop."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  transhume stop etch-1-1", "  transhume stop etch-1-1 --force"})
public final class StopCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "DOMAIN", description = "Name or uuid of the domain.")
  private String domain;

  @Option(
      names = "--force",
      description =
          "Do not ask the guest: as if its power was cut. What it has not written is lost.")
  private boolean force;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      ManagerMXBean manager = manager(connection);
      DomainStop stop = force ? manager.stopByForce(domain) : manager.stop(domain);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Output.json(stop));
      } else {
        print(stop, out);
      }
      out.flush();
      return stop.stopped() ? ExitCode.OK : ExitCode.ERROR;
    }
  }

  static ManagerMXBean manager(ClusterConnection connection) throws CommandFailure, IOException {
    return connection
        .view()
        .manager()
        .orElseThrow(
            () ->
                new CommandFailure(
                    "an agent does not know what is stopped on purpose; ask the manager by"
                        + " --address"));
  }

  static void print(DomainStop stop, PrintWriter out) {
    out.println(
        stop.domain()
            + " ("
            + stop.uuid()
            + ") "
            + (stop.stopped() ? "is stopped; it was on " : "is not stopped; it is on ")
            + stop.host());
    stop.reasons().forEach(why -> out.println("  " + why.code() + "  " + why.text()));
  }
}
