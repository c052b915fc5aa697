// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.decision;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.transhume.api.mx.DecisionSummary;
import org.transhume.api.mx.DecisionsMXBean;
import org.transhume.api.mx.ObjectNames;
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

/** {@code transhume decisions}. */
@Command(
    name = "decisions",
    description = {
      "Lists the last recorded decisions of policies, or prints one with all that it was made by:",
      "the cluster as it was, the policy's version, parameters and state, and what came of it."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  transhume decisions",
      "  transhume decisions d-mwro6la5-0 > decision.json"
    })
public final class DecisionsCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ID",
      description = "Of the decision that is printed; all are listed when left out.")
  private String id;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      DecisionsMXBean decisions = of(connection);
      PrintWriter out = spec.commandLine().getOut();
      if (id == null) {
        List<DecisionSummary> latest = decisions.getLatest();
        new Output(out, json).print(latest, () -> table(latest));
      } else {
        out.println(decisions.read(id));
        out.flush();
      }
    }
    return ExitCode.OK;
  }

  /** The decisions of the manager at the other end. */
  static DecisionsMXBean of(ClusterConnection connection) throws CommandFailure, IOException {
    return connection.ofLeader(ObjectNames.decisions(), DecisionsMXBean.class);
  }

  private static Table table(List<DecisionSummary> latest) {
    Table table =
        new Table(
            Table.left("ID"),
            Table.left("TIME"),
            Table.left("POLICY"),
            Table.left("VERSION"),
            Table.left("MODE"),
            Table.right("WANTED"),
            Table.right("PASSED"),
            Table.left("MIGRATIONS"));
    for (DecisionSummary decision : latest) {
      table.row(
          decision.id(),
          Instant.ofEpochMilli(decision.atEpochMillis()).toString(),
          decision.policy(),
          decision.version(),
          decision.mode().name(),
          Integer.toString(decision.moves()),
          Integer.toString(decision.passed()),
          String.join(" ", decision.migrations()));
    }
    return table;
  }
}
