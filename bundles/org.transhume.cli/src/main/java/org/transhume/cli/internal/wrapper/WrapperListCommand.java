// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.wrapper;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ConnectionOptions;
import org.transhume.cli.internal.view.Output;
import org.transhume.cli.internal.view.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code transhume wrapper list}. */
@Command(
    name = "list",
    description = "All wrappers, each where its domain is now.",
    mixinStandardHelpOptions = true)
public final class WrapperListCommand implements Callable<Integer> {

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      List<WrapperReport> all =
          Wrappers.on(connection).all().stream().map(WrapperReport::of).toList();
      new Output(spec.commandLine().getOut(), json).print(all, () -> table(all));
    }
    return ExitCode.OK;
  }

  static Table table(List<WrapperReport> all) {
    Table table =
        new Table(
            Table.left("DOMAIN"),
            Table.left("WRAPPER"),
            Table.left("HOST"),
            Table.left("PHASE"),
            Table.left("HEALTH"),
            Table.left("NOTE"));
    for (WrapperReport one : all) {
      table.row(
          one.domain(), one.wrapper(), one.host(), one.phase(), one.health(), one.healthText());
    }
    return table;
  }
}
