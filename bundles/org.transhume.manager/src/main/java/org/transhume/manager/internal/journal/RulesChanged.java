// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rules were changed by somebody, all at once.
 *
 * @param revision of the set from now on
 * @param replaces whether all that was there is gone
 * @param removed texts of rules that are there no more
 * @param added rules that are there now
 */
public record RulesChanged(
    long revision, boolean replaces, List<String> removed, List<KeptRule> added)
    implements JournalEntry {

  /** Copies the lists. */
  public RulesChanged {
    removed = List.copyOf(removed);
    added = List.copyOf(added);
  }

  /**
   * A rule as it is kept.
   *
   * @param text canonical
   * @param about name of the domain in it when it was taken; empty when there is none
   * @param revision since which it holds
   * @param sinceEpochMillis when that was
   * @param by who wanted it
   */
  public record KeptRule(
      String text, String about, long revision, long sinceEpochMillis, String by) {

    private List<Object> toValues() {
      return List.of(text, about, revision, sinceEpochMillis, by);
    }

    private static KeptRule of(Object value) {
      if (value instanceof List<?> rule
          && rule.size() == 5
          && rule.get(0) instanceof String text
          && rule.get(1) instanceof String about
          && rule.get(2) instanceof Long revision
          && rule.get(3) instanceof Long since
          && rule.get(4) instanceof String by) {
        return new KeptRule(text, about, revision, since, by);
      }
      throw new IllegalArgumentException("no rule: " + value);
    }
  }

  @Override
  public Map<String, Object> toValues() {
    return Map.of(
        "kind",
        "rules",
        "revision",
        revision,
        "replaces",
        replaces,
        "removed",
        new ArrayList<Object>(removed),
        "added",
        added.stream().<Object>map(KeptRule::toValues).toList());
  }

  static RulesChanged of(long revision, boolean replaces, List<?> removed, List<?> added) {
    return new RulesChanged(
        revision,
        replaces,
        removed.stream().map(Object::toString).toList(),
        added.stream().map(KeptRule::of).toList());
  }
}
