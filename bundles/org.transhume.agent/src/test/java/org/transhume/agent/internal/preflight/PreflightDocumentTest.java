// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tables of checks as people read them are written by the checks. To write them anew after a
 * change of the code: {@code mvn -pl bundles/org.transhume.agent -am test
 * -Dtest=PreflightDocumentTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dtranshume.documents=write}.
 */
class PreflightDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "..", "docs", "preflight.md");
  private static final String HEAD =
      "| check | code | what is compared | what to do |\n| --- | --- | --- | --- |\n";

  @Test
  void shouldHoldTheTablesOfAllChecks() throws IOException {
    String text = Files.readString(DOCUMENT);
    String written =
        withTable(
            withTable(text, "## On the source", table(SendChecks.ALL)),
            "## On the target",
            table(PrepareChecks.ALL));
    if ("write".equals(System.getProperty("transhume.documents"))) {
      Files.writeString(DOCUMENT, written);
    }

    assertThat(Files.readString(DOCUMENT)).isEqualTo(written);
  }

  private static <S> String table(List<PreflightCheck<S>> checks) {
    return checks.stream()
        .map(PreflightCheck::manual)
        .map(
            manual ->
                String.join(
                    " | ",
                    "| " + manual.name(),
                    manual.codes().stream()
                        .map(code -> "`" + code + "`")
                        .collect(Collectors.joining(", ")),
                    manual.compares(),
                    manual.remedy() + " |\n"))
        .collect(Collectors.joining("", HEAD, ""));
  }

  /** The document with the table of that section replaced. */
  private static String withTable(String text, String heading, String table) {
    int section = text.indexOf(heading + "\n");
    assertThat(section).as(heading).isNotNegative();
    int begin = text.indexOf("| check |", section);
    int end = text.indexOf("\n\n", begin) + 1;
    assertThat(begin).isPositive();
    return text.substring(0, begin) + table + text.substring(end);
  }
}
