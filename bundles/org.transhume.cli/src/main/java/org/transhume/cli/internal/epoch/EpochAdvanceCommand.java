// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.epoch;

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

/** {@code transhume epoch advance}. */
@Command(
    name = "advance",
    description = {
      "Lets the manager lead under an epoch that is newer than all that its agents know, now and",
      "after restarts. Only when you know that no other manager leads these hosts; it is refused",
      "while one attends to any of them. Who asked is in the manager's log."
    },
    mixinStandardHelpOptions = true)
public final class EpochAdvanceCommand implements Callable<Integer> {

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      spec.commandLine()
          .getOut()
          .println("the manager leads under epoch " + connection.manager().advanceEpoch());
    }
    return ExitCode.OK;
  }
}
