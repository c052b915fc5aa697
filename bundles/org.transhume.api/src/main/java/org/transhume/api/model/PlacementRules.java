// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import java.util.List;

/**
 * The demands that are in force at one moment.
 *
 * @param revision of the whole set of rules; it rises with each change
 * @param rules sorted by text
 */
public record PlacementRules(long revision, List<PlacementRule> rules) {

  /** No rules at all. */
  public static final PlacementRules NONE = new PlacementRules(0, List.of());

  /** Copies the list. */
  public PlacementRules {
    rules = List.copyOf(rules);
  }

  /** Those of one kind. */
  public List<PlacementRule> of(RuleKind kind) {
    return rules.stream().filter(rule -> rule.kind() == kind).toList();
  }

  /** Those that nothing may break. */
  public PlacementRules hard() {
    return new PlacementRules(revision, rules.stream().filter(PlacementRule::hard).toList());
  }

  /** Those that are only wanted. */
  public PlacementRules soft() {
    return new PlacementRules(revision, rules.stream().filter(rule -> !rule.hard()).toList());
  }
}
