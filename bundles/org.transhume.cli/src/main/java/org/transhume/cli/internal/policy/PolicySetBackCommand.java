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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume policy set-back}. */
@Command(
    name = "set-back",
    description = "Bars the version that serves; the one below it serves again.",
    mixinStandardHelpOptions = true)
final class PolicySetBackCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "POLICY", description = "Name of the policy.")
  private String name;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      PolicyMXBean policy = PolicyCommand.find(connection.view(), name);
      policy.setBack();
      spec.commandLine().getOut().println(name + " " + policy.getVersion() + " serves");
    }
    return ExitCode.OK;
  }
}
