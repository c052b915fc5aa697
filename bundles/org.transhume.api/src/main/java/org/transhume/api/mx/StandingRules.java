// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import java.util.Objects;
import org.transhume.api.model.Epoch;

/**
 * All rules of a cluster, as the leading manager gives them to an agent.
 *
 * @param epoch under which the manager leads
 * @param revision of the set; it rises with each change
 * @param rules in their canonical text, domains by uuid
 */
public record StandingRules(Epoch epoch, long revision, List<String> rules) {

  /** No rules, as an agent has that was never given any. */
  public static final StandingRules NONE = new StandingRules(Epoch.NONE, 0, List.of());

  /** Copies the list. */
  public StandingRules {
    Objects.requireNonNull(epoch, "epoch");
    rules = List.copyOf(rules);
  }

  /**
   * What tells them from others: revision and a checksum of the texts, since a manager that lost
   * its journal counts its revisions anew. The epoch is no part of it: leaders change, rules stay.
   */
  public String mark() {
    return revision + ":" + Integer.toHexString(rules.hashCode());
  }
}
