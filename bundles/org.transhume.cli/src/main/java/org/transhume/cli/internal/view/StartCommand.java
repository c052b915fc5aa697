// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.transhume.api.mx.Creation;
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

/** {@code transhume start}. */
@Command(
    name = "start",
    description = {
      "Starts a domain that was stopped by transhume stop, from the configuration that the manager",
      "has recorded, once in the whole cluster. Without --on it is the host with the most room that",
      "the rules allow. Prints where it runs; or every reason why it does not, with exit code 1."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  transhume start etch-1-1",
      "  transhume start etch-1-1 --on a-204-03"
    })
public final class StartCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "DOMAIN", description = "Name or uuid of the domain.")
  private String domain;

  @Option(names = "--on", paramLabel = "HOST", description = "Where it is to run.")
  private String host = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      Creation creation = StopCommand.manager(connection).start(domain, host);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Output.json(creation));
      } else {
        CreateCommand.print(creation, "started", domain, out);
      }
      out.flush();
      return creation.created() ? ExitCode.OK : ExitCode.ERROR;
    }
  }
}
