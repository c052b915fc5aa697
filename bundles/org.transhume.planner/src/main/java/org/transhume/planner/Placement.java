// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.transhume.api.model.Explanation;

/**
 * Where a new domain goes.
 *
 * @param host its host; empty when none takes it
 * @param refusals why each other host does not take it, by host; one that would has no entry
 * @param reasons the fewest reasons that no host takes it; empty when one does
 */
public record Placement(
    Optional<String> host,
    SortedMap<String, List<Explanation>> refusals,
    List<Explanation> reasons) {

  /** Copies the collections. */
  public Placement {
    Objects.requireNonNull(host, "host");
    refusals = new TreeMap<>(refusals);
    reasons = List.copyOf(reasons);
  }
}
