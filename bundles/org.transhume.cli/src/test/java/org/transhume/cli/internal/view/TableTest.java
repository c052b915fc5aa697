// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transhume.cli.internal.view.Table.left;
import static org.transhume.cli.internal.view.Table.right;

import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void shouldAlignWordsLeftAndNumbersRight() {
    Table table = new Table(left("HOST"), right("LOAD"), left("NOTE"));
    table.row("a-204-02", "7%", "x").row("b", "100%", "");

    assertThat(table.lines())
        .containsExactly("HOST      LOAD  NOTE", "a-204-02    7%  x", "b         100%  -");
  }

  @Test
  void shouldShowAHyphenForWhatIsUnknown() {
    assertThat(new Table(left("A"), left("B")).row(null, "x").lines()).contains("-  x");
  }

  @Test
  void shouldKeepARowOnOneLineWhateverItsCellsHold() {
    assertThat(new Table(left("A")).row("two\r\nlines\u001b[31m").lines())
        .containsExactly("A", "two lines [31m");
  }

  @Test
  void shouldRefuseARowOfAnotherWidth() {
    assertThatThrownBy(() -> new Table(left("A")).row("1", "2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 cells for 1 columns");
  }
}
