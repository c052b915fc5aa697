// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.transhume.manager.internal.journal.RulesChanged.KeptRule;

/** What all entries about rules together say. Not safe for use by several threads. */
public final class RuleLedger {

  /** A record of a shared journal is bounded in size. */
  private static final int RULES_IN_AN_ENTRY = 500;

  private final Map<String, KeptRule> rules = new TreeMap<>();
  private long revision;

  /** Takes in one more entry. */
  public void add(RulesChanged change) {
    revision = Math.max(revision, change.revision());
    if (change.replaces()) {
      rules.clear();
    }
    change.removed().forEach(rules::remove);
    change.added().forEach(rule -> rules.put(rule.text(), rule));
  }

  /** Of the set; 0 before the first change. */
  public long revision() {
    return revision;
  }

  /** The rules in the order of their texts. */
  public List<KeptRule> rules() {
    return List.copyOf(rules.values());
  }

  /** The fewest entries that say the same. */
  public List<JournalEntry> entries() {
    List<JournalEntry> entries = new ArrayList<>();
    List<KeptRule> all = rules();
    for (int from = 0; from < all.size(); from += RULES_IN_AN_ENTRY) {
      int to = Math.min(all.size(), from + RULES_IN_AN_ENTRY);
      entries.add(new RulesChanged(revision, from == 0, List.of(), all.subList(from, to)));
    }
    if (entries.isEmpty() && revision > 0) {
      entries.add(new RulesChanged(revision, true, List.of(), List.of()));
    }
    return entries;
  }
}
