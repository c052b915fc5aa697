// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.instance;

import picocli.CommandLine.Command;

/** {@code transhume manager}. */
@Command(
    name = "manager",
    description = "Runs the cluster's manager: start, stop, status, run.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  transhume manager run --instance /var/lib/transhume/manager  in the foreground",
      "  transhume manager start",
      "  transhume manager status",
      "",
      "While no manager runs, agents and domains go on. Under systemd use the unit in systemd/."
    })
public final class ManagerCommand extends RoleCommand {

  /** The commands of the manager. */
  public ManagerCommand() {
    super("manager");
  }
}
