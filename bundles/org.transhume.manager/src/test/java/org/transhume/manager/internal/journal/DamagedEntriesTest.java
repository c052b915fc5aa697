// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.transhume.api.fuzz.Mutations;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.manager.internal.journal.JournalEntry.MigrationBegun;
import org.transhume.manager.internal.journal.JournalEntry.MigrationClosed;
import org.transhume.manager.internal.journal.JournalEntry.PolicyMode;
import org.transhume.manager.internal.journal.JournalEntry.PolicyParameterSet;
import org.transhume.manager.internal.journal.JournalEntry.PolicyStateKept;
import org.transhume.spi.policy.PolicyState;

/** Entries whose words are whole and mean nothing, or something else than they should. */
class DamagedEntriesTest {

  private static final Explanation WHY = new Explanation("HOT", "it is hot", Map.of("load", "1"));
  private static final List<JournalEntry> ENTRIES =
      List.of(
          new PolicyMode("hotspot", Mode.ADVISE),
          new PolicyParameterSet("hotspot", "margin", 0.1),
          new PolicyStateKept(
              "hotspot",
              new PolicyState(2, Map.of("hot", Map.of("a", 3L), "list", List.of(true, 1.5, "x")))),
          new MigrationBegun(
              new MigrationOrder("m", new Epoch(0, 3), "u", "d", "a", "b", 50, Map.of("k", "v")),
              "operator",
              WHY,
              77),
          new MigrationClosed("m", "u", MigrationPhase.DONE, List.of(WHY, WHY), 99));

  @Test
  void shouldGiveTheSameEntryBackFromItsWords() {
    for (JournalEntry entry : ENTRIES) {
      assertThat(JournalEntry.fromWords(entry.toWords())).isEqualTo(entry);
    }
  }

  @Test
  void shouldReadThemOrRefuseThemByTheOneException() {
    Mutations mutations = new Mutations(20261122);
    Random random = new Random(7);
    int refused = 0;
    int rounds = Mutations.rounds(20_000);
    for (int round = 0; round < rounds; round++) {
      JournalEntry entry = ENTRIES.get(random.nextInt(ENTRIES.size()));
      List<String> damaged = damaged(entry.toWords(), mutations, random);
      try {
        assertThat(JournalEntry.fromWords(damaged)).isNotNull();
      } catch (IllegalArgumentException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(rounds / 10, rounds - rounds / 10);
  }

  @Test
  void shouldRefuseValuesWithoutEndAndThoseThatAreNestedTooDeep() {
    assertThatThrownBy(() -> Values.fromWords(List.of("{", "skey")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ends too soon");
    List<String> deep = new ArrayList<>(List.of("{", "skey"));
    deep.addAll(Collections.nCopies(100_000, "["));
    assertThatThrownBy(() -> Values.fromWords(deep))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nested more than 32 deep");
  }

  /** What could not be read again must not be written. */
  @Test
  void shouldNotWriteWhatIsNestedTooDeep() {
    Object nested = "text";
    for (int i = 0; i < 40; i++) {
      nested = List.of(nested);
    }
    Map<String, Object> values = Map.of("nested", nested);

    assertThatThrownBy(() -> Values.toWords(values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nested more than 32 deep");
  }

  private static List<String> damaged(List<String> words, Mutations mutations, Random random) {
    List<String> damaged = new ArrayList<>(words);
    int which = random.nextInt(words.size());
    switch (random.nextInt(3)) {
      case 0 -> damaged.remove(which);
      case 1 -> Collections.swap(damaged, which, random.nextInt(words.size()));
      default -> {
        byte[] word = words.get(which).getBytes(StandardCharsets.UTF_8);
        damaged.set(which, new String(mutations.of(word), StandardCharsets.UTF_8));
      }
    }
    return damaged;
  }
}
