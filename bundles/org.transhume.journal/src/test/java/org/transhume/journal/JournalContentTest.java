// SPDX-License-Identifier: Apache-2.0
package org.transhume.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.transhume.journal.JournalContent.Damage;

class JournalContentTest {

  private static final String NAME = "a.journal";

  private static final List<List<List<String>>> LINES =
      List.of(
          List.of(List.of("epoch", "0", "7")),
          List.of(List.of("order", "SOURCE", "m-1", "a name with blanks; and signs %, ü\n", "")),
          List.of(List.of("step", "m-1", "READY"), List.of("step", "m-1", "GRANT")),
          List.of(List.of("end", "m-1", "DONE")));

  private static byte[] bytes(List<List<List<String>>> lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    lines.forEach(line -> out.writeBytes(RecordLine.encode(line)));
    return out.toByteArray();
  }

  private static List<List<String>> records(List<List<List<String>>> lines) {
    return lines.stream().flatMap(List::stream).toList();
  }

  private static List<List<String>> without(List<List<String>> records, String kind) {
    return records.stream().filter(record -> !record.get(0).equals(kind)).toList();
  }

  @Test
  void shouldReadWhatAgentsOfOldHaveWritten() {
    byte[] old = "c4fb0711 epoch 1 3\n".getBytes(StandardCharsets.US_ASCII);

    assertThat(JournalContent.of(old).records()).containsExactly(List.of("epoch", "1", "3"));
  }

  @Test
  void shouldReadNothingInNothing() {
    assertThat(JournalContent.of(new byte[0]))
        .isEqualTo(new JournalContent(List.of(), List.of(), 0, 0));
  }

