// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;

/**
 * What operators demand of where domains are, in the language of docs/rules.md. No hard rule is
 * broken by anybody, an operator included: whoever wants to must remove the rule first.
 */
@RequiresRole(Role.VIEWER)
public interface RulesMXBean {

  /** Rises with each change; 0 before the first. */
  long getRevision();

  /** The rules in force, sorted by text. */
  List<RuleEntry> getRules();

  /** What of the rules cannot all hold at once, or speaks of what is not there; empty when well. */
  List<String> getConflicts();

  /** What the domains' present places break, hard rules and soft ones; empty when nothing. */
  List<String> getViolations();

  /** Agents that do not keep these rules, each with the reason; empty when all do. */
  List<String> getUnkept();

  /**
   * Adds a rule. Blocks until it is durable. Adding one that is there changes nothing.
   *
   * @param rule one line
   * @param by who asks; the connector writes the name of the caller's certificate
   * @return conflicts and violations as they are then
   * @throws IllegalArgumentException telling what is wrong with it
   */
  @RequiresRole(Role.OPERATOR)
  @Audited
  @NamesCaller
  RulesReport set(String rule, String by);

  /**
   * Removes a rule. Blocks until that is durable.
   *
   * @param rule one line, as it is listed or as it was set
   * @param by who asks; the connector writes the name of the caller's certificate
   * @return conflicts and violations as they are then
   * @throws IllegalArgumentException when there is no such rule
   */
  @RequiresRole(Role.OPERATOR)
  @Audited
  @NamesCaller
  RulesReport remove(String rule, String by);

  /**
   * Puts these rules in the place of all. Blocks until that is durable. When anything is wrong
   * nothing is changed.
   *
   * @param text a file's content, a rule a line
   * @param by who asks; the connector writes the name of the caller's certificate
   * @return what is wrong, each error with its line; conflicts and violations
   */
  @RequiresRole(Role.OPERATOR)
  @Audited
  @NamesCaller
  RulesReport importAll(String text, String by);

  /**
   * Reads rules as {@link #importAll} would, and changes nothing.
   *
   * @param text a file's content; empty for the rules in force
   * @return what is wrong with them, their conflicts, and what the domains' present places break
   */
  @RequiresRole(Role.OPERATOR)
  RulesReport check(String text);
}
