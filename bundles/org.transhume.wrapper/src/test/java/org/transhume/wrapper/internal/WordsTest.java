// SPDX-License-Identifier: Apache-2.0
package org.transhume.wrapper.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void shouldCutAtBlanksButNotWithinQuotes() {
    assertThat(Words.parse(" psql  -c \"select 1\" 'a \"b\"' \"\" x'y z' ").words())
        .containsExactly("psql", "-c", "select 1", "a \"b\"", "", "xy z");
  }

  @Test
  void shouldKeepAValueWithinItsWordWhateverItHolds() {
    Map<String, String> values = Map.of("table", "a b; rm -rf '/' $(id) \\ $1");

    assertThat(Words.parse("psql --table={table} {table}").filled(values))
        .containsExactly(
            "psql", "--table=a b; rm -rf '/' $(id) \\ $1", "a b; rm -rf '/' $(id) \\ $1");
  }

  @Test
  void shouldRefuseAValueThatWouldBeReadAsAnOption() {
    assertThatThrownBy(() -> Words.parse("psql {table}").filled(Map.of("table", "-f/etc/shadow")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'-f/etc/shadow' would be read as an option");
    assertThat(Words.parse("psql -f{table}").filled(Map.of("table", "x")))
        .isEqualTo(List.of("psql", "-fx"));
  }

  @Test
  void shouldLeaveBracesAloneThatNameNothing() {
    assertThat(
            Words.fill("server { listen {setting.port}; } {nobody}", Map.of("setting.port", "80")))
        .isEqualTo("server { listen 80; } {nobody}");
  }

  @Test
  void shouldSayWhatIsWrongWithACommand() {
    assertThatThrownBy(() -> Words.parse("  ")).hasMessageContaining("write a program");
    assertThatThrownBy(() -> Words.parse("echo 'x")).hasMessageContaining("close it");
  }
}
