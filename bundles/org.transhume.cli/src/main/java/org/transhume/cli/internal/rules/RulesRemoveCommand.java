// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.rules;

import org.transhume.api.mx.RulesMXBean;
import org.transhume.api.mx.RulesReport;
import picocli.CommandLine.Command;

/** {@code transhume rules remove}. */
@Command(
    name = "remove",
    description = {"Removes a rule, given as it is listed or as it was set."},
    mixinStandardHelpOptions = true)
public final class RulesRemoveCommand extends OneRuleCommand {

  @Override
  RulesReport change(RulesMXBean rules, String line) {
    return rules.remove(line, "");
  }
}
