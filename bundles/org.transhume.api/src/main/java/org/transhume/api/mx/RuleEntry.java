// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.Objects;
import org.transhume.api.model.RuleKind;

/**
 * One rule that is in force.
 *
 * @param text in the language of docs/rules.md, domains by uuid; its identity
 * @param about names of the domains whose uuids the text holds, as they were last known
 * @param kind what it says
 * @param hard whether it is enforced; a soft one is wanted
 * @param revision of the set, since which it holds
 * @param sinceEpochMillis when that was
 * @param by who wanted it
 */
public record RuleEntry(
    String text,
    String about,
    RuleKind kind,
    boolean hard,
    long revision,
    long sinceEpochMillis,
    String by) {

  /** Requires every text. */
  public RuleEntry {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(about, "about");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(by, "by");
  }
}
