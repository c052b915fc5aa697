// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.journal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code transhume journal}. */
@Command(
    name = "journal",
    description = {
      "Checks and repairs the journal of a manager or an agent, on its machine.",
      "An end that was torn by a loss of power needs no repair: the next start cuts it."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {JournalCheckCommand.class, JournalRepairCommand.class},
    footer = {
      "",
      "Examples:",
      "  transhume journal check instances/agent/data/transhume/a-204-02/agent.journal",
      "  transhume journal repair instances/manager/data/transhume/manager/manager.journal"
    })
public final class JournalCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: check or repair");
  }
}
