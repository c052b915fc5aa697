// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What stands above all commands: help and version. */
@Command(
    name = "transhume",
    description = "Manages a cluster of Xen hosts by itself.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:an error, told in one line",
      "2:the command was not understood",
      "3:demo only: the hot host was not relieved",
      "4:plan only: there is no plan"
    },
    footer = {
      "",
      "Examples:",
      "  transhume demo                     watch an overloaded host being relieved",
      "  transhume list                     hosts of the cluster",
      "  transhume migrate etch-1-1 a-204-03 --wait",
      "  transhume COMMAND --help           more about one command"
    })
final class TranshumeCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
