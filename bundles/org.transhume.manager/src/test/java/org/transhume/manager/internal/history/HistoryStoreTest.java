// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationCount;
import org.transhume.api.mx.PastMigration;

class HistoryStoreTest {

  @TempDir Path folder;

  private static PastMigration migration(int number, String domain, MigrationPhase phase) {
    return new PastMigration(
        "m-" + number,
        "uuid-" + domain,
        domain,
        "a-204-02",
        "a-204-03",
        phase,
        "policy hotspot",
        "too hot",
        "",
        1_000L * number,
        900,
        phase == MigrationPhase.DONE ? 80L : null,
        1L << 30);
  }

  @Test
  void shouldTellOfEarlierLivesAndCountOn() {
    try (HistoryStore store = HistoryStore.in(folder)) {
      store.add(migration(1, "etch-1-1", MigrationPhase.DONE));
      store.add(migration(2, "etch-1-1", MigrationPhase.ROLLED_BACK));
      store.add(migration(3, "etch-1-2", MigrationPhase.REFUSED));
    }
    try (HistoryStore store = HistoryStore.in(folder)) {
      assertThat(store.chronicle().latest(10))
          .containsExactly(
              migration(3, "etch-1-2", MigrationPhase.REFUSED),
              migration(2, "etch-1-1", MigrationPhase.ROLLED_BACK),
              migration(1, "etch-1-1", MigrationPhase.DONE));
      store.add(migration(4, "etch-1-1", MigrationPhase.DONE));
      assertThat(store.chronicle().counts())
          .containsExactly(new MigrationCount("uuid-etch-1-1", "etch-1-1", 2, 1, 4_000));
    }
  }

  @Test
  void shouldTellOfAMigrationOnceHoweverOftenItEnds() {
    try (HistoryStore store = HistoryStore.inMemory()) {
      store.add(migration(1, "etch-1-1", MigrationPhase.REPAIR));
      store.add(migration(1, "etch-1-1", MigrationPhase.DONE));

      assertThat(store.chronicle().latest(10))
          .containsExactly(migration(1, "etch-1-1", MigrationPhase.DONE));
      assertThat(store.chronicle().counts()).hasSize(1);
    }
  }

  @Test
  void shouldForgetTheOldestAndCountThemStill() {
    Chronicle chronicle = new Chronicle(2);
    for (int i = 1; i <= 5; i++) {
      chronicle.add(migration(i, "etch-1-1", MigrationPhase.DONE));
    }

    assertThat(chronicle.latest(10)).extracting(PastMigration::id).containsExactly("m-5", "m-4");
    assertThat(chronicle.counts()).extracting(MigrationCount::done).containsExactly(5L);
  }

  @Test
  void shouldGoOnInMemoryWhenTheFileIsDamaged() throws Exception {
    Files.writeString(folder.resolve("history.journal"), "no journal at all\n".repeat(200));
    try (HistoryStore store = HistoryStore.in(folder)) {
      store.add(migration(1, "etch-1-1", MigrationPhase.DONE));

      assertThat(store.chronicle().size()).isEqualTo(1);
    }
    assertThat(folder.resolve("history.journal")).content().startsWith("no journal at all");
  }

  @Test
  void shouldCountTheTenThousandDomainsThatWereMovedLast() {
    Chronicle chronicle = new Chronicle(10_000);
    for (int number = 0; number <= 10_000; number++) {
      chronicle.add(migration(number, "domain-" + number, MigrationPhase.DONE));
    }

    assertThat(chronicle.counts()).hasSize(10_000);
    assertThat(chronicle.counts())
        .extracting(MigrationCount::domain)
        .contains("domain-1", "domain-10000")
        .doesNotContain("domain-0");
  }
}
