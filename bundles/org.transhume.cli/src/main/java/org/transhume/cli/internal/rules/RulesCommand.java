// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.rules;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code transhume rules}. */
@Command(
    name = "rules",
    description = {
      "Shows and changes what you demand of where domains are: one rule a line, # begins a comment.",
      "No hard rule is broken by anybody, by policies, drains and 'transhume migrate' alike; agents",
      "enforce them also while no manager runs. A soft one is wanted, and told where it is broken.",
      "",
      "  host H tag T...                    host H location KIND=VALUE",
      "  domain D tag T...                  domain D group G...      tag 'keep': never touched",
      "  spread G [across KIND] [soft]      gather G [across KIND] [soft]",
      "  ban WHO from WHERE... [soft]       fence WHO on WHERE... [soft]",
      "  pin D                              no-incoming H",
      "  reserve H|all memory-mib N         overcommit H|all cpu RATIO",
      "  max-online N                       n-plus-one",
      "",
      "WHO: a domain, group:G or tag:T. WHERE: a host, tag:T or KIND=VALUE."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RulesListCommand.class,
      RulesSetCommand.class,
      RulesRemoveCommand.class,
      RulesImportCommand.class,
      RulesCheckCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  transhume rules set domain etch-1-1 tag keep",
      "  transhume rules set ban etch-1-1 from a-204-03",
      "  transhume rules list > our.rules",
      "  transhume rules check our.rules",
      "  transhume rules import our.rules"
    })
public final class RulesCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: list, set, remove, import or check");
  }
}
