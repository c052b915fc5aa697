// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.policy;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ConnectionOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code transhume resume}. */
@Command(
    name = "resume",
    description = "Lets policies move again that were suspended.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  transhume resume"})
public final class ResumeCommand implements Callable<Integer> {

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      connection.manager().resume();
      spec.commandLine().getOut().println("policies may move again");
    }
    return ExitCode.OK;
  }
}
