// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationCount;
import org.transhume.api.mx.PastMigration;

/** The last migrations that have ended, and a count for each domain. Safe for several threads. */
public final class Chronicle {

  private final int most;
  private final LinkedHashMap<String, PastMigration> oldestFirst = new LinkedHashMap<>();
  private final Map<String, MigrationCount> counts = new HashMap<>();

  /**
   * An empty one.
   *
   * @param most how many migrations are kept, and counts of how many domains
   */
  public Chronicle(int most) {
    this.most = most;
  }

  /** Takes in one more; one that was told of already is told of anew and not counted again. */
  public synchronized void add(PastMigration migration) {
    PastMigration before = oldestFirst.remove(migration.id());
    oldestFirst.put(migration.id(), migration);
    if (oldestFirst.size() > most) {
      oldestFirst.remove(oldestFirst.keySet().iterator().next());
    }
    if (before == null) {
      count(migration);
    }
  }

  private void count(PastMigration migration) {
    boolean done = migration.phase() == MigrationPhase.DONE;
    if (migration.phase() == MigrationPhase.REFUSED
        || migration.phase() == MigrationPhase.CANCELLED) {
      return;
    }
    MigrationCount before = counts.get(migration.domainUuid());
    counts.put(
        migration.domainUuid(),
        new MigrationCount(
            migration.domainUuid(),
            migration.domain(),
            (before == null ? 0 : before.done()) + (done ? 1 : 0),
            (before == null ? 0 : before.failed()) + (done ? 0 : 1),
            migration.requestedAtEpochMillis()));
    forgetOldestCount();
  }

  /** Domains come and go for years: of those that were not moved for longest nobody asks. */
  private void forgetOldestCount() {
    if (counts.size() > most) {
      counts.values().stream()
          .min(Comparator.comparingLong(MigrationCount::lastAtEpochMillis))
          .ifPresent(oldest -> counts.remove(oldest.domainUuid()));
    }
  }

  /** Sets a domain's count to what was counted before. */
  synchronized void resume(MigrationCount count) {
    counts.put(count.domainUuid(), count);
    forgetOldestCount();
  }

  /** The last ones, the newest first. */
  public synchronized List<PastMigration> latest(int limit) {
    return newestFirst().stream().limit(limit).toList();
  }

  /** The last ones of a domain, the newest first. */
  public synchronized List<PastMigration> of(String nameOrUuid, int limit) {
    return newestFirst().stream()
        .filter(one -> one.domain().equals(nameOrUuid) || one.domainUuid().equals(nameOrUuid))
        .limit(limit)
        .toList();
  }

  /** How often each domain has been moved, the most moved first. */
  public synchronized List<MigrationCount> counts() {
    List<MigrationCount> sorted = new ArrayList<>(counts.values());
    sorted.sort(
        Comparator.comparingLong(MigrationCount::done)
            .reversed()
            .thenComparing(MigrationCount::domain)
            .thenComparing(MigrationCount::domainUuid));
    return sorted;
  }

  /** How many are kept. */
  public synchronized int size() {
    return oldestFirst.size();
  }

  private List<PastMigration> newestFirst() {
    List<PastMigration> all = new ArrayList<>(oldestFirst.values());
    Collections.reverse(all);
    return all;
  }
}
