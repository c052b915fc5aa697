// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import java.util.List;

/**
 * What a policy wants. An empty proposal is a normal answer.
 *
 * @param moves in the order of their importance
 * @param refusals every host or domain that was considered and not used
 */
public record Proposal(List<Move> moves, List<Refusal> refusals) {

  /** Nothing to do and nothing to say. */
  public static final Proposal EMPTY = new Proposal(List.of(), List.of());

  /** Copies the lists. */
  public Proposal {
    moves = List.copyOf(moves);
    refusals = List.copyOf(refusals);
  }
}
