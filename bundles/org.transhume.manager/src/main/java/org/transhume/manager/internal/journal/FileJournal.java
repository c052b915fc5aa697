// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.journal.DiskFolder;
import org.transhume.journal.JournalFolder;
import org.transhume.journal.RecordFile;

/**
 * The journal as one file of records. One thread writes; entries that arrive while it waits for the
 * disk share the next wait. Damage stops the manager, because a record that cannot be read may be
 * that of a hand-over.
 */
public final class FileJournal implements Journal {

  private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
  private static final String FILE = "manager.journal";
  private static final long CLOSE_MILLIS = 10_000;

  private final String where;
  private final RecordFile file;
  private final Ledger opened = new Ledger();
  private final Ledger written = new Ledger();
  private final LinkedBlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
  private final Thread writer;
  private volatile boolean closing;

  private record Pending(JournalEntry entry, List<String> record, CompletableFuture<Void> done) {}

  /**
   * Opens or makes the journal in that folder of the disk.
   *
   * @throws IOException naming the file and what is wrong with it; also when another manager has it
   */
  public FileJournal(Path folder) throws IOException {
    this(DiskFolder.at(folder));
  }

  /**
   * Opens or makes the journal in that folder.
   *
   * @param folder closed together with the journal, and at once when that cannot be opened
   * @throws IOException naming the file and what is wrong with it
   */
  public FileJournal(JournalFolder folder) throws IOException {
    this.where = folder.where(FILE);
    try {
      RecordFile.Opened found = RecordFile.open(folder, FILE);
      this.file = found.file();
      for (List<String> record : found.records()) {
        take(record);
      }
      List<List<String>> needed = needed();
      if (needed.size() < found.records().size()) {
        file.compact(needed);
      }
    } catch (IOException e) {
      folder.close();
      throw e;
    }
    this.writer = new Thread(this::write, "transhume-manager-journal");
    this.writer.setDaemon(true);
    this.writer.start();
  }

  private void take(List<String> record) throws IOException {
    if (record.get(0).equals(RecordFile.UNREADABLE)) {
      LOG.warn("{} was repaired: records are missing that could not be read", where);
      opened.addGap();
      written.addGap();
      return;
    }
    try {
      JournalEntry entry = JournalEntry.fromWords(record);
      opened.add(entry);
      written.add(entry);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          where
              + " holds a record of another version: "
              + e.getMessage()
              + "; start the version that has written it",
          e);
    }
  }

  private List<List<String>> needed() {
    return written.entries().stream().map(JournalEntry::toWords).toList();
  }

  @Override
  public Ledger opened() {
    return opened;
  }

  @Override
  public CompletionStage<Void> append(JournalEntry entry) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (closing) {
      done.completeExceptionally(new IOException("the journal is closed"));
      return done;
    }
    try {
      queue.add(new Pending(entry, entry.toWords(), done));
    } catch (IllegalArgumentException e) {
      done.completeExceptionally(
          new IOException(where + " cannot hold this entry: " + e.getMessage(), e));
    }
    return done;
  }

  @Override
  public void close() {
    closing = true;
    try {
      writer.join(CLOSE_MILLIS);
      if (writer.isAlive()) {
        LOG.warn("the journal's disk {} does not answer; leaving it", where);
        writer.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    List<Pending> batch = new ArrayList<>();
    try {
      while (!closing || !queue.isEmpty()) {
        Pending first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch);
          writeBatch(batch);
          batch.clear();
        }
      }
    } catch (InterruptedException e) {
      closing = true;
      queue.drainTo(batch);
      fail(batch, new IOException("interrupted", e));
    } finally {
      closeFile();
    }
  }

  private void writeBatch(List<Pending> batch) {
    try {
      file.append(batch.stream().map(Pending::record).toList());
    } catch (IOException e) {
      fail(batch, e);
      return;
    }
    batch.forEach(pending -> written.add(pending.entry()));
    batch.forEach(pending -> pending.done().complete(null));
    if (file.isLarge()) {
      file.compact(needed());
    }
  }

  private static void fail(List<Pending> batch, IOException failure) {
    batch.forEach(pending -> pending.done().completeExceptionally(failure));
  }

  private void closeFile() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.debug("closing {} failed", where, e);
    }
  }
}
