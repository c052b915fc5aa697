// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.transhume.api.mx.RuleEntry;
import org.transhume.api.mx.RulesReport;

/** Rules as a text that can be read again: all but the rules themselves are comments. */
final class RulesText {

  private final List<String> lines = new ArrayList<>();

  /** What is to be said after a change. */
  static List<String> of(RulesReport report) {
    RulesText text = new RulesText();
    text.comment("revision " + report.revision());
    text.remarks("is wrong", report.errors());
    text.remarks("cannot all hold, or speaks of what is not there", report.conflicts());
    text.remarks("is broken at present", report.violations());
    return text.lines();
  }

  /** The line that a shell has taken apart; a domain's name may hold blanks. */
  static String line(List<String> words) {
    return words.size() == 1
        ? words.get(0)
        : words.stream()
            .map(word -> word.matches("\\S*") ? word : '"' + word + '"')
            .collect(Collectors.joining(" "));
  }

  void comment(String comment) {
    lines.add("# " + plain(comment));
  }

  void rule(RuleEntry rule) {
    lines.add(rule.text() + (rule.about().isEmpty() ? "" : "  # " + plain(rule.about())));
  }

  void remarks(String title, List<String> remarks) {
    remarks.forEach(remark -> comment(title + ": " + remark));
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** What a domain is called must not begin a line of its own. */
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
