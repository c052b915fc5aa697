// SPDX-License-Identifier: Apache-2.0
package org.transhume.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real disk; every way in which it may fail is in {@link PowerLossTest}. */
class RecordFileTest {

  private static final String NAME = "a.journal";
  private static final List<String> WORDS = List.of("ü and \n;", "", " ", "%", "€\u0000");

  @TempDir Path home;

  private RecordFile.Opened open() throws IOException {
    return RecordFile.open(DiskFolder.at(home), NAME);
  }

  private List<List<String>> found() throws IOException {
    RecordFile.Opened opened = open();
    opened.file().close();
    return opened.records();
  }

  @Test
  void shouldFindWhatWasAppendedWhateverItsWords() throws IOException {
    try (RecordFile file = open().file()) {
      file.append(List.of(WORDS));
      file.append(List.of(List.of("a"), List.of("b", "c"), List.of("")));
    }

    assertThat(found()).containsExactly(WORDS, List.of("a"), List.of("b", "c"), List.of(""));
  }

  @Test
  void shouldCutATornEndAndAppendBehindWhatIsWhole() throws IOException {
    try (RecordFile file = open().file()) {
      file.append(List.of(List.of("first")));
    }
    Files.writeString(home.resolve(NAME), "0123abcd torn", StandardOpenOption.APPEND);
    try (RecordFile file = open().file()) {
      file.append(List.of(List.of("second")));
    }

    assertThat(found()).containsExactly(List.of("first"), List.of("second"));
  }

  @Test
  void shouldAppendBehindWhatItWasCompactedTo() throws IOException {
    try (RecordFile file = open().file()) {
      file.append(List.of(List.of("first")));
      file.compact(List.of(List.of("all"), List.of("that counts")));
      file.append(List.of(List.of("second")));
    }

    assertThat(found()).containsExactly(List.of("all"), List.of("that counts"), List.of("second"));
    assertThat(home.resolve(NAME + ".new")).doesNotExist();
  }

  @Test
  void shouldSayWhenCompactingPays() throws IOException {
    try (RecordFile file = open().file()) {
      List<String> large = List.of("x".repeat(600_000));
      file.append(List.of(large));
      assertThat(file.isLarge()).isFalse();
      file.append(List.of(large));
      assertThat(file.isLarge()).isTrue();
      file.compact(List.of(large));
      assertThat(file.isLarge()).isFalse();
    }
  }

  @Test
  void shouldNameTheFileAndTheRemedyWhenItCannotBeWritten() throws IOException {
    RecordFile file = open().file();
    file.close();

    assertThatThrownBy(() -> file.append(List.of(List.of("late"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(home.resolve(NAME) + " cannot be written")
        .hasMessageContaining("free some space there");
    assertThat(found()).isEmpty();
  }

  @Test
  void shouldRefuseARecordWithoutWords() throws IOException {
    try (RecordFile file = open().file()) {
      assertThatThrownBy(() -> file.append(List.of(List.of())))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(found()).isEmpty();
  }

  @Test
  void shouldNotRepairWhatIsWhole() throws IOException {
    try (RecordFile file = open().file()) {
      file.append(List.of(List.of("first")));
    }
    Files.writeString(home.resolve(NAME), "0123abcd torn", StandardOpenOption.APPEND);
    byte[] before = Files.readAllBytes(home.resolve(NAME));

    try (DiskFolder folder = DiskFolder.at(home)) {
      JournalRepair repair = JournalRepair.of(folder, NAME);
      assertThat(repair.original()).isEmpty();
      assertThat(repair.recordsKept()).isEqualTo(1);
      assertThat(repair.bytesUnreadable()).isEqualTo(13);
    }
    assertThat(Files.readAllBytes(home.resolve(NAME))).isEqualTo(before);
  }

  @Test
  void shouldKeepEveryDamagedFileThatItRepairs() throws IOException {
    for (int time = 1; time <= 2; time++) {
      Files.writeString(home.resolve(NAME), "garbage " + time + "\n");
      try (DiskFolder folder = DiskFolder.at(home)) {
        assertThat(JournalRepair.of(folder, NAME).original()).hasValue(NAME + ".damaged-" + time);
      }
      assertThat(home.resolve(NAME + ".damaged-" + time)).hasContent("garbage " + time + "\n");
      assertThat(found()).containsExactly(List.of(RecordFile.UNREADABLE, "10"));
    }
  }

  @Test
  void shouldNotRepairWhatIsNotThere() throws IOException {
    try (DiskFolder folder = DiskFolder.at(home)) {
      assertThatThrownBy(() -> JournalRepair.of(folder, NAME))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(home.resolve(NAME).toString());
    }
    assertThat(home.resolve(NAME)).doesNotExist();
  }
}
