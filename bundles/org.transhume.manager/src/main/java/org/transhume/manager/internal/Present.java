// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.rules.Gate;

/**
 * The cluster at one moment, looked at once for all the questions that are asked about it. It knows
 * nothing of what is begun after it was made, so whoever begins a migration needs a new one.
 * Belongs to the loop.
 */
final class Present {

  private final ClusterSnapshot snapshot;
  private final Map<String, Explanation> stale;
  private final Gate rules;
  private final Guards guards;
  private final Function<String, Optional<String>> justMovedTo;
  private final Function<String, Optional<Explanation>> stopping;

  /**
   * Judges by these.
   *
   * @param stale why hosts are stale
   * @param rules that count moves which samples do not show yet
   * @param justMovedTo where a migration has just left the domain of a uuid
   * @param stopping that the domain of a uuid is being stopped
   */
  Present(
      ClusterSnapshot snapshot,
      Map<String, Explanation> stale,
      Gate rules,
      Guards guards,
      Function<String, Optional<String>> justMovedTo,
      Function<String, Optional<Explanation>> stopping) {
    this.snapshot = snapshot;
    this.stale = stale;
    this.rules = rules;
    this.guards = guards;
    this.justMovedTo = justMovedTo;
    this.stopping = stopping;
  }

  /** Why a migration of that domain cannot be begun now, whoever wants it. */
  List<Explanation> objections(String domainUuid, String source, String target) {
    return justMovedTo
        .apply(domainUuid)
        .map(Guards::justMoved)
        .or(() -> stopping.apply(domainUuid))
        .map(List::of)
        .orElseGet(() -> guards.objections(snapshot, stale, rules, domainUuid, source, target));
  }
}
