// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transhume.manager.internal.journal.RulesChanged.KeptRule;

class RuleLedgerTest {

  @TempDir Path folder;

  private static KeptRule rule(String text, long revision) {
    return new KeptRule(text, "etch 1,1 \u00fc\n", revision, 1_700_000_000_000L, "ada");
  }

  @Test
  void shouldBeReadAsItWasWritten() {
    RulesChanged change =
        new RulesChanged(
            7,
            true,
            List.of("n-plus-one"),
            List.of(rule("spread web", 6), rule("max-online 3", 7)));

    assertThat(JournalEntry.fromWords(change.toWords())).isEqualTo(change);
  }

  @Test
  void shouldNotTakeSomethingElseForARule() {
    List<String> words =
        new ArrayList<>(new RulesChanged(7, true, List.of(), List.of(rule("a", 1))).toWords());
    words.set(words.indexOf("l1"), "sone");

    assertThatThrownBy(() -> JournalEntry.fromWords(words))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no rule: ");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldSayTheSameInTheFewestEntriesAfterAnyHistory(long seed) {
    Random random = new Random(seed);
    Map<String, KeptRule> expected = new TreeMap<>();
    Ledger ledger = new Ledger();
    for (long revision = 1; revision <= 200; revision++) {
      boolean replaces = random.nextInt(40) == 0;
      List<KeptRule> added = new ArrayList<>();
      List<String> removed = new ArrayList<>();
      for (int i = random.nextInt(replaces ? 1_200 : 4); i > 0; i--) {
        added.add(rule("max-online " + random.nextInt(2_000), revision));
        removed.add("max-online " + random.nextInt(2_000));
      }
      if (replaces) {
        expected.clear();
      }
      removed.forEach(expected::remove);
      added.forEach(one -> expected.put(one.text(), one));
      ledger.add(new RulesChanged(revision, replaces, removed, added));
    }
    Ledger compacted = new Ledger();
    ledger.entries().forEach(compacted::add);

    assertThat(compacted.rules().rules()).isEqualTo(List.copyOf(expected.values()));
    assertThat(compacted.rules().revision()).isEqualTo(200);
    assertThat(compacted.entries()).isEqualTo(ledger.entries());
  }

  @Test
  void shouldRememberTheRevisionOfASetWithoutRules() {
    Ledger ledger = new Ledger();
    ledger.add(new RulesChanged(3, false, List.of(), List.of(rule("n-plus-one", 3))));
    ledger.add(new RulesChanged(4, false, List.of("n-plus-one"), List.of()));
    Ledger compacted = new Ledger();
    ledger.entries().forEach(compacted::add);

    assertThat(compacted.rules().revision()).isEqualTo(4);
    assertThat(compacted.rules().rules()).isEmpty();
  }

  /** An import that the loss of power cuts is there as a whole, or not at all. */
  @Test
  void shouldTakeAnImportAsAWholeWhereverItWasTorn() throws Exception {
    List<KeptRule> old = List.of(rule("n-plus-one", 1));
    List<KeptRule> imported = new ArrayList<>();
    for (int i = 10; i < 40; i++) {
      imported.add(rule("max-online " + i, 2));
    }
    try (FileJournal journal = new FileJournal(folder)) {
      append(journal, new RulesChanged(1, false, List.of(), old));
    }
    long before = Files.size(folder.resolve("manager.journal"));
    try (FileJournal journal = new FileJournal(folder)) {
      append(journal, new RulesChanged(2, true, List.of(), imported));
    }
    byte[] whole = Files.readAllBytes(folder.resolve("manager.journal"));
    assertThat(whole.length).isGreaterThan((int) before);

    for (int length = (int) before; length <= whole.length; length += 37) {
      assertThat(rulesIn(Arrays.copyOf(whole, length))).as("%d bytes", length).isEqualTo(old);
    }
    assertThat(rulesIn(whole)).isEqualTo(imported);
  }

  private List<KeptRule> rulesIn(byte[] bytes) throws Exception {
    Path torn = Files.createTempDirectory(folder, "torn");
    Files.write(torn.resolve("manager.journal"), bytes);
    try (FileJournal journal = new FileJournal(torn)) {
      return journal.opened().rules().rules();
    }
  }

  private static void append(FileJournal journal, RulesChanged change) throws Exception {
    journal.append(change).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
