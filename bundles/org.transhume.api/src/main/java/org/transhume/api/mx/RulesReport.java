// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;

/**
 * What is to be said of a set of rules.
 *
 * @param revision of the rules in force
 * @param errors what cannot be read or contradicts itself, each with its line; while there is any
 *     nothing is changed
 * @param conflicts what cannot all hold at once, or speaks of what is not there
 * @param violations what the domains' present places break, hard and soft
 */
public record RulesReport(
    long revision, List<String> errors, List<String> conflicts, List<String> violations) {

  /** Copies the lists. */
  public RulesReport {
    errors = List.copyOf(errors);
    conflicts = List.copyOf(conflicts);
    violations = List.copyOf(violations);
  }
}
