// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.application;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code transhume application}. */
@Command(
    name = "application",
    description = {
      "Deploys applications that a descriptor describes: their domains are created, their software"
          + " is",
      "configured and started in order, repaired and scaled. docs/applications.md says what may be",
      "written. The manager acts while its mode is AUTOMATIC; until then it only says what it would"
          + " do."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ApplicationCheckCommand.class,
      ApplicationDeployCommand.class,
      ApplicationStatusCommand.class,
      ApplicationScaleCommand.class,
      ApplicationUndeployCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  transhume application check shop.cfg",
      "  transhume application deploy shop.cfg --wait",
      "  transhume application status shop.cfg",
      "  transhume application scale shop.cfg clerk=3 --wait",
      "  transhume application undeploy shop.cfg"
    })
public final class ApplicationCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: check, deploy, status, scale or undeploy");
  }
}
