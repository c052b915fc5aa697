// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.RuleKind;
import org.transhume.api.mx.RuleEntry;
import org.transhume.api.mx.RulesReport;

class RulesTextTest {

  private static RuleEntry rule(String text, String about) {
    return new RuleEntry(text, about, RuleKind.PIN, true, 3, 1, "operator");
  }

  @Test
  void shouldListRulesSoThatTheyCanBeImportedAgain() {
    List<String> lines =
        RulesListCommand.lines(
            7,
            List.of(rule("n-plus-one", ""), rule("pin 8b74", "etch 1,1\nban x from y")),
            Map.of(
                "conflicts",
                List.of("no host h9 has ever been seen"),
                "violations",
                List.of(),
                "unkept",
                List.of("a-204-03: lost")));

    assertThat(lines)
        .containsExactly(
            "# revision 7, 2 rules",
            "n-plus-one",
            "pin 8b74  # etch 1,1 ban x from y",
            "# cannot all hold, or speaks of what is not there: no host h9 has ever been seen",
            "# is not kept by: a-204-03: lost");
  }

  @Test
  void shouldTellEverythingThatAReportHolds() {
    assertThat(RulesText.of(new RulesReport(4, List.of("line 2: bad"), List.of("c"), List.of("v"))))
        .containsExactly(
            "# revision 4",
            "# is wrong: line 2: bad",
            "# cannot all hold, or speaks of what is not there: c",
            "# is broken at present: v");
  }

  @Test
  void shouldPutALineTogetherThatTheShellHasTakenApart() {
    assertThat(RulesText.line(List.of("domain", "etch 1,1", "tag", "keep")))
        .isEqualTo("domain \"etch 1,1\" tag keep");
    assertThat(RulesText.line(List.of("domain etch-1-1 tag keep")))
        .isEqualTo("domain etch-1-1 tag keep");
  }
}
