// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.application;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.transhume.api.mx.ApplicationMXBean;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume application scale}. */
@Command(
    name = "scale",
    description = {
      "Sets how many replicas of a component are wanted, within what the descriptor allows. Those"
          + " with",
      "the highest numbers go first, after all that are bound to them have been told."
    },
    mixinStandardHelpOptions = true)
public final class ApplicationScaleCommand implements Callable<Integer> {

  @Mixin private ApplicationChoice choice;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMPONENT=N",
      description = "So many replicas of that component.")
  private Map<String, Integer> numbers;

  @Mixin private Patience patience;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException, InterruptedException {
    try (ClusterConnection connection = choice.connect()) {
      ApplicationMXBean application = choice.application(connection);
      numbers.forEach((component, number) -> application.scale(component, number, ""));
      patience.follow(choice, connection, spec.commandLine().getOut());
    }
    return ExitCode.OK;
  }
}
