// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.wrapper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.transhume.cli.internal.CommandFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume wrapper invoke}. */
@Command(
    name = "invoke",
    description = "Carries out one of the wrapper's own operations; 'status' lists them.",
    mixinStandardHelpOptions = true)
public final class WrapperInvokeCommand implements Callable<Integer> {

  @Mixin private WrapperChoice choice;

  @Parameters(index = "2", paramLabel = "OPERATION", description = "Its name.")
  private String operation;

  @Parameters(index = "3..*", paramLabel = "ARGUMENT", description = "As many as it takes.")
  private List<String> arguments = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    return choice.carryOut(
        spec, (wrapper, id) -> wrapper.invoke(id, operation, arguments.toArray(String[]::new)));
  }
}
