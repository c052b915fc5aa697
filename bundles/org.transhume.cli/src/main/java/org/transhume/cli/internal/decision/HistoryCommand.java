// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.decision;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.transhume.api.mx.HistoryMXBean;
import org.transhume.api.mx.MigrationCount;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.PastMigration;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ConnectionOptions;
import org.transhume.cli.internal.view.Output;
import org.transhume.cli.internal.view.Quantity;
import org.transhume.cli.internal.view.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume history}. */
@Command(
    name = "history",
    description = {
      "Lists the migrations that have ended, each with the reason, or counts them per domain.",
      "They are told of across restarts of the manager, the last ten thousand."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  transhume history",
      "  transhume history etch-1-1",
      "  transhume history --counts"
    })
public final class HistoryCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DOMAIN",
      description = "Name or uuid; all domains when left out.")
  private String domain;

  @Option(
      names = "--most",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many of one domain; ${DEFAULT-VALUE}.")
  private int most;

  @Option(names = "--counts", description = "Count migrations per domain instead.")
  private boolean counts;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      HistoryMXBean history = connection.ofLeader(ObjectNames.history(), HistoryMXBean.class);
      Output output = new Output(spec.commandLine().getOut(), json);
      if (counts) {
        List<MigrationCount> all = history.getCounts();
        output.print(all, () -> counted(all));
      } else {
        List<PastMigration> past = domain == null ? history.getLatest() : history.of(domain, most);
        output.print(past, () -> told(past));
      }
    }
    return ExitCode.OK;
  }

  private static Table counted(List<MigrationCount> counts) {
    Table table =
        new Table(
            Table.left("DOMAIN"),
            Table.right("DONE"),
            Table.right("FAILED"),
            Table.left("LAST"),
            Table.left("UUID"));
    for (MigrationCount count : counts) {
      table.row(
          count.domain(),
          Long.toString(count.done()),
          Long.toString(count.failed()),
          Instant.ofEpochMilli(count.lastAtEpochMillis()).toString(),
          count.domainUuid());
    }
    return table;
  }

  private static Table told(List<PastMigration> past) {
    Table table =
        new Table(
            Table.left("TIME"),
            Table.left("DOMAIN"),
            Table.left("FROM"),
            Table.left("TO"),
            Table.left("END"),
            Table.right("TOOK"),
            Table.right("DOWNTIME"),
            Table.left("WANTED BY"),
            Table.left("WHY"));
    for (PastMigration one : past) {
      table.row(
          Instant.ofEpochMilli(one.requestedAtEpochMillis()).toString(),
          one.domain(),
          one.source(),
          one.target(),
          one.phase().name(),
          Quantity.millis(one.durationMillis()),
          one.downtimeMillis() == null ? "" : Quantity.millis(one.downtimeMillis()),
          one.requestedBy(),
          one.outcome().isEmpty() ? one.reason() : one.reason() + "; " + one.outcome());
    }
    return table;
  }
}
