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

/** {@code transhume policy promote}. */
@Command(
    name = "promote",
    description = "Lets a version serve that is a canary or was set back.",
    mixinStandardHelpOptions = true)
final class PolicyPromoteCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "POLICY", description = "Name of the policy.")
  private String name;

  @Parameters(index = "1", paramLabel = "VERSION", description = "Version of its bundle.")
  private String version;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      PolicyMXBean policy = PolicyCommand.find(connection.view(), name);
      policy.promote(version);
      spec.commandLine().getOut().println(name + " " + policy.getVersion() + " serves");
    }
    return ExitCode.OK;
  }
}
