// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.ca;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code transhume ca}. */
@Command(
    name = "ca",
    description = {
      "Makes the cluster's own certificate authority and the identities of its members.",
      "An identity is a folder with key stores and their random password, private to its owner."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CaInitCommand.class,
      CaIssueCommand.class,
      CaRevokeCommand.class,
      CaListCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  transhume ca init production",
      "  transhume ca issue a-204-02 --role agent --host a-204-02 --host 10.77.0.2",
      "  transhume ca issue manager-1 --role manager --host manager-1",
      "  transhume ca issue alice --role operator",
      "  transhume ca revoke alice"
    })
public final class CaCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: init, issue, revoke or list");
  }
}
