// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.DomainChange;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Move;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.RunState;
import org.transhume.manager.internal.journal.JournalEntry.PoliciesSuspended;

/**
 * What holds policies back for a time or before one another: that all are suspended, that it is not
 * the hour of one, and that one of higher priority wants something that does not go together.
 * Belongs to the loop.
 */
final class Restraints {

  private static final Logger LOG = LoggerFactory.getLogger(Restraints.class);
  private static final long LEAST_SUSPENSION_MILLIS = 1_000;
  private static final long LONGEST_SUSPENSION_MILLIS = 30L * 86_400_000;

  private final Clock clock;
  private final Keeper keeper;
  private PoliciesSuspended suspended;

  Restraints(Clock clock, Keeper keeper, Optional<PoliciesSuspended> kept) {
    this.clock = clock;
    this.keeper = keeper;
    this.suspended = kept.orElse(new PoliciesSuspended(0, ""));
  }

  /**
   * Lets no policy move anything for a while.
   *
   * @throws IllegalArgumentException when that is too short, too long or said without a reason
   */
  void suspend(long millis, String why) {
    if (millis < LEAST_SUSPENSION_MILLIS || millis > LONGEST_SUSPENSION_MILLIS) {
      throw new IllegalArgumentException(
          "policies are suspended for "
              + LEAST_SUSPENSION_MILLIS
              + " to "
              + LONGEST_SUSPENSION_MILLIS
              + " ms, not for "
              + millis);
    }
    if (why == null || why.isBlank()) {
      throw new IllegalArgumentException("say why policies are suspended");
    }
    LOG.warn("policies move nothing for {} s: {}", millis / 1000, why);
    keep(new PoliciesSuspended(clock.millis() + millis, why));
  }

  /** Lets policies move again. */
  void resume() {
    LOG.info("policies may move again");
    keep(new PoliciesSuspended(0, ""));
  }

  private void keep(PoliciesSuspended next) {
    suspended = next;
    keeper.keep("suspension", suspended);
  }

  /** Until when policies move nothing; 0 when they may. */
  long suspendedUntilEpochMillis() {
    return suspended.untilEpochMillis() > clock.millis() ? suspended.untilEpochMillis() : 0;
  }

  String suspendedWhy() {
    return suspendedUntilEpochMillis() == 0 ? "" : suspended.why();
  }

  /**
   * What holds that move of that policy back.
   *
   * @param all policies, whose last proposals count
   * @param mode of the manager
   */
  List<Explanation> objections(PolicySlot slot, Move move, Iterable<PolicySlot> all, Mode mode) {
    List<Explanation> objections = new ArrayList<>(suspension());
    objections.addAll(hours(slot));
    for (PolicySlot other : all) {
      if (other.outranks(slot) && other.mode.atMost(mode) == Mode.AUTOMATIC) {
        conflict(other, move).ifPresent(objections::add);
      }
    }
    return objections;
  }

  /** What policies of higher priority want that does not go together with a start or a stop. */
  List<Explanation> conflicts(PolicySlot slot, DomainChange change, Policies all) {
    return all.slots().stream()
        .filter(other -> other.outranks(slot))
        .filter(other -> other.mode.atMost(all.mode()) == Mode.AUTOMATIC)
        .filter(other -> conflict(other.lastWish(), change))
        .map(
            other ->
                new Explanation(
                    "OUTRANKED",
                    "policy "
                        + other.name
                        + ", of priority "
                        + other.priority()
                        + ", wants to move "
                        + change.domain()
                        + " or to power "
                        + change.host()
                        + " down",
                    Map.of("policy", other.name)))
        .toList();
  }

  private static boolean conflict(Proposal wanted, DomainChange change) {
    return wanted.moves().stream().anyMatch(move -> move.domainUuid().equals(change.domainUuid()))
        || (change.wanted() == RunState.STARTED && DomainGate.wantsDown(wanted, change.host()));
  }

  /** That policies are suspended, if they are. */
  List<Explanation> suspension() {
    long until = suspendedUntilEpochMillis();
    return until == 0
        ? List.of()
        : List.of(
            new Explanation(
                "SUSPENDED",
                "policies move nothing until "
                    + Instant.ofEpochMilli(until)
                    + ": "
                    + suspended.why(),
                Map.of("untilEpochMillis", Long.toString(until))));
  }

  /** That it is not the hour of that policy, if it is not. */
  List<Explanation> hours(PolicySlot slot) {
    LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), clock.getZone());
    return slot.windows().isEmpty() || slot.windows().stream().anyMatch(one -> one.isOpen(now))
        ? List.of()
        : List.of(
            new Explanation(
                "OUTSIDE_WINDOW",
                "policy "
                    + slot.name
                    + " may move in "
                    + String.join(", ", slot.windowTexts())
                    + " ("
                    + clock.getZone()
                    + ")",
                Map.of("windows", String.join(", ", slot.windowTexts()))));
  }

  /** What in the last proposal of a policy of higher priority does not go together with a move. */
  private static Optional<Explanation> conflict(PolicySlot other, Move move) {
    Proposal wanted = other.lastWish();
    Optional<Explanation> stop =
        wanted.domainChanges().stream()
            .filter(change -> change.wanted() == RunState.STOPPED)
            .filter(change -> change.domainUuid().equals(move.domainUuid()))
            .findFirst()
            .map(
                change ->
                    new Explanation(
                        "OUTRANKED",
                        "policy "
                            + other.name
                            + ", of priority "
                            + other.priority()
                            + ", wants it stopped",
                        Map.of("policy", other.name)));
    return stop.or(() -> conflictOfMoves(other, wanted, move));
  }

  private static Optional<Explanation> conflictOfMoves(
      PolicySlot other, Proposal wanted, Move move) {
    return wanted.moves().stream()
        .filter(
            its ->
                (its.domainUuid().equals(move.domainUuid()) && !its.target().equals(move.target()))
                    || its.source().equals(move.target())
                    || its.target().equals(move.source()))
        .findFirst()
        .map(
            its ->
                new Explanation(
                    "OUTRANKED",
                    "policy "
                        + other.name
                        + ", of priority "
                        + other.priority()
                        + ", wants "
                        + its.domain()
                        + " to go from "
                        + its.source()
                        + " to "
                        + its.target()
                        + ", which does not go together with it",
                    Map.of("policy", other.name)));
  }
}