  /** Of every single bit: found, told with its place, left as it is; no other line is lost. */
  @Test
  void shouldFindEveryFlippedBitAndRepairAllThatItHasNotHit() throws IOException {
    byte[] whole = bytes(LINES);
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      SimulatedFolder folder = new SimulatedFolder();
      folder.append(NAME, damaged);

      assertThatThrownBy(() -> RecordFile.open(folder, NAME))
          .as("bit %d", bit)
          .isInstanceOf(DamagedJournalException.class)
          .hasMessageContaining("simulated/a.journal is damaged at byte " + placeOf(bit / 8, whole))
          .hasMessageContaining("'./transhume journal repair simulated/a.journal'");
      assertThat(folder.read(NAME).orElseThrow()).isEqualTo(damaged);

      JournalRepair repair = JournalRepair.of(folder, NAME);
      List<List<String>> readable = readable(bit / 8, whole);
      assertThat(repair.recordsKept()).as("bit %d", bit).isEqualTo(readable.size());
      assertThat(repair.original()).hasValue(NAME + ".damaged-1");
      assertThat(folder.read(NAME + ".damaged-1").orElseThrow()).isEqualTo(damaged);
      List<List<String>> repaired = RecordFile.open(folder, NAME).records();
      assertThat(without(repaired, RecordFile.UNREADABLE)).isEqualTo(readable);
      assertThat(repaired).hasSize(readable.size() + 1);
    }
  }

  /** Where the damage is told to begin: at its line, or at the very byte when that ends a line. */
  private static int placeOf(int position, byte[] whole) {
    int place = position;
    while (whole[position] != '\n' && place > 0 && whole[place - 1] != '\n') {
      place--;
    }
    return place;
  }

  /** A byte that ends a line tells nothing, so that nothing is lost with it. */
  private static List<List<String>> readable(int position, byte[] whole) {
    if (whole[position] == '\n') {
      return records(LINES);
    }
    int line = 0;
    for (int i = 0; i < position; i++) {
      line += whole[i] == '\n' ? 1 : 0;
    }
    List<List<List<String>>> others = new ArrayList<>(LINES);
    others.remove(line);
    return records(others);
  }

  @Test
  void shouldTakeEveryPrefixForATornEndAndNothingElse() {
    byte[] whole = bytes(LINES);
    for (int length = 0; length < whole.length; length++) {
      JournalContent content = JournalContent.of(Arrays.copyOf(whole, length));
      assertThat(content.damages()).as("length %d", length).isEmpty();
      assertThat(content.records()).isEqualTo(records(LINES).subList(0, content.records().size()));
      assertThat(content.wholeBytes()).isEqualTo(endOfLastLine(whole, length));
    }
  }

  private static int endOfLastLine(byte[] whole, int length) {
    int end = length;
    while (end > 0 && whole[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  @Test
  void shouldTakeMissingSectorsOfTheLastLineForATornEndAndSingleZeroesForDamage() {
    List<List<List<String>>> lines = new ArrayList<>(LINES);
    lines.add(List.of(List.of("long", "x".repeat(1500))));
    byte[] whole = bytes(lines);
    byte[] holed = whole.clone();
    Arrays.fill(holed, 512, 1024, (byte) 0);
    byte[] pricked = whole.clone();
    pricked[700] = 0;

    assertThat(JournalContent.of(holed).damages()).isEmpty();
    assertThat(JournalContent.of(holed).tornBytes()).isEqualTo(1515);
    assertThat(JournalContent.of(pricked).damages()).hasSize(1);
    assertThat(JournalContent.of(Arrays.copyOf(whole, whole.length + 300)).damages()).isEmpty();
  }

  @Test
  void shouldTakeAForeignFileForDamage() {
    byte[] foreign = "something else entirely\nwith lines\n".getBytes(StandardCharsets.US_ASCII);

    JournalContent content = JournalContent.of(foreign);

    assertThat(content.records()).isEmpty();
    assertThat(content.damages()).containsExactly(new Damage(0, foreign.length, 0));
  }

  /** As an editor of another system would save it. */
  @Test
  void shouldReadAllRecordsWhenEveryLineEndHasBecomeTwoBytes() {
    String text = new String(bytes(LINES), StandardCharsets.US_ASCII).replace("\n", "\r\n");

    JournalContent content = JournalContent.of(text.getBytes(StandardCharsets.US_ASCII));

    assertThat(content.records()).isEqualTo(records(LINES));
    assertThat(content.damages()).hasSize(LINES.size());
  }

  /** Whatever is destroyed. A line counts as hit, too, when the end of the one before it was. */
  @Test
  void shouldReadAllLinesThatNoDamageHasHit() {
    Random random = new Random(20261122);
    for (int round = 0; round < 5_000; round++) {
      List<List<List<String>>> lines = manyLines(random);
      byte[] damaged = bytes(lines);
      int from = random.nextInt(damaged.length);
      int to = Math.min(damaged.length, from + 1 + random.nextInt(80));
      boolean[] hit = new boolean[lines.size()];
      int line = 0;
      for (int i = 0; i < to; i++) {
        hit[line] |= i >= from;
        line += damaged[i] == '\n' ? 1 : 0;
      }
      boolean endWasHit = damaged[to - 1] == '\n' && line < lines.size();
      for (int i = from; i < to; i++) {
        damaged[i] = (byte) random.nextInt(256);
      }
      List<List<String>> untouched = new ArrayList<>();
      for (int i = 0; i < hit.length; i++) {
        if (!hit[i] && !(endWasHit && i == line)) {
          untouched.addAll(lines.get(i));
        }
      }
      JournalContent content = JournalContent.of(damaged);
      assertThat(content.records()).as("round %d", round).containsSubsequence(untouched);
      assertThat(content.length()).isEqualTo(damaged.length);
    }
  }

  private static List<List<List<String>>> manyLines(Random random) {
    List<List<List<String>>> lines = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      lines.add(List.of(List.of("step", "m-" + i, "x".repeat(random.nextInt(60)))));
    }
    return lines;
  }

  @Test
  void shouldReadGarbageOfManyMegabytesInTimeThatGrowsWithIt() {
    byte[] garbage = new byte[8 << 20];
    new Random(7).nextBytes(garbage);
    byte[] joined =
        new String(bytes(manyTimes(20_000)), StandardCharsets.US_ASCII)
            .replace('\n', ' ')
            .getBytes(StandardCharsets.US_ASCII);

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          assertThat(JournalContent.of(garbage).records()).isEmpty();
          assertThat(JournalContent.of(joined).records()).hasSize(20_000);
        });
  }

  private static List<List<List<String>>> manyTimes(int times) {
    List<List<List<String>>> lines = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      lines.add(List.of(List.of("step", Integer.toString(i))));
    }
    return lines;
  }
}
