// SPDX-License-Identifier: Apache-2.0
package org.transhume.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every folder of journals has to do. */
abstract class JournalFolderContract {

  private JournalFolder folder;

  abstract JournalFolder open() throws IOException;

  @BeforeEach
  void openIt() throws IOException {
    folder = open();
  }

  @AfterEach
  void closeIt() throws IOException {
    folder.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private void assertHolds(String file, String text) throws IOException {
    assertThat(folder.read(file).orElseThrow()).isEqualTo(bytes(text));
  }

  @Test
  void shouldTellThatAFileIsNotThere() throws IOException {
    assertThat(folder.read("none")).isEmpty();
  }

  @Test
  void shouldNameAFileForPeople() {
    assertThat(folder.where("a.journal")).endsWith("/a.journal");
  }

  @Test
  void shouldMakeAFileThatIsAppendedToOrCut() throws IOException {
    folder.append("a", new byte[0]);
    folder.truncate("b", 5);

    assertHolds("a", "");
    assertHolds("b", "");
  }

  @Test
  void shouldAppendAndCut() throws IOException {
    folder.append("a", bytes("one two"));
    folder.truncate("a", 4);
    folder.append("a", bytes("three"));
    folder.force("a");
    folder.forceNames();

    assertHolds("a", "one three");
  }

  @Test
  void shouldNotMakeAFileLongerByCuttingIt() throws IOException {
    folder.append("a", bytes("one"));
    folder.truncate("a", 9);

    assertHolds("a", "one");
  }

  @Test
  void shouldAppendToTheFileThatHasTheNameNow() throws IOException {
    folder.append("a", bytes("old"));
    folder.append("a.new", bytes("new"));
    folder.force("a.new");
    folder.rename("a.new", "a");
    folder.append("a", bytes(" and more"));
    folder.append("a.new", bytes("another"));

    assertHolds("a", "new and more");
    assertHolds("a.new", "another");
  }

  @Test
  void shouldRefuseToRenameWhatIsNotThere() throws IOException {
    folder.append("a", bytes("one"));

    assertThatThrownBy(() -> folder.rename("none", "a")).isInstanceOf(IOException.class);
    assertHolds("a", "one");
  }

  @Test
  void shouldWriteNothingOnceItIsClosed() throws IOException {
    folder.append("a", bytes("one"));
    folder.close();
    folder.close();

    assertThatThrownBy(() -> folder.append("a", bytes("two"))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> folder.truncate("a", 0)).isInstanceOf(IOException.class);
    assertHolds("a", "one");
  }
}
