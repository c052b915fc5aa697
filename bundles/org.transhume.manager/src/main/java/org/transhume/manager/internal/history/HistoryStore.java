// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationCount;
import org.transhume.api.mx.PastMigration;
import org.transhume.journal.DiskFolder;
import org.transhume.journal.JournalFolder;
import org.transhume.journal.RecordFile;
import org.transhume.manager.internal.BackgroundWriter;

/**
 * Keeps a chronicle on the disk. It is for people and holds nothing up: without a disk that can be
 * written the chronicle goes on in memory, and the log says so.
 */
public final class HistoryStore implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HistoryStore.class);
  private static final String FILE = "history.journal";
  private static final String MOVED = "moved";
  private static final String COUNTED = "counted";
  private static final int MOST = 10_000;
  private static final int WAITING_AT_MOST = 1_000;

  private final Chronicle chronicle = new Chronicle(MOST);
  private final Optional<RecordFile> file;
  private final BackgroundWriter writer = new BackgroundWriter("migrations", WAITING_AT_MOST);

  private HistoryStore(Optional<RecordFile.Opened> opened) {
    this.file = opened.map(RecordFile.Opened::file);
    opened.ifPresent(one -> one.records().forEach(this::read));
  }

  /** One that forgets everything with its process. */
  public static HistoryStore inMemory() {
    return new HistoryStore(Optional.empty());
  }

  /** Goes on with the chronicle of that folder, which is made when it is not there. */
  public static HistoryStore in(Path folder) {
    try {
      return new HistoryStore(Optional.of(open(DiskFolder.at(folder))));
    } catch (IOException e) {
      LOG.warn(
          "migrations that end are told of until the next restart only: {}", e.getMessage(), e);
      return inMemory();
    }
  }

  private static RecordFile.Opened open(JournalFolder folder) throws IOException {
    try {
      return RecordFile.open(folder, FILE);
    } catch (IOException e) {
      folder.close();
      throw e;
    }
  }

  private void read(List<String> record) {
    try {
      if (record.get(0).equals(MOVED)) {
        chronicle.add(migration(record));
      } else if (record.get(0).equals(COUNTED)) {
        chronicle.resume(count(record));
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      LOG.warn("a line of {} is of another version and left out: {}", FILE, record, e);
    }
  }

  /** What is known, this life's and earlier ones'. */
  public Chronicle chronicle() {
    return chronicle;
  }

  /** Takes in a migration that has ended. Returns at once. */
  public void add(PastMigration migration) {
    chronicle.add(migration);
    if (file.isPresent() && !writer.offer(() -> write(file.get(), migration))) {
      LOG.warn(
          "the history lacks {}: more waits for the disk than is held in memory", migration.id());
    }
  }

  private void write(RecordFile into, PastMigration migration) {
    try {
      into.append(List.of(words(migration)));
      if (into.isLarge()) {
        into.compact(all());
      }
    } catch (IOException e) {
      LOG.warn("the history lacks {}: {}", migration.id(), e.getMessage(), e);
    }
  }

  /** Counts come last: what is read before them is in them already. */
  private List<List<String>> all() {
    List<PastMigration> oldestFirst = new ArrayList<>(chronicle.latest(MOST));
    Collections.reverse(oldestFirst);
    List<List<String>> records = new ArrayList<>();
    oldestFirst.forEach(migration -> records.add(words(migration)));
    chronicle.counts().forEach(count -> records.add(words(count)));
    return records;
  }

  private static List<String> words(PastMigration one) {
    return List.of(
        MOVED,
        one.id(),
        one.domainUuid(),
        one.domain(),
        one.source(),
        one.target(),
        one.phase().name(),
        one.requestedBy(),
        one.reason(),
        one.outcome(),
        Long.toString(one.requestedAtEpochMillis()),
        Long.toString(one.durationMillis()),
        one.downtimeMillis() == null ? "" : one.downtimeMillis().toString(),
        Long.toString(one.bytesSent()));
  }

  private static PastMigration migration(List<String> words) {
    return new PastMigration(
        words.get(1),
        words.get(2),
        words.get(3),
        words.get(4),
        words.get(5),
        MigrationPhase.valueOf(words.get(6)),
        words.get(7),
        words.get(8),
        words.get(9),
        Long.parseLong(words.get(10)),
        Long.parseLong(words.get(11)),
        words.get(12).isEmpty() ? null : Long.valueOf(words.get(12)),
        Long.parseLong(words.get(13)));
  }

  private static List<String> words(MigrationCount count) {
    return List.of(
        COUNTED,
        count.domainUuid(),
        count.domain(),
        Long.toString(count.done()),
        Long.toString(count.failed()),
        Long.toString(count.lastAtEpochMillis()));
  }

  private static MigrationCount count(List<String> words) {
    return new MigrationCount(
        words.get(1),
        words.get(2),
        Long.parseLong(words.get(3)),
        Long.parseLong(words.get(4)),
        Long.parseLong(words.get(5)));
  }

  @Override
  public void close() {
    writer.close();
    try {
      if (file.isPresent()) {
        file.get().close();
      }
    } catch (IOException e) {
      LOG.debug("closing the history failed", e);
    }
  }
}
