// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import java.util.List;

/**
 * What a text of rules says.
 *
 * @param lines the rules, each with its line
 * @param errors every line that is none, and why
 */
public record Reading(List<Line> lines, List<Wrong> errors) {

  /** Copies the lists. */
  public Reading {
    lines = List.copyOf(lines);
    errors = List.copyOf(errors);
  }

  /**
   * A rule and where it stands.
   *
   * @param number of the line, from 1
   * @param rule in it
   */
  public record Line(int number, Rule rule) {}

  /**
   * A line that is no rule.
   *
   * @param number of the line, from 1
   * @param why for its writer
   */
  public record Wrong(int number, String why) {

    /** With its line. */
    public String text() {
      return "line " + number + ": " + why;
    }
  }

  /** The rules, without their lines. */
  public List<Rule> rules() {
    return lines.stream().map(Line::rule).toList();
  }
}
