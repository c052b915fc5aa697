// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import java.util.List;
import javax.management.ConstructorParameters;

/**
 * What a policy wants. An empty proposal is a normal answer.
 *
 * @param moves in the order of their importance
 * @param refusals every host or domain that was considered and not used
 * @param repairs hosts that are held to be dead, and where their domains should be booted
 * @param powerChanges hosts that should be powered up or down
 */
public record Proposal(
    List<Move> moves,
    List<Refusal> refusals,
    List<HostRepair> repairs,
    List<PowerChange> powerChanges) {

  /** Nothing to do and nothing to say. */
  public static final Proposal EMPTY = new Proposal(List.of(), List.of());

  /** Copies the lists. */
  public Proposal {
    moves = List.copyOf(moves);
    refusals = List.copyOf(refusals);
    repairs = List.copyOf(repairs);
    powerChanges = List.copyOf(powerChanges);
  }

  /** Nothing about power; also what a manager says that knows no power changes. */
  @ConstructorParameters({"moves", "refusals", "repairs"})
  public Proposal(List<Move> moves, List<Refusal> refusals, List<HostRepair> repairs) {
    this(moves, refusals, repairs, List.of());
  }

  /** Moves alone; also what a manager says that knows no repairs. */
  @ConstructorParameters({"moves", "refusals"})
  public Proposal(List<Move> moves, List<Refusal> refusals) {
    this(moves, refusals, List.of(), List.of());
  }
}
