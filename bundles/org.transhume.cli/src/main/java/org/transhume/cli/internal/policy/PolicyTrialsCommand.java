// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.policy;

import java.io.IOException;
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

/** {@code transhume policy trials}. */
@Command(
    name = "trials",
    description = "Shows or sets what a version of a policy has to prove.",
    mixinStandardHelpOptions = true)
final class PolicyTrialsCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "POLICY", description = "Name of the policy.")
  private String name;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "Rounds running in which a newer version must want the same; 0: it serves at once, -1:"
              + " when an operator promotes it.")
  private Integer rounds;

  @Option(
      names = "--bound",
      paramLabel = "N",
      description =
          "Most migrations that a version may begin in the window, or it is set back; 0 for no"
              + " bound.")
  private Integer bound;

  @Option(names = "--window", paramLabel = "SECONDS", description = "Length of that window.")
  private Long seconds;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      PolicyMXBean policy = PolicyCommand.find(connection.view(), name);
      if (rounds != null) {
        policy.setCanaryRounds(rounds);
      }
      if (seconds != null) {
        policy.setMoveWindowMillis(Math.multiplyExact(seconds, 1000));
      }
      if (bound != null) {
        policy.setMoveBound(bound);
      }
      spec.commandLine().getOut().println(name + ": " + PolicyCommand.trials(policy));
    }
    return ExitCode.OK;
  }
}
