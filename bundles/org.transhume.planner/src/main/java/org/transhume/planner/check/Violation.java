// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.check;

import java.util.Objects;

/**
 * Something that should not be.
 *
 * @param rule what is broken, in its own words
 * @param subject the host, place, group or domain that breaks it
 * @param amount by how much, in the unit of the rule
 * @param step of a plan the step during or after which it is so, counted from 1; 0 of a placement
 */
public record Violation(String rule, String subject, long amount, int step) {

  /** Checks the values. */
  public Violation {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(subject, "subject");
  }

  /** Whether this is the same matter, and no worse. */
  boolean isNoWorseThan(Violation other) {
    return rule.equals(other.rule) && subject.equals(other.subject) && amount <= other.amount;
  }

  Violation inStep(int number) {
    return new Violation(rule, subject, amount, number);
  }

  @Override
  public String toString() {
    return (step == 0 ? "" : "step " + step + ": ")
        + subject
        + " breaks \""
        + rule
        + "\" by "
        + amount;
  }
}
