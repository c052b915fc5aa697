// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.application;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code transhume application status}. */
@Command(
    name = "status",
    description = "Each replica: where it is, how it is, and what is done about it.",
    mixinStandardHelpOptions = true)
public final class ApplicationStatusCommand implements Callable<Integer> {

  @Mixin private ApplicationChoice choice;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = choice.connect()) {
      choice.tell(choice.application(connection), spec.commandLine().getOut());
    }
    return ExitCode.OK;
  }
}
