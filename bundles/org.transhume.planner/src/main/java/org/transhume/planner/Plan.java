// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Moves in their order: a step begins when the one before it is over.
 *
 * @param steps none when nothing has to move
 */
public record Plan(List<Step> steps) {

  /** Nothing has to move. */
  public static final Plan NOTHING = new Plan(List.of());

  /** Copies the steps. */
  public Plan {
    steps = List.copyOf(steps);
  }

  /** All moves in their order. */
  public List<Move> moves() {
    return steps.stream().flatMap(step -> step.moves().stream()).toList();
  }

  /** How long all of it is expected to take. */
  public double seconds() {
    return steps.stream().mapToDouble(Step::seconds).sum();
  }

  /** Memory that is expected to cross the network. */
  public long mib() {
    return steps.stream().mapToLong(Step::mib).sum();
  }

  /** The cluster after it. */
  public Cluster appliedTo(Cluster cluster) {
    Map<String, String> ends = new HashMap<>();
    moves().forEach(move -> ends.put(move.domain(), move.to()));
    return cluster.with(ends);
  }
}
