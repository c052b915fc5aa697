// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.transhume.manager.internal.journal.Journal;
import org.transhume.manager.internal.journal.JournalEntry;
import org.transhume.manager.internal.journal.Ledger;

/** A journal that a test can read, break and open again. */
final class MemoryJournal implements Journal {

  private static final int COMPACT_FROM_ENTRIES = 5_000;

  final List<JournalEntry> entries = new ArrayList<>();
  Predicate<JournalEntry> breaksOn = entry -> false;
  private Ledger opened = new Ledger();
  private int compactFrom = COMPACT_FROM_ENTRIES;

  /** Opens it as a manager does that starts anew. */
  MemoryJournal reopened() {
    opened = new Ledger();
    entries.forEach(opened::add);
    return this;
  }

  @Override
  public Ledger opened() {
    return opened;
  }

  @Override
  public CompletionStage<Void> append(JournalEntry entry) {
    if (breaksOn.test(entry)) {
      return CompletableFuture.failedFuture(new IOException("No space left on device"));
    }
    entries.add(entry);
    if (entries.size() > compactFrom) {
      compact();
      compactFrom = Math.max(COMPACT_FROM_ENTRIES, 2 * entries.size());
    }
    return CompletableFuture.completedFuture(null);
  }

  /** Keeps no more than what says the same. */
  void compact() {
    Ledger all = new Ledger();
    entries.forEach(all::add);
    entries.clear();
    entries.addAll(all.entries());
  }

  @Override
  public void close() {}
}
