// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.transhume.simulation.internal.Day;
import org.transhume.simulation.internal.plant.Totals;

class PageTest {

  @Test
  void shouldShowFiguresAndPlotsFromThePageItself() {
    Day day =
        new Day(
            "a<b",
            new Totals(12.345, 7, 0, 0.05, 0.001, 42.5),
            List.of(new Day.Round(List.of(10, -1), 1, 0), new Day.Round(List.of(100, 50), 2, 3)));

    assertThat(Page.of(List.of(day), true))
        .contains("Accounting: honest.", "<tr><th>a_b</th><td>12.35</td><td>7</td>")
        .contains("\"hosts\":2,\"on\":[1, 2],\"moves\":[0, 3],\"loads\":\"Cv9kMg==\"")
        .contains("body { font:", "function draw(", "Apache Software", "lines('on', 'hosts'")
        .doesNotContain("{{");
  }
}
