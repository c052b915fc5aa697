// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {

  @Test
  void shouldKeepPlainText() {
    assertThat(LogText.of("invoke flash on org.transhume:type=Lamp"))
        .isEqualTo("invoke flash on org.transhume:type=Lamp");
    assertThat(LogText.of(null)).isEqualTo("null");
  }

  @Test
  void shouldLetNothingStartANewLineOrSpeakToTheTerminal() {
    assertThat(LogText.of("a\r\nb\u001b[2J\u2028c\\u000a"))
        .isEqualTo("a\\u000d\\u000ab\\u001b[2J\\u2028c\\u005cu000a");
  }

  @Test
  void shouldBoundTheLength() {
    assertThat(LogText.of("x".repeat(10_000))).hasSize(303).endsWith("xx...");
  }
}
