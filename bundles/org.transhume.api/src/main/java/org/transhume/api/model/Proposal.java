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
 * @param domainChanges domains that should be started or stopped; null, as in what was recorded
 *     before there were any, means none
 */
public record Proposal(
    List<Move> moves,
    List<Refusal> refusals,
    List<HostRepair> repairs,
    List<PowerChange> powerChanges,
    List<DomainChange> domainChanges) {

  /** Nothing to do and nothing to say. */
  public static final Proposal EMPTY = new Proposal(List.of(), List.of());

  /** Copies the lists. */
  public Proposal {
    moves = List.copyOf(moves);
    refusals = List.copyOf(refusals);
    repairs = List.copyOf(repairs);
    powerChanges = List.copyOf(powerChanges);
    domainChanges = domainChanges == null ? List.of() : List.copyOf(domainChanges);
  }

  /** Nothing about domains to start or stop; also what a manager says that knows none. */
  @ConstructorParameters({"moves", "refusals", "repairs", "powerChanges"})
  public Proposal(
      List<Move> moves,
      List<Refusal> refusals,
      List<HostRepair> repairs,
      List<PowerChange> powerChanges) {
    this(moves, refusals, repairs, powerChanges, List.of());
  }

  /** Nothing about power; also what a manager says that knows no power changes. */
  @ConstructorParameters({"moves", "refusals", "repairs"})
  public Proposal(List<Move> moves, List<Refusal> refusals, List<HostRepair> repairs) {
    this(moves, refusals, repairs, List.of(), List.of());
  }

  /** Moves alone; also what a manager says that knows no repairs. */
  @ConstructorParameters({"moves", "refusals"})
  public Proposal(List<Move> moves, List<Refusal> refusals) {
    this(moves, refusals, List.of(), List.of(), List.of());
  }

  /** The same with these moves and refusals. */
  public Proposal with(List<Move> those, List<Refusal> refused) {
    return new Proposal(those, refused, repairs, powerChanges, domainChanges);
  }
}
