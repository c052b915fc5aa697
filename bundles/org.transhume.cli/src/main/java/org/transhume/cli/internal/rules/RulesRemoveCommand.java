// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.rules;

import java.io.IOException;
import java.util.List;
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

/** {@code transhume rules remove}. */
@Command(
    name = "remove",
    description = {"Removes a rule, given as it is listed or as it was set."},
    mixinStandardHelpOptions = true)
public final class RulesRemoveCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "WORD",
      description = "The rule, in quotation marks or not.")
  private List<String> words;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      return RulesImportCommand.tell(
          connection.rules().remove(RulesText.line(words), ""), json, spec.commandLine().getOut());
    }
  }
}
