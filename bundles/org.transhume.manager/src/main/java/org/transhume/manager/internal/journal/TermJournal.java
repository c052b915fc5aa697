// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.journal.RecordLine;
import org.transhume.spi.coordination.Term;

/**
 * The journal that managers share, as the one that leads writes it. Each entry is durable on a
 * majority of the ensemble when it is done, and none is written once the term is over.
 */
public final class TermJournal implements Journal {

  private static final Logger LOG = LoggerFactory.getLogger(TermJournal.class);
  private static final int COMPACT_FROM_RECORDS = 1_000;

  private final Term term;
  private final Ledger opened = new Ledger();
  private final Ledger written = new Ledger();
  private int compactAbove;
  private int records;
  private int unanswered;
  private volatile boolean closed;

  /**
   * Reads what earlier leaders wrote.
   *
   * @throws IOException when a record cannot be read, as after a newer version has led
   */
  public TermJournal(Term term) throws IOException {
    this(term, COMPACT_FROM_RECORDS);
  }

  TermJournal(Term term, int compactAbove) throws IOException {
    this.term = term;
    this.compactAbove = compactAbove;
    for (byte[] record : term.log()) {
      JournalEntry entry = read(record);
      opened.add(entry);
      written.add(entry);
      records++;
    }
  }

  @Override
  public Ledger opened() {
    return opened;
  }

  @Override
  public synchronized CompletionStage<Void> append(JournalEntry entry) {
    if (closed) {
      return CompletableFuture.failedFuture(new IOException("the journal is closed"));
    }
    unanswered++;
    return term.append(bytes(entry)).whenComplete((done, failure) -> answered(entry, failure));
  }

  private static byte[] bytes(JournalEntry entry) {
    return RecordLine.encode(List.of(entry.toWords()));
  }

  private static JournalEntry read(byte[] record) throws IOException {
    List<List<String>> lines =
        RecordLine.decode(record)
            .filter(records -> records.size() == 1)
            .orElseThrow(() -> new IOException("a record of the shared journal is damaged"));
    try {
      return JournalEntry.fromWords(lines.get(0));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "the shared journal holds a record of another version: "
              + e.getMessage()
              + "; start the version that has written it",
          e);
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  /**
   * Compacts when the log is long and nothing is on its way, so that neither an entry that was
   * acknowledged is left out nor one is put in that was not.
   */
  private synchronized void answered(JournalEntry entry, Throwable failure) {
    unanswered--;
    if (failure != null) {
      return;
    }
    written.add(entry);
    records++;
    if (unanswered == 0 && !closed && records > compactAbove) {
      List<JournalEntry> fewest = written.entries();
      records = fewest.size();
      compactAbove = Math.max(compactAbove, 2 * records);
      compact(fewest);
    }
  }

  private void compact(List<JournalEntry> entries) {
    LOG.debug("compacting the journal to {} entries", entries.size());
    term.compact(entries.stream().map(TermJournal::bytes).toList())
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.warn("the journal could not be compacted and grows", failure);
              }
            });
  }
}
