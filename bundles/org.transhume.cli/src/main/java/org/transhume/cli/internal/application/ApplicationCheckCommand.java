// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.application;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.client.ClusterConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code transhume application check}. */
@Command(
    name = "check",
    description = {
      "Tells all that is wrong with a descriptor, each with line, key and remedy, with exit code"
          + " 1;",
      "or what deploying it would do first. Changes nothing."
    },
    mixinStandardHelpOptions = true)
public final class ApplicationCheckCommand implements Callable<Integer> {

  @Mixin private ApplicationChoice choice;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    String text = choice.text();
    try (ClusterConnection connection = choice.connect()) {
      return choice.tell(
          ApplicationChoice.applications(connection).check(choice.file(), text),
          spec.commandLine().getOut());
    }
  }
}
