// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
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

/** {@code transhume show}. */
@Command(
    name = "show",
    description = "Shows everything about one host, domain, migration, policy or the manager.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  transhume show a-204-02",
      "  transhume show etch-1-1 --json",
      "  transhume show hotspot",
      "  transhume show manager"
    })
public final class ShowCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "NAME",
      description = "Name of a host, domain or policy, id of a migration, or 'manager'.")
  private String name;

  @Option(names = "--json", description = "Print all values as JSON.")
  private boolean json;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      Map<String, Object> facts = new Portrait(connection.view()).of(name);
      new Output(spec.commandLine().getOut(), json).print(facts, () -> Portrait.table(facts));
    }
    return ExitCode.OK;
  }
}
