// SPDX-License-Identifier: Apache-2.0
package org.transhume.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFolderTest extends JournalFolderContract {

  @TempDir Path home;

  @Override
  JournalFolder open() throws IOException {
    return DiskFolder.at(home.resolve("made/for this"));
  }

  @Test
  void shouldBelongToOneAtATime() throws IOException {
    Path folder = home.resolve("one");
    try (DiskFolder first = DiskFolder.at(folder)) {
      assertThatThrownBy(() -> DiskFolder.at(home.resolve("made/../one")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(folder + " is in use by another manager or agent");
      first.append("a", new byte[] {1});
    }
    try (DiskFolder second = DiskFolder.at(folder)) {
      assertThat(second.read("a").orElseThrow()).containsExactly(1);
    }
  }

  @Test
  void shouldLetNobodyElseReadWhatIsInIt() throws IOException {
    Path path = home.resolve("secret");
    try (DiskFolder folder = DiskFolder.at(path)) {
      RecordFile.Opened opened = RecordFile.open(folder, "a.journal");
      opened.file().append(List.of(List.of("vncpasswd")));
      opened.file().compact(List.of(List.of("vncpasswd")));
      opened.file().close();
    }

    assertThat(Files.getPosixFilePermissions(path.resolve("a.journal")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void shouldNameTheFileThatStandsWhereItsFolderShould() throws IOException {
    Path file = Files.writeString(home.resolve("occupied"), "no folder");

    assertThatThrownBy(() -> DiskFolder.at(file.resolve("host")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
    assertThat(Files.readString(file)).isEqualTo("no folder");
  }

  /** An interrupt closes the file under the writer; the next write must not suffer from it. */
  @Test
  void shouldWriteAgainAfterAWriterWasInterrupted() throws IOException {
    try (DiskFolder folder = DiskFolder.at(home.resolve("interrupted"))) {
      folder.append("a", new byte[] {1});
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> folder.append("a", new byte[] {2})).isInstanceOf(IOException.class);
      assertThat(Thread.interrupted()).isTrue();

      folder.truncate("a", 1);
      folder.append("a", new byte[] {3});

      assertThat(folder.read("a").orElseThrow()).containsExactly(1, 3);
    }
  }
}
