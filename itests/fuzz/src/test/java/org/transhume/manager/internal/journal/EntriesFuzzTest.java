// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.itests.fuzz.Samples;
import org.transhume.manager.internal.journal.JournalEntry.MigrationClosed;
import org.transhume.manager.internal.journal.JournalEntry.PolicyParameterSet;
import org.transhume.spi.transport.Endpoint;

/** The words of a manager's entries and of its configuration. */
class EntriesFuzzTest {

  static Stream<Arguments> entries() {
    return Stream.of(
            new PolicyParameterSet("hotspot", "margin", 0.1),
            new MigrationClosed(
                "m", "u", MigrationPhase.DONE, List.of(Explanation.of("HOT", "it is hot")), 99))
        .map(entry -> String.join("\n", entry.toWords()))
        .flatMap(text -> Samples.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** One word a line. */
  @MethodSource("entries")
  @FuzzTest
  void entry(byte[] words) {
    try {
      JournalEntry entry =
          JournalEntry.fromWords(
              List.of(new String(words, StandardCharsets.UTF_8).split("\n", -1)));
      assertThat(JournalEntry.fromWords(entry.toWords())).isEqualTo(entry);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotNull();
    }
  }

  static Stream<Arguments> endpoints() {
    return Samples.of(
        "[2001:db8::2]:7443".getBytes(StandardCharsets.UTF_8),
        "a-204-02:7443".getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("endpoints")
  @FuzzTest
  void endpoint(byte[] written) {
    String text = new String(written, StandardCharsets.UTF_8);
    try {
      assertThat(text).contains(Endpoint.parse(text).host());
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("expected HOST:PORT");
    }
  }
}
