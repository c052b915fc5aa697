// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.rules;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.transhume.api.mx.RulesMXBean;
import org.transhume.api.mx.RulesReport;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ConnectionOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that does something with one rule, and tells what then stands in the rules' way. */
abstract class OneRuleCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "WORD",
      description = "The rule, in quotation marks or not.")
  private List<String> words;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  /** Does it, at the manager. */
  abstract RulesReport change(RulesMXBean rules, String line);

  @Override
  public final Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      return RulesImportCommand.tell(
          change(connection.rules(), RulesText.line(words)), json, spec.commandLine().getOut());
    }
  }
}
