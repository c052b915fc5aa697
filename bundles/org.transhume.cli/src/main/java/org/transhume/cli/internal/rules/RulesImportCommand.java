// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.rules;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.transhume.api.mx.RulesReport;
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

/** {@code transhume rules import}. */
@Command(
    name = "import",
    description = {
      "Puts the rules of a file in the place of all. When any line is wrong nothing is changed, and",
      "every such line is told; the exit code is 1 then."
    },
    mixinStandardHelpOptions = true)
public final class RulesImportCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "FILE", description = "A rule a line.")
  private Path file;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    String text = Files.readString(file);
    try (ClusterConnection connection = options.connect()) {
      return tell(connection.rules().importAll(text, ""), json, spec.commandLine().getOut());
    }
  }

  static int tell(RulesReport report, boolean json, PrintWriter out) throws IOException {
    if (json) {
      out.println(Output.json(report));
    } else {
      RulesText.of(report).forEach(out::println);
    }
    out.flush();
    return report.errors().isEmpty() ? ExitCode.OK : ExitCode.ERROR;
  }
}
