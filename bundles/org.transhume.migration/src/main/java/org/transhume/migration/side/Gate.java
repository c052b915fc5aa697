// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

import java.util.Objects;
import java.util.Optional;
import org.transhume.api.model.Epoch;

/**
 * The gate that GO passes, or does not. It opens only when GO has arrived, the leader of the newest
 * known epoch has allowed it, that was recorded, and nothing has called the migration off. Both
 * sides have one, and this is the whole rule.
 *
 * @param stage how far the hand-over has come
 * @param asked the epoch whose leave for GO is being recorded
 * @param allowed the epoch under which GO was allowed and recorded
 * @param stop what called the migration off, if anything did
 */
public record Gate(
    Stage stage, Optional<Epoch> asked, Optional<Epoch> allowed, Optional<Stop> stop) {

  /** How far the hand-over has come. */
  public enum Stage {
    /** Memory is being copied. */
    COPYING,
    /** READY was seen. */
    READY,
    /** GO has arrived and is held. */
    GO_HELD,
    /** GO is held and its passing is being recorded. */
    GO_RECORDING,
    /** GO may have passed. */
    GO_PASSED
  }

  /** Before everything. */
  public static final Gate CLOSED =
      new Gate(Stage.COPYING, Optional.empty(), Optional.empty(), Optional.empty());

  /** Requires every component. */
  public Gate {
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(asked, "asked");
    Objects.requireNonNull(allowed, "allowed");
    Objects.requireNonNull(stop, "stop");
  }

  /** Whether GO may be on its way or at its destination; nothing can be called off any more. */
  public boolean passed() {
    return stage == Stage.GO_PASSED;
  }

  /** Whether the migration was called off. */
  public boolean stopped() {
    return stop.isPresent();
  }

  /** Whether READY was seen. */
  boolean ready() {
    return stage != Stage.COPYING;
  }

  /** Whether GO is held and nothing speaks against recording that it passes. */
  boolean opens() {
    return stage == Stage.GO_HELD && unopposed();
  }

  /** Whether GO, once recorded, may really go on. */
  boolean opensAfterRecord() {
    return stage == Stage.GO_RECORDING && unopposed();
  }

  private boolean unopposed() {
    return allowed.isPresent() && stop.isEmpty();
  }

  Gate at(Stage next) {
    return new Gate(next, asked, allowed, stop);
  }

  Gate askedUnder(Epoch epoch) {
    return new Gate(stage, Optional.of(epoch), Optional.empty(), stop);
  }

  /** What was asked is recorded. */
  Gate allowedAsAsked() {
    return new Gate(stage, Optional.empty(), asked, stop);
  }

  /** Nothing that a leader has said so far counts any more. */
  Gate forbidden() {
    return new Gate(stage, Optional.empty(), Optional.empty(), stop);
  }

  /** Calls the migration off, unless GO has passed or something did so before. */
  Gate calledOff(Stop why) {
    return passed() || stopped() ? this : new Gate(stage, asked, allowed, Optional.of(why));
  }
}
