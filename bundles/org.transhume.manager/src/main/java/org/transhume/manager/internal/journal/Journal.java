// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import java.util.concurrent.CompletionStage;

/** Where the manager writes down what it must not forget. Never blocks the caller. */
public interface Journal extends AutoCloseable {

  /** What was in it when it was opened. */
  Ledger opened();

  /**
   * Appends an entry.
   *
   * @return done when the entry will survive the loss of power; failed with an {@link
   *     java.io.IOException} when it could not be written, in which case it is not in the journal
   */
  CompletionStage<Void> append(JournalEntry entry);

  /** Writes what was appended and closes; bounded in time. */
  @Override
  void close();
}
