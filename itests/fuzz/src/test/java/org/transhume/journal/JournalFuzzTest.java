// SPDX-License-Identifier: Apache-2.0
package org.transhume.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.transhume.itests.fuzz.Samples;

/** A journal's bytes: whatever they are, no whole line is lost, and a repair makes them whole. */
class JournalFuzzTest {

  private static final String NAME = "a.journal";

  private static byte[] line(String... words) {
    return RecordLine.encode(List.of(List.of(words)));
  }

  static Stream<Arguments> journals() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(line("epoch", "0", "7"));
    bytes.writeBytes(RecordLine.encode(List.of(List.of("step", "m-1", "GO"), List.of(""))));
    bytes.writeBytes(line("x".repeat(600)));
    byte[] torn = bytes.toByteArray();
    torn[540] = 0;
    return Samples.of(
        bytes.toByteArray(),
        torn,
        new String(torn, StandardCharsets.US_ASCII)
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
  }

  @MethodSource("journals")
  @FuzzTest
  void journal(byte[] bytes) throws IOException {
    JournalContent content = JournalContent.of(bytes);
    assertHolds(content.records(), wholeLines(bytes));
    SimulatedFolder folder = new SimulatedFolder();
    folder.append(NAME, bytes);
    JournalRepair repair = JournalRepair.of(folder, NAME);
    List<List<String>> after = RecordFile.open(folder, NAME).records();
    assertThat(repair.recordsKept()).isEqualTo(content.records().size());
    assertHolds(after, content.records());
  }

  /** In their order, and perhaps with others between them. */
  private static void assertHolds(List<List<String>> records, List<List<String>> others) {
    if (!others.isEmpty()) {
      assertThat(records).containsSubsequence(others);
    }
  }

  /** By the plainest of all readers. */
  private static List<List<String>> wholeLines(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .transform(lines -> Stream.of(lines.split("\n", -1)))
        .map(line -> line.getBytes(StandardCharsets.ISO_8859_1))
        .flatMap(line -> RecordLine.decode(line, 0, line.length).stream())
        .flatMap(List::stream)
        .toList();
  }
}
