// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.StepResult;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ConnectionOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume cancel}. */
@Command(
    name = "cancel",
    description = {
      "Cancels a migration; the domain runs on where it was.",
      "Refused once the target may have been told to start the domain."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  transhume cancel 7c1e-12"})
public final class CancelCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "ID",
      description = "The migration's id; see 'transhume list migrations'.")
  private String id;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      MigrationMXBean migration =
          connection
              .view()
              .migration(id)
              .orElseThrow(
                  () ->
                      new CommandFailure(
                          "there is no migration '" + id + "'; see 'transhume list migrations'"));
      StepResult result = migration.cancel();
      if (!result.accepted()) {
        throw new CommandFailure(
            "migration " + id + " cannot be cancelled: " + Listing.reasons(result.reasons()));
      }
      spec.commandLine().getOut().println(id + " " + result.phase());
    }
    return ExitCode.OK;
  }
}
