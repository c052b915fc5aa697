// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.journal.DiskFolder;
import org.transhume.journal.JournalRepair;
import org.transhume.journal.RecordFile;
import org.transhume.journal.SimulatedFolder;
import org.transhume.manager.internal.journal.JournalEntry.CapSet;
import org.transhume.manager.internal.journal.JournalEntry.ManagerMode;
import org.transhume.manager.internal.journal.JournalEntry.MigrationBegun;
import org.transhume.manager.internal.journal.JournalEntry.MigrationClosed;
import org.transhume.manager.internal.journal.JournalEntry.MigrationHandedOver;
import org.transhume.manager.internal.journal.JournalEntry.PolicyMode;
import org.transhume.manager.internal.journal.JournalEntry.PolicyParameterSet;
import org.transhume.manager.internal.journal.JournalEntry.PolicyStateKept;
import org.transhume.manager.internal.journal.JournalEntry.Started;
import org.transhume.spi.policy.PolicyState;

class FileJournalTest {

  private static final Explanation WHY =
      new Explanation("HOT", "a-204-02 is hot", Map.of("load", "0.9"));
  private static final List<JournalEntry> ALL =
      List.of(
          new Started(3),
          new ManagerMode(Mode.AUTOMATIC),
          new PolicyMode("hotspot", Mode.ADVISE),
          new PolicyParameterSet("hotspot", "margin", 0.1),
          new PolicyStateKept(
              "hotspot",
              new PolicyState(
                  2, Map.of("hot", Map.of("a", 3L), "list", List.of(true, 1.5, "text")))),
          begun("m-1"),
          begun("m-2"),
          new MigrationHandedOver("m-2"),
          new MigrationClosed("m-1", "u-m-1", MigrationPhase.DONE, List.of(WHY), 99),
          new CapSet("migrationsPerSource", 2, 1));

  @TempDir Path folder;

  @Test
  void shouldGiveBackWhatWasWritten() throws Exception {
    write(ALL);

    try (FileJournal journal = new FileJournal(folder)) {
      Ledger ledger = journal.opened();
      assertThat(ledger.starts()).isEqualTo(3);
      assertThat(ledger.mode()).contains(Mode.AUTOMATIC);
      assertThat(ledger.cap("migrationsPerSource")).contains((CapSet) ALL.get(9));
      assertThat(ledger.policyMode("hotspot")).contains(Mode.ADVISE);
      assertThat(ledger.parameters("hotspot")).containsEntry("margin", 0.1);
      assertThat(ledger.state("hotspot")).contains(((PolicyStateKept) ALL.get(4)).state());
      assertThat(ledger.unfinished()).containsExactly((MigrationBegun) begun("m-2"));
      assertThat(ledger.lastOfEachDomain()).containsExactly((MigrationClosed) ALL.get(8));
    }
  }

  @Test
  void shouldSayTheSameAfterItWasCompacted() throws Exception {
    write(ALL);
    Ledger once = read();
    Ledger twice = read();

    assertThat(twice.entries()).isEqualTo(once.entries());
  }

  /** A loss of power can leave any prefix of the last record, or of all of them. */
  @Test
  void shouldCutATornTailWhereverItWasTorn() throws Exception {
    write(ALL);
    byte[] whole = Files.readAllBytes(file());
    int entriesBefore = -1;
    for (int length = whole.length % 11; length <= whole.length; length += 11) {
      Files.write(file(), Arrays.copyOf(whole, length));
      int entries = read().entries().size();
      assertThat(entries).as("entries after %d bytes", length).isGreaterThanOrEqualTo(1);
      if (length == whole.length) {
        entriesBefore = entries;
      }
    }
    assertThat(entriesBefore).isEqualTo(new LedgerOf(ALL).entries());
  }

  @Test
  void shouldCutATailOfZeroesAsAFileSystemMayLeaveIt() throws Exception {
    write(ALL);
    byte[] whole = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(whole, whole.length + 300));

