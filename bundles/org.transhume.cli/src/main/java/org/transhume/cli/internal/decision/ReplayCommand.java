// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.decision;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.transhume.api.mx.ReplayReport;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ConnectionOptions;
import org.transhume.cli.internal.view.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume replay}. */
@Command(
    name = "replay",
    description = {
      "Lets a policy decide again on what was recorded of a decision, and moves nothing.",
      "The version that decided then is asked, or the one that serves when that is gone. The exit",
      "code is 0 when the decision is the same to the last byte, else 3."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  transhume replay d-mwro6la5-0"})
public final class ReplayCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "ID", description = "Of the decision.")
  private String id;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      ReplayReport report = DecisionsCommand.of(connection).replay(id);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Output.json(report));
      } else {
        print(report, out);
      }
      out.flush();
      return report.same() ? ExitCode.OK : ExitCode.DIFFERS;
    }
  }

  private static void print(ReplayReport report, PrintWriter out) {
    out.println(
        report.id()
            + ": "
            + report.policy()
            + " "
            + report.version()
            + (report.same() ? " decides the same as " : " decides otherwise than ")
            + report.recordedVersion()
            + " did");
    if (!report.same()) {
      differences(report.recorded().lines().toList(), report.replayed().lines().toList())
          .forEach(out::println);
    }
  }

  /** The lines between the common beginning and the common end of both. */
  static List<String> differences(List<String> recorded, List<String> replayed) {
    int shorter = Math.min(recorded.size(), replayed.size());
    int head = 0;
    while (head < shorter && recorded.get(head).equals(replayed.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && recorded
            .get(recorded.size() - 1 - tail)
            .equals(replayed.get(replayed.size() - 1 - tail))) {
      tail++;
    }
    List<String> lines = new ArrayList<>();
    recorded.subList(head, recorded.size() - tail).forEach(line -> lines.add("- " + line));
    replayed.subList(head, replayed.size() - tail).forEach(line -> lines.add("+ " + line));
    return lines;
  }
}
