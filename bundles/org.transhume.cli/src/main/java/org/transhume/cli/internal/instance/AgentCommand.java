// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.instance;

import picocli.CommandLine.Command;

/** {@code transhume agent}. */
@Command(
    name = "agent",
    description = "Runs this host's agent: start, stop, status, run.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  transhume agent run --instance /var/lib/transhume/agent      in the foreground",
      "  transhume agent start",
      "  transhume agent status",
      "",
      "Restarting the agent harms no domain. Under systemd use the unit in systemd/."
    })
public final class AgentCommand extends RoleCommand {

  /** The commands of the agent. */
  public AgentCommand() {
    super("agent");
  }
}