    assertThat(read().starts()).isEqualTo(3);
  }

  @Test
  void shouldNotStartWhenARecordInTheMiddleIsDamaged() throws Exception {
    write(ALL);
    byte[] bytes = Files.readAllBytes(file());
    bytes[60] ^= 0x40;
    Files.write(file(), bytes);

    assertThatThrownBy(() -> new FileJournal(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("manager.journal is damaged at byte")
        .hasMessageContaining("transhume journal repair " + file());
  }

  @Test
  void shouldNotTakeAForeignFileForAJournal() throws Exception {
    Files.writeString(file(), "something else entirely\nwith lines\n");

    assertThatThrownBy(() -> new FileJournal(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("manager.journal is damaged at byte 0");
  }

  @Test
  void shouldNotBeSharedByTwoManagers() throws Exception {
    try (FileJournal first = new FileJournal(folder)) {
      assertThat(first.opened().starts()).isZero();
      assertThatThrownBy(() -> new FileJournal(folder))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another manager");
    }
  }

  @Test
  void shouldStaySmallHoweverOftenTheSameIsWritten() throws Exception {
    try (FileJournal journal = new FileJournal(folder)) {
      String text = "x".repeat(60_000);
      for (long i = 0; i < 300; i++) {
        journal
            .append(new PolicyStateKept("hotspot", new PolicyState(1, Map.of("a", text, "i", i))))
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS);
      }
    }

    assertThat(Files.size(file())).isLessThan(2L << 20);
    assertThat(read().state("hotspot").orElseThrow().values()).containsEntry("i", 299L);
  }

  /** Of what is missing one may have been a start, or an operator's word that it must not act. */
  @Test
  void shouldOnlyObserveAfterARepairAndNeverCountAStartTwice() throws Exception {
    write(ALL);
    List<String> lines = new ArrayList<>(Files.readAllLines(file()));
    lines.set(3, lines.get(3).replace('e', 'E'));
    Files.write(file(), lines);
    try (DiskFolder disk = DiskFolder.at(folder)) {
      assertThat(JournalRepair.of(disk, "manager.journal").recordsKept()).isEqualTo(9);
    }

    for (int time = 0; time < 2; time++) {
      Ledger ledger = read();
      assertThat(ledger.starts()).isEqualTo(4);
      assertThat(ledger.mode()).contains(Mode.OBSERVE);
      assertThat(ledger.unfinished()).containsExactly((MigrationBegun) begun("m-2"));
    }
  }

  @Test
  void shouldHoldNothingThatAFullDiskHasRefused() throws Exception {
    SimulatedFolder memory = new SimulatedFolder();
    try (FileJournal journal = new FileJournal(memory)) {
      memory.fill(true);
      assertThat(journal.append(begun("m-1")).toCompletableFuture())
          .failsWithin(60, TimeUnit.SECONDS)
          .withThrowableOfType(ExecutionException.class)
          .withMessageContaining("manager.journal cannot be written (No space left on device)");
      memory.fill(false);
      journal.append(begun("m-2")).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    try (FileJournal journal = new FileJournal(memory.withForcedOnly())) {
      assertThat(journal.opened().unfinished()).containsExactly((MigrationBegun) begun("m-2"));
    }
  }

  @Test
  void shouldNotStartOnARecordOfAnotherVersion() throws Exception {
    try (RecordFile file = RecordFile.open(DiskFolder.at(folder), "manager.journal").file()) {
      file.append(List.of(Values.toWords(Map.of("kind", "unheard-of"))));
    }

    for (int time = 0; time < 2; time++) {
      assertThatThrownBy(() -> new FileJournal(folder))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another version")
          .hasMessageContaining("unheard-of");
    }
  }

  @Test
  void shouldRefuseEntriesOnceItIsClosed() throws Exception {
    FileJournal journal = new FileJournal(folder);
    journal.close();

    assertThat(journal.append(new Started(1)).toCompletableFuture()).isCompletedExceptionally();
  }

  private record LedgerOf(List<JournalEntry> all) {
    int entries() {
      Ledger ledger = new Ledger();
      all.forEach(ledger::add);
      return ledger.entries().size();
    }
  }

  private void write(List<JournalEntry> entries) throws Exception {
    try (FileJournal journal = new FileJournal(folder)) {
      for (JournalEntry entry : entries) {
        journal.append(entry).toCompletableFuture().get(60, TimeUnit.SECONDS);
      }
    }
  }

  private Ledger read() throws IOException {
    try (FileJournal journal = new FileJournal(folder)) {
      return journal.opened();
    }
  }

  private Path file() {
    return folder.resolve("manager.journal");
  }

  private static JournalEntry begun(String id) {
    return new MigrationBegun(
        new MigrationOrder(
            id, new Epoch(0, 3), "u-" + id, "etch", "a", "b", 5000, Map.of("k", "v")),
        "operator",
        WHY,
        77);
  }
}
