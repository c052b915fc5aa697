// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.decision;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.transhume.api.model.Explanation;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume explain}. */
@Command(
    name = "explain",
    description = {
      "Says why a domain or a host is as it is: where it stands, what policies want of it and why,",
      "what they refuse and why, and what speaks against each move that could be asked for now."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  transhume explain etch-1-1", "  transhume explain a-204-03"})
public final class ExplainCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "DOMAIN|HOST",
      description = "Name or uuid of a domain, or name of a host.")
  private String subject;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      List<Explanation> reasons = connection.manager().explain(subject);
      new Output(spec.commandLine().getOut(), json).print(reasons, () -> table(reasons));
    }
    return ExitCode.OK;
  }

  private static Table table(List<Explanation> reasons) {
    Table table = new Table(Table.left("CODE"), Table.left("WHY"));
    reasons.forEach(reason -> table.row(reason.code(), reason.text()));
    return table;
  }
}
