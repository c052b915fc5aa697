// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.manager;

import java.util.List;
import java.util.Objects;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.StepResult;

/** What can happen to a migration, as its manager learns of it. */
public sealed interface ManagerEvent {

  /** What follows from this event in that state. */
  Transition applyTo(ManagerMigration migration);

  /** The manager turns to the request. */
  record Begun() implements ManagerEvent {
    @Override
    public Transition applyTo(ManagerMigration migration) {
      return migration.begun();
    }
  }

  /**
   * The manager's own checks are done.
   *
   * @param objections everything that speaks against the migration; empty when nothing does
   * @param passing whether waiting may help: every objection goes away by itself
   */
  record Checked(List<Explanation> objections, boolean passing) implements ManagerEvent {

    /** Copies the list. */
    public Checked {
      objections = List.copyOf(objections);
    }

    @Override
    public Transition applyTo(ManagerMigration migration) {
      return migration.checked(objections, passing);
    }
  }

  /**
   * An agent answered an order.
   *
   * @param side which agent
   * @param kind which order
   * @param result its answer
   */
  record Answered(Side side, OrderKind kind, StepResult result) implements ManagerEvent {

    /** Requires every component. */
    public Answered {
      Objects.requireNonNull(side, "side");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(result, "result");
    }

    @Override
    public Transition applyTo(ManagerMigration migration) {
      return migration.answered(side, kind, result);
    }
  }

  /**
   * An order got no answer: it may have been carried out, or never have arrived.
   *
   * @param side which agent
   * @param kind which order
   * @param detail what went wrong
   */
  record Unanswered(Side side, OrderKind kind, String detail) implements ManagerEvent {

    /** Requires every component. */
    public Unanswered {
      Objects.requireNonNull(side, "side");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(detail, "detail");
    }

    @Override
    public Transition applyTo(ManagerMigration migration) {
      return migration.unanswered(side, kind, detail);
    }
  }

  /**
   * An agent told, by notification or when asked, how its side stands.
   *
   * @param side which agent
   * @param phase the phase of its side
   * @param reasons why, in a final phase
   */
  record Reported(Side side, MigrationPhase phase, List<Explanation> reasons)
      implements ManagerEvent {

    /** Copies the list. */
    public Reported {
      Objects.requireNonNull(side, "side");
      Objects.requireNonNull(phase, "phase");
      reasons = List.copyOf(reasons);
    }

    @Override
    public Transition applyTo(ManagerMigration migration) {
      return migration.reported(side, phase, reasons);
    }
  }

  /**
   * An agent that was asked knows nothing of the migration.
   *
   * @param side which agent
   */
  record Forgotten(Side side) implements ManagerEvent {

    /** Requires a side. */
    public Forgotten {
      Objects.requireNonNull(side, "side");
    }

    @Override
    public Transition applyTo(ManagerMigration migration) {
      return migration.forgotten(side);
    }
  }

  /** The last {@link ManagerCommand.Wait} is over. */
  record WaitPassed() implements ManagerEvent {
    @Override
    public Transition applyTo(ManagerMigration migration) {
      return migration.waitPassed();
    }
  }

  /** The time limit of the whole migration has passed. */
  record LimitPassed() implements ManagerEvent {
    @Override
    public Transition applyTo(ManagerMigration migration) {
      return migration.limitPassed();
    }
  }

  /**
   * Somebody wants it cancelled.
   *
   * @param by who
   */
  record CancelRequested(String by) implements ManagerEvent {

    /** Requires a name. */
    public CancelRequested {
      Objects.requireNonNull(by, "by");
    }

    @Override
    public Transition applyTo(ManagerMigration migration) {
      return migration.cancelRequested(by);
    }
  }

  /**
   * A milestone could not be made durable; the commands after it were dropped.
   *
   * @param milestone which one
   * @param detail what went wrong
   */
  record RecordFailed(Milestone milestone, String detail) implements ManagerEvent {

    /** Requires both components. */
    public RecordFailed {
      Objects.requireNonNull(milestone, "milestone");
      Objects.requireNonNull(detail, "detail");
    }

    @Override
    public Transition applyTo(ManagerMigration migration) {
      return migration.recordFailed(milestone, detail);
    }
  }

  /** The manager has restarted and found this migration waiting or unfinished in its journal. */
  record Restarted() implements ManagerEvent {
    @Override
    public Transition applyTo(ManagerMigration migration) {
      return migration.restarted();
    }
  }
}
