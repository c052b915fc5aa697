// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class DecisionTextTest {

  @Test
  void shouldReadWhatItHasWritten() throws IOException {
    RecordedDecision decision = DecisionsForTests.decision("d-1", "blue", "green");

    RecordedDecision read = DecisionText.read(DecisionText.of(decision));

    assertThat(read).isEqualTo(decision);
    assertThat(DecisionText.of(read)).isEqualTo(DecisionText.of(decision));
  }

  @Test
  void shouldReadWhatWasRecordedBeforeDomainsWereStartedAndStopped() throws IOException {
    RecordedDecision decision = DecisionsForTests.decision("d-1", "blue", "green");
    String text = DecisionText.of(decision);
    String earlier =
        text.replaceAll(",\\s*\"domainChanges\" : \\[ ]", "")
            .replaceAll(",\\s*\"stopped\" : \\[ ]", "");

    assertThat(earlier).isNotEqualTo(text).doesNotContain("domainChanges", "stopped");
    assertThat(DecisionText.read(earlier)).isEqualTo(decision);
  }

  @Test
  void shouldWriteSetsAndMapsInTheOrderOfTheirElements() {
    String text = DecisionText.of(DecisionsForTests.decision("d-1", "green", "blue", "amber"));

    assertThat(text).contains("[ \"amber\", \"blue\", \"green\" ]");
    assertThat(text.indexOf("\"hall\"")).isLessThan(text.indexOf("\"rack\""));
    assertThat(text)
        .isEqualTo(DecisionText.of(DecisionsForTests.decision("d-1", "blue", "amber", "green")));
  }

  @Test
  void shouldSayWhereATextIsNoDecision() {
    String text = DecisionText.of(DecisionsForTests.decision("d-1"));

    assertThatThrownBy(() -> DecisionText.read(text.replace("\"policy\"", "\"police\"")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("policy");
    assertThatThrownBy(() -> DecisionText.read(text.substring(0, text.length() / 2)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> DecisionText.read("{}")).isInstanceOf(IOException.class);
  }
}
