// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.rules;

import org.transhume.api.mx.RulesMXBean;
import org.transhume.api.mx.RulesReport;
import picocli.CommandLine.Command;

/** {@code transhume rules set}. */
@Command(
    name = "set",
    description = {
      "Adds a rule; a domain may be given by its name, and is kept by its uuid. Tells what the rules",
      "then contradict, and what the domains' present places break. Moves nothing."
    },
    mixinStandardHelpOptions = true)
public final class RulesSetCommand extends OneRuleCommand {

  @Override
  RulesReport change(RulesMXBean rules, String line) {
    return rules.set(line, "");
  }
}
