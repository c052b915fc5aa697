// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.application;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code transhume application undeploy}. */
@Command(
    name = "undeploy",
    description = {
      "Stops the software, what was started last first, and then the domains; returns at once, and",
      "'status' shows how far it has come until nothing is left. Nothing is destroyed by force."
    },
    mixinStandardHelpOptions = true)
public final class ApplicationUndeployCommand implements Callable<Integer> {

  @Mixin private ApplicationChoice choice;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = choice.connect()) {
      choice.application(connection).undeploy("");
    }
    return ExitCode.OK;
  }
}
