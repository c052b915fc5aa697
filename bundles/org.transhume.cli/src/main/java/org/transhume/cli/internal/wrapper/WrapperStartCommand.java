// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.wrapper;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.transhume.api.mx.WrapperMXBean;
import org.transhume.cli.internal.CommandFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code transhume wrapper start}. */
@Command(
    name = "start",
    description = "Starts the software; returns when it runs.",
    mixinStandardHelpOptions = true)
public final class WrapperStartCommand implements Callable<Integer> {

  @Mixin private WrapperChoice choice;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    return choice.carryOut(spec, WrapperMXBean::start);
  }
}
