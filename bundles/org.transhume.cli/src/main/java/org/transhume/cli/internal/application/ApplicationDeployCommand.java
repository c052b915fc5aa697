// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.application;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.transhume.api.mx.DeploymentReport;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code transhume application deploy}. */
@Command(
    name = "deploy",
    description = {
      "Deploys an application, or a new descriptor of one that is there. Prints what is done first,"
          + " or",
      "all that is wrong with the descriptor, with exit code 1: then nothing is changed. The same"
          + " file",
      "again changes nothing."
    },
    mixinStandardHelpOptions = true)
public final class ApplicationDeployCommand implements Callable<Integer> {

  @Mixin private ApplicationChoice choice;

  @Mixin private Patience patience;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException, InterruptedException {
    String text = choice.text();
    try (ClusterConnection connection = choice.connect()) {
      DeploymentReport report =
          ApplicationChoice.applications(connection).deploy(choice.file(), text, "");
      PrintWriter out = spec.commandLine().getOut();
      int code = choice.tell(report, out);
      if (code == ExitCode.OK) {
        patience.follow(choice, connection, out);
      }
      return code;
    }
  }
}
