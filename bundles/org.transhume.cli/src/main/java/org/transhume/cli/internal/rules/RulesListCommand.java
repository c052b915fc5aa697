// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.rules;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.transhume.api.mx.RuleEntry;
import org.transhume.api.mx.RulesMXBean;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ConnectionOptions;
import org.transhume.cli.internal.view.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code transhume rules list}. */
@Command(
    name = "list",
    description = {
      "Lists all rules, as 'transhume rules import' reads them. What contradicts itself, what the",
      "domains' present places break and which agents do not keep the rules follows as comments."
    },
    mixinStandardHelpOptions = true)
public final class RulesListCommand implements Callable<Integer> {

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      RulesMXBean rules = connection.rules();
      long revision = rules.getRevision();
      List<RuleEntry> entries = rules.getRules();
      Map<String, List<String>> remarks = new LinkedHashMap<>();
      remarks.put("conflicts", rules.getConflicts());
      remarks.put("violations", rules.getViolations());
      remarks.put("unkept", rules.getUnkept());
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("revision", revision);
        values.put("rules", entries);
        values.putAll(remarks);
        out.println(Output.json(values));
      } else {
        lines(revision, entries, remarks).forEach(out::println);
      }
      out.flush();
    }
    return ExitCode.OK;
  }

  static List<String> lines(
      long revision, List<RuleEntry> entries, Map<String, List<String>> remarks) {
    RulesText text = new RulesText();
    text.comment(
        "revision "
            + revision
            + ", "
            + entries.size()
            + (entries.size() == 1 ? " rule" : " rules"));
    entries.forEach(text::rule);
    text.remarks("cannot all hold, or speaks of what is not there", remarks.get("conflicts"));
    text.remarks("is broken at present", remarks.get("violations"));
    text.remarks("is not kept by", remarks.get("unkept"));
    return text.lines();
  }
}
