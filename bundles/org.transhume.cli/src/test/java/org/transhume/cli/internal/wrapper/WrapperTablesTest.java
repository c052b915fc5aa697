// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.wrapper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WrapperTablesTest {

  private static final WrapperReport CLERK =
      new WrapperReport(
          "etch-1-1",
          "clerk",
          "a-204-03",
          "STARTED",
          "RUNNING",
          "it runs",
          null,
          Map.of("book", "/var/log/clerk", "age", "40"),
          Map.of("lines", "17"),
          List.of("note(text): writes a line"));

  @Test
  void shouldListEachWrapperWhereItsDomainIs() {
    assertThat(WrapperListCommand.table(List.of(CLERK)).lines())
        .map(line -> line.replaceAll(" +", " ").strip())
        .containsExactly(
            "DOMAIN WRAPPER HOST PHASE HEALTH NOTE",
            "etch-1-1 clerk a-204-03 STARTED RUNNING it runs");
  }

  @Test
  void shouldShowSettingsFiguresAndOperationsInOrder() {
    assertThat(WrapperStatusCommand.table(CLERK).lines())
        .map(line -> line.replaceAll(" +", " ").strip())
        .containsExactly(
            "WHAT VALUE",
            "host a-204-03",
            "phase STARTED",
            "health RUNNING: it runs",
            "setting age 40",
            "setting book /var/log/clerk",
            "lines 17",
            "operation note(text): writes a line");
  }
}
