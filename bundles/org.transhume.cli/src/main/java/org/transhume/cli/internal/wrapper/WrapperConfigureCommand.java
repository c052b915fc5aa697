// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.wrapper;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.transhume.cli.internal.CommandFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume wrapper configure}. */
@Command(
    name = "configure",
    description = "Makes the software ready to be started: writes its files, runs its command.",
    mixinStandardHelpOptions = true)
public final class WrapperConfigureCommand implements Callable<Integer> {

  @Mixin private WrapperChoice choice;

  @Parameters(
      index = "2..*",
      paramLabel = "NAME=VALUE",
      description = "Settings; what is left out is as the wrapper's file says.")
  private Map<String, String> settings = new TreeMap<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    return choice.carryOut(spec, (wrapper, id) -> wrapper.configure(id, settings));
  }
}
