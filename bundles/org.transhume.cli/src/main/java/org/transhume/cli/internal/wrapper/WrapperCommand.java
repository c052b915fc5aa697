// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.wrapper;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code transhume wrapper}. */
@Command(
    name = "wrapper",
    description = {
      "Shows the software in domains, and leads it through its life, wherever its domain is.",
      "Under one --id nothing is done twice, also when the answer to the first time was lost."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      WrapperListCommand.class,
      WrapperStatusCommand.class,
      WrapperConfigureCommand.class,
      WrapperStartCommand.class,
      WrapperStopCommand.class,
      WrapperInvokeCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  transhume wrapper list",
      "  transhume wrapper configure etch-1-1 clerk book=/var/log/clerk",
      "  transhume wrapper start etch-1-1 clerk",
      "  transhume wrapper invoke etch-1-1 clerk note 'paid 5'",
      "  transhume wrapper status etch-1-1 clerk"
    })
public final class WrapperCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: list, status, configure, start, stop or invoke");
  }
}
