// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner;

import java.util.List;

/**
 * Moves that may run together: while they do, each domain holds memory at its source and at its
 * target.
 *
 * @param moves at least one
 * @param seconds how long it is expected to take
 * @param mib memory that is expected to cross the network
 */
public record Step(List<Move> moves, double seconds, long mib) {

  /** Copies the moves. */
  public Step {
    moves = List.copyOf(moves);
    if (moves.isEmpty()) {
      throw new IllegalArgumentException("a step with no move");
    }
  }
}
