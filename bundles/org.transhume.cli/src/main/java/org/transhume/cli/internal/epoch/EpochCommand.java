// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.epoch;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code transhume epoch}. */
@Command(
    name = "epoch",
    description = {
      "Lets a manager lead again that agents refuse, because they know a newer one.",
      "Agents obey the manager of the newest epoch that they have seen, and keep it on their disks."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = EpochAdvanceCommand.class,
    footer = {"", "Example:", "  transhume epoch advance --address manager-1:7443"})
public final class EpochCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: advance");
  }
}
