// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.cli.internal.ExitCode;
import org.transhume.journal.DiskFolder;
import org.transhume.journal.RecordFile;
import picocli.CommandLine;

class JournalCommandTest {

  private static final String NAME = "agent.journal";

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final AtomicReference<String> failure = new AtomicReference<>("");

  private Path path;

  @BeforeEach
  void write() throws IOException {
    path = folder.resolve(NAME);
    try (RecordFile file = RecordFile.open(DiskFolder.at(folder), NAME).file()) {
      file.append(List.of(List.of("epoch", "0", "1")));
      file.append(List.of(List.of("step", "m-1", "READY")));
      file.append(List.of(List.of("step", "m-1", "GO")));
    }
  }

  private byte[] damage() throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    int second = new String(bytes, StandardCharsets.US_ASCII).indexOf('\n') + 1;
    bytes[second + 12] ^= 1;
    Files.write(path, bytes);
    return bytes;
  }

  @Test
  void shouldFindNothingWrongInAWholeJournal() {
    assertThat(run("check", path)).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).isEqualToNormalizingNewlines(path + ": 3 records can be read\n");
  }

  @Test
  void shouldTellWhereAJournalIsDamagedAndWhatToDo() throws IOException {
    byte[] damaged = damage();

    assertThat(run("check", path)).isEqualTo(ExitCode.ERROR);
    assertThat(out.toString())
        .contains(
            path + ": 2 records can be read",
            "damaged: bytes 19 to 42, behind record 1",
            "'transhume journal repair " + path + "'");
    assertThat(Files.readAllBytes(path)).isEqualTo(damaged);
  }

  @Test
  void shouldTakeATornEndForNoDamage() throws IOException {
    Files.writeString(path, "0123abcd to", StandardOpenOption.APPEND);

    assertThat(run("check", path)).isEqualTo(ExitCode.OK);
    assertThat(run("repair", path)).isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .contains("torn end: the last 11 bytes", path + " is not damaged: nothing was changed");
    assertThat(path).content().endsWith("0123abcd to");
  }

  @Test
  void shouldRepairAndKeepTheDamagedFile() throws IOException {
    byte[] damaged = damage();

    assertThat(run("repair", path)).isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .contains(
            path + ": 2 records kept",
            "24 bytes were not readable; the damaged file is " + path + ".damaged-1",
            "--migratedaway");
    assertThat(Files.readAllBytes(folder.resolve(NAME + ".damaged-1"))).isEqualTo(damaged);
    assertThat(run("check", path)).isEqualTo(ExitCode.OK);
    RecordFile.Opened opened = RecordFile.open(DiskFolder.at(folder), NAME);
    opened.file().close();
    assertThat(opened.records())
        .containsExactly(
            List.of("epoch", "0", "1"),
            List.of(RecordFile.UNREADABLE, "24"),
            List.of("step", "m-1", "GO"));
  }

  @Test
  void shouldNotRepairUnderTheHandsOfARunningAgent() throws IOException {
    byte[] damaged = damage();
    try (DiskFolder agent = DiskFolder.at(folder)) {
      assertThat(run("repair", path)).isEqualTo(ExitCode.ERROR);
      assertThat(failure.get()).contains(folder + " is in use", "end that one");
      assertThat(agent.read(NAME).orElseThrow()).isEqualTo(damaged);
    }
    assertThat(folder.resolve(NAME + ".damaged-1")).doesNotExist();
  }

  @Test
  void shouldNameAFileThatIsNotThereAndMakeNothing() {
    Path nowhere = folder.resolve("no/such.journal");

    assertThat(run("repair", nowhere)).isEqualTo(ExitCode.ERROR);
    assertThat(failure.get()).isEqualTo("there is no file " + nowhere);
    assertThat(folder.resolve("no")).doesNotExist();
  }

  private int run(String command, Path file) {
    return new CommandLine(new JournalCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(new StringWriter()))
        .setExecutionExceptionHandler(
            (problem, line, parsed) -> {
              failure.set(problem.getMessage());
              return ExitCode.ERROR;
            })
        .execute(command, file.toString());
  }
}
