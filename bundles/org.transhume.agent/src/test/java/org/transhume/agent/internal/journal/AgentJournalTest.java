// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.migration.side.Side;
import org.transhume.migration.side.Step;

class AgentJournalTest {

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = folder.resolve("a-204-02").resolve("agent.journal");
  }

  private static MigrationOrder order(String id) {
    return new MigrationOrder(
        id,
        new Epoch(2, 7),
        "uuid",
        "name with blanks and %, ü\n",
        "a",
        "b",
        5000,
        Map.of("k", "v w", "empty", ""));
  }

  private void write() throws IOException {
    try (AgentJournal journal = AgentJournal.open(path).journal()) {
      journal.epoch(new Epoch(1, 3));
      journal.hostState(HostState.DRAINING);
      journal.order(Side.TARGET, order("m-1"));
      journal.step("m-1", Step.BEGUN);
      journal.step("m-1", Step.READY);
    }
  }

  @Test
  void shouldRememberEverythingAfterARestart() throws IOException {
    write();

    AgentJournal.Opened opened = AgentJournal.open(path);

    assertThat(opened.epoch()).isEqualTo(new Epoch(1, 3));
    assertThat(opened.hostState()).isEqualTo(HostState.DRAINING);
    assertThat(opened.migrations().get("m-1"))
        .isEqualTo(
            new RememberedMigration(
                Side.TARGET, order("m-1"), List.of(Step.BEGUN, Step.READY), Optional.empty()));
    opened.journal().close();
  }

  @Test
  void shouldCutATornRecordAndKeepAllBeforeItWhereverItWasTorn() throws IOException {
    write();
    byte[] whole = Files.readAllBytes(path);
    for (int length = 0; length < whole.length; length++) {
      byte[] torn = java.util.Arrays.copyOf(whole, length);
      Files.write(path, torn);

      AgentJournal.Opened opened = AgentJournal.open(path);
      opened.journal().step("m-1", Step.GO);
      opened.journal().close();

      long wholeRecords =
          new String(torn, StandardCharsets.US_ASCII).chars().filter(c -> c == '\n').count();
      boolean known = wholeRecords >= 3;
      assertThat(opened.migrations().containsKey("m-1")).as("cut at %d", length).isEqualTo(known);
      if (known) {
        AgentJournal.Opened again = AgentJournal.open(path);
        assertThat(again.migrations().get("m-1").steps()).endsWith(Step.GO);
        again.journal().close();
      }
    }
  }

  @Test
  void shouldRefuseToGoOnWhenARecordInTheMiddleIsDamaged() throws IOException {
    write();
    byte[] bytes = Files.readAllBytes(path);
    bytes[12] ^= 1;
    Files.write(path, bytes);

    assertThatThrownBy(() -> AgentJournal.open(path))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining("record 1 is damaged");
    assertThat(Files.readAllBytes(path)).isEqualTo(bytes);
  }

  @Test
  void shouldForgetOldEndsAndNothingThatIsUnderWay() throws IOException {
    write();
    try (AgentJournal journal = AgentJournal.open(path).journal()) {
      for (int i = 0; i < 300; i++) {
        journal.order(Side.SOURCE, order("e-" + i));
        journal.end("e-" + i, MigrationPhase.DONE);
      }
    }

    AgentJournal.Opened opened = AgentJournal.open(path);
    opened.journal().close();

    assertThat(opened.migrations()).hasSize(201).containsKeys("m-1", "e-299", "e-100");
    assertThat(opened.migrations()).doesNotContainKey("e-99");
    AgentJournal.Opened again = AgentJournal.open(path);
    assertThat(again.migrations()).isEqualTo(opened.migrations());
    assertThat(again.epoch()).isEqualTo(new Epoch(1, 3));
    again.journal().close();
  }

  @Test
  void shouldNameThePathWhenItCannotBeWritten() throws IOException {
    AgentJournal journal = AgentJournal.open(path).journal();
    journal.close();

    assertThatThrownBy(() -> journal.step("m-1", Step.GO))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(path.toString());
  }

  @Test
  void shouldRefuseRecordsOfAnotherVersion() throws IOException {
    try (AgentJournal journal = AgentJournal.open(path).journal()) {
      journal.epoch(Epoch.NONE);
    }
    RecordFile.rewrite(path, List.of(List.of("standing-rule", "x")));

    assertThatThrownBy(() -> AgentJournal.open(path))
        .hasMessageContaining("another version")
        .hasMessageContaining("standing-rule");
  }
}
