// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.manager;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.transhume.api.mx.StreamTicket;

/**
 * What a manager has to do next. Commands are carried out in their order; when a {@link Record}
 * fails, those after it are dropped and {@link ManagerEvent.RecordFailed} is fed back.
 */
public sealed interface ManagerCommand {

  /** Check everything that the manager itself knows; feed back {@link ManagerEvent.Checked}. */
  record Check() implements ManagerCommand {}

  /**
   * Make a milestone durable before anything else is done.
   *
   * @param milestone what was reached
   */
  record Record(Milestone milestone) implements ManagerCommand {}

  /**
   * Give an order; feed back {@link ManagerEvent.Answered} or {@link ManagerEvent.Unanswered}.
   *
   * @param side to whom
   * @param kind which order
   * @param ticket goes with {@link OrderKind#SEND}
   * @param attachments to add to those of the order
   */
  record Give(
      Side side, OrderKind kind, Optional<StreamTicket> ticket, Map<String, String> attachments)
      implements ManagerCommand {

    /** Copies the map. */
    public Give {
      Objects.requireNonNull(side, "side");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(ticket, "ticket");
      attachments = Map.copyOf(attachments);
    }

    static Give order(Side side, OrderKind kind) {
      return new Give(side, kind, Optional.empty(), Map.of());
    }
  }

  /**
   * Read how one side sees the migration; feed back {@link ManagerEvent.Reported} or {@link
   * ManagerEvent.Forgotten}, or nothing when it does not answer.
   *
   * @param side whom to ask
   */
  record Ask(Side side) implements ManagerCommand {}

  /**
   * Feed back {@link ManagerEvent.WaitPassed} after a while. Replaces the wait before it.
   *
   * @param millis how long
   */
  record Wait(long millis) implements ManagerCommand {}

  /**
   * Feed back {@link ManagerEvent.LimitPassed} when the migration has waited so long in all, from
   * the first time on that it was asked for. Replaces {@link LimitTime}, and is replaced by it.
   *
   * @param millis how long it may wait
   */
  record LimitQueue(long millis) implements ManagerCommand {}

  /**
   * Feed back {@link ManagerEvent.LimitPassed} after a while.
   *
   * @param millis the time limit of the whole migration
   */
  record LimitTime(long millis) implements ManagerCommand {}
}
