// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ConnectionOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume rules check}. */
@Command(
    name = "check",
    description = {
      "Reads a file as 'transhume rules import' would, and changes nothing: what is wrong with it,",
      "what it contradicts, and what the domains' present places would break. Without a file, the",
      "rules in force. The exit code is 1 when import would refuse the file."
    },
    mixinStandardHelpOptions = true)
public final class RulesCheckCommand implements Callable<Integer> {

  @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "A rule a line.")
  private Path file;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    String text = file == null ? "" : Files.readString(file);
    try (ClusterConnection connection = options.connect()) {
      return RulesImportCommand.tell(
          connection.rules().check(text), json, spec.commandLine().getOut());
    }
  }
}
