// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.policy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.transhume.api.mx.PolicyMXBean;
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

/** {@code transhume policy set}. */
@Command(
    name = "set",
    description = "Shows or sets when a policy may move anything, and whose wishes come first.",
    mixinStandardHelpOptions = true)
final class PolicySetCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "POLICY", description = "Name of the policy.")
  private String name;

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "The higher comes first where two policies want what does not go together.")
  private Integer priority;

  @Option(
      names = "--window",
      paramLabel = "'[DAYS] HH:MM-HH:MM'",
      description =
          "When it may move anything, as in 'Mon-Fri 22:00-06:00'; may be given several times."
              + " 'always' takes all windows away.")
  private List<String> windows;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      PolicyMXBean policy = PolicyCommand.find(connection.view(), name);
      if (priority != null) {
        policy.setPriority(priority);
      }
      if (windows != null) {
        policy.setWindows(windows.equals(List.of("always")) ? List.of() : windows);
      }
      List<String> now = policy.getWindows();
      spec.commandLine()
          .getOut()
          .println(
              name
                  + ": priority "
                  + policy.getPriority()
                  + ", moves "
                  + (now.isEmpty() ? "at any time" : "in " + String.join(", ", now)));
    }
    return ExitCode.OK;
  }
}
