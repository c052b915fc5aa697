// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.manager.internal.journal.Journal;
import org.transhume.manager.internal.journal.JournalEntry;

/**
 * Keeps in the journal what is valid already: what was set, and what was seen. What could not be
 * written, as on a full disk, is written again until it is there. Belongs to the loop.
 */
final class Keeper {

  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  private static final long AGAIN_MILLIS = 5_000;

  private final Loop loop;
  private final Journal journal;
  private final String subject;
  private final Map<String, JournalEntry> unkept = new LinkedHashMap<>();
  private String problem = "";

  /**
   * Keeps nothing yet.
   *
   * @param subject what it keeps, for people
   */
  Keeper(Loop loop, Journal journal, String subject) {
    this.loop = loop;
    this.journal = journal;
    this.subject = subject;
  }

  /**
   * Keeps an entry.
   *
   * @param what it is about; a newer entry about the same takes its place
   */
  void keep(String what, JournalEntry entry) {
    unkept.put(what, entry);
    write(what, entry);
  }

  /** Why a restart would lose something; empty while all is kept. */
  Optional<String> problem() {
    return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
  }

  private void write(String what, JournalEntry entry) {
    journal
        .append(entry)
        .whenComplete((done, failure) -> loop.execute(() -> written(what, entry, failure)));
  }

  private void written(String what, JournalEntry entry, Throwable failure) {
    if (failure == null) {
      unkept.remove(what, entry);
      if (unkept.isEmpty() && !problem.isEmpty()) {
        LOG.info("{} is kept again", subject);
        problem = "";
      }
    } else if (problem.isEmpty()) {
      problem = "a restart would lose " + subject + ": " + failure.getMessage();
      LOG.error("{}", problem);
      again();
    }
  }

  private void again() {
    loop.schedule(
        AGAIN_MILLIS,
        () -> {
          if (!problem.isEmpty()) {
            Map.copyOf(unkept).forEach(this::write);
            again();
          }
        });
  }
}
