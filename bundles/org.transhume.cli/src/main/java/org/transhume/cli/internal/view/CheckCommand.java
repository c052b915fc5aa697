// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.transhume.api.mx.CheckFinding;
import org.transhume.api.mx.CheckReport;
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

/** {@code transhume check}. */
@Command(
    name = "check",
    description = {
      "Checks a move as if it were asked for, and moves nothing.",
      "Prints everything that manager, source and target have against it, and what could not be",
      "checked. The exit code is 0 only when nothing speaks against it."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  transhume check etch-1-1 a-204-03"})
public final class CheckCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "DOMAIN", description = "Name or uuid of the domain.")
  private String domain;

  @Parameters(index = "1", paramLabel = "TARGET", description = "The host where it would run.")
  private String target;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      ManagerMXBean manager =
          connection
              .view()
              .manager()
              .orElseThrow(
                  () ->
                      new CommandFailure(
                          "an agent knows one side of a move only; ask the manager by --address"));
      CheckReport report = manager.checkMigration(domain, target);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Output.json(report));
      } else {
        print(report, out);
      }
      return report.possible() ? ExitCode.OK : ExitCode.ERROR;
    }
  }

  private void print(CheckReport report, PrintWriter out) {
    if (!report.findings().isEmpty()) {
      table(report).lines().forEach(out::println);
    }
    out.println(
        domain
            + (report.possible() ? " can move to " : " cannot move to ")
            + target
            + (report.possible() ? " at this moment" : ""));
    out.flush();
  }

  static Table table(CheckReport report) {
    Table table =
        new Table(Table.left("TOLD BY"), Table.left(""), Table.left("CODE"), Table.left("FINDING"));
    for (CheckFinding finding : report.findings()) {
      table.row(
          finding.teller(),
          finding.objection() ? "against" : "remark",
          finding.reason().code(),
          finding.reason().text());
    }
    return table;
  }
}
