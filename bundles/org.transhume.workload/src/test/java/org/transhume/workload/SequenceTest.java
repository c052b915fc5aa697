// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SequenceTest {

  @TempDir private Path folder;

  @Test
  void shouldWriteWhatItsReaderFindsWhole() throws Exception {
    String file = folder.resolve("sequence").toString();
    try (RunningProgram writer = RunningProgram.of("sequence-writer", file, "1")) {
      writer.await(line -> line.startsWith("wrote\t30\t"));
    }

    try (RunningProgram reader = RunningProgram.of("sequence-reader", file)) {
      assertThat(reader.code()).isZero();
      assertThat(reader.lines()).hasSize(1);
      assertThat(Long.parseLong(reader.last().get(1))).isGreaterThanOrEqualTo(30);
      assertThat(reader.last().get(2)).isEqualTo("0");
    }
  }

  @Test
  void shouldBeginAnew() throws Exception {
    Path file = Files.writeString(folder.resolve("sequence"), "7\n8\n9\n".repeat(100));
    try (RunningProgram writer = RunningProgram.of("sequence-writer", file.toString(), "1")) {
      writer.await(line -> line.startsWith("wrote\t3\t"));
    }

    assertThat(Files.readAllLines(file)).startsWith("1", "2", "3").doesNotContain("");
  }

  @Test
  void shouldTellOfTheGapOfASabotagedWriter() throws Exception {
    String file = folder.resolve("sequence").toString();
    try (RunningProgram writer =
        RunningProgram.of("sequence-writer", file, "1", "--sabotage", "skip")) {
      writer.await(line -> line.startsWith("wrote\t12\t"));
    }

    try (RunningProgram reader = RunningProgram.of("sequence-reader", file)) {
      assertThat(reader.code()).isEqualTo(1);
      assertThat(reader.lines("gap")).containsExactly(List.of("9", "11"));
      assertThat(reader.last().get(2)).isEqualTo("1");
    }
  }

  @Test
  void shouldTellOfEveryGapAndLeaveOutWhatIsBeingWritten() throws Exception {
    Path file = Files.writeString(folder.resolve("sequence"), "2\n3\n\0\0\n4\n4\n5\n6");

    try (RunningProgram reader = RunningProgram.of("sequence-reader", file.toString())) {
      assertThat(reader.code()).isEqualTo(1);
      assertThat(reader.lines("gap"))
          .containsExactly(
              List.of("0", "2"), List.of("3", "\0\0"), List.of("\0\0", "4"), List.of("4", "4"));
      assertThat(reader.last()).containsExactly("read", "6", "4");
    }
  }

  @Test
  void shouldReadNothingFromAnEmptyFile() throws Exception {
    Path file = Files.createFile(folder.resolve("sequence"));

    try (RunningProgram reader = RunningProgram.of("sequence-reader", file.toString())) {
      assertThat(reader.code()).isZero();
      assertThat(reader.lines()).containsExactly("read\t0\t0");
    }
  }
}
