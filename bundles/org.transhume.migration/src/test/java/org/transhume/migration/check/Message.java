// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import java.util.Map;
import java.util.Optional;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.StepResult;
import org.transhume.migration.manager.OrderKind;

/**
 * Something on its way between a manager and an agent.
 *
 * @param kind what it is
 * @param manager which manager sent it or is to have it
 * @param epoch that manager's epoch: what belongs to an earlier life of it is for nobody
 * @param migration which migration
 * @param side 0 for the source's agent, 1 for the target's
 * @param order which order is given or answered
 * @param attachments of an order
 * @param result of an answer; empty when there will be none
 * @param phase of a notification
 */
record Message(
    Kind kind,
    int manager,
    int epoch,
    int migration,
    int side,
    OrderKind order,
    Map<String, String> attachments,
    Optional<StepResult> result,
    MigrationPhase phase) {

  enum Kind {
    ORDER,
    ANSWER,
    QUESTION,
    NOTIFICATION
  }

  static Message order(
      int manager,
      int epoch,
      int migration,
      int side,
      OrderKind order,
      Map<String, String> attachments) {
    return new Message(
        Kind.ORDER,
        manager,
        epoch,
        migration,
        side,
        order,
        attachments,
        Optional.empty(),
        MigrationPhase.REQUESTED);
  }

  static Message question(int manager, int epoch, int migration, int side) {
    return new Message(
        Kind.QUESTION,
        manager,
        epoch,
        migration,
        side,
        OrderKind.FINISH,
        Map.of(),
        Optional.empty(),
        MigrationPhase.REQUESTED);
  }

  static Message notification(
      int manager, int epoch, int migration, int side, MigrationPhase phase) {
    return new Message(
        Kind.NOTIFICATION,
        manager,
        epoch,
        migration,
        side,
        OrderKind.FINISH,
        Map.of(),
        Optional.empty(),
        phase);
  }

  Message answeredWith(Optional<StepResult> answer) {
    return new Message(
        Kind.ANSWER,
        manager,
        epoch,
        migration,
        side,
        order,
        Map.of(),
        answer,
        MigrationPhase.REQUESTED);
  }

  @Override
  public String toString() {
    String who = "manager " + (manager + 1) + " (epoch " + epoch + ")";
    String agent = side == 0 ? "the source's agent" : "the target's agent";
    String about = " of migration " + (migration + 1);
    return switch (kind) {
      case ORDER -> order + about + " from " + who + " to " + agent + told();
      case ANSWER ->
          "the answer to "
              + order
              + about
              + " from "
              + agent
              + " to "
              + who
              + ": "
              + result
                  .map(
                      answer ->
                          (answer.accepted() ? "accepted, " : "refused, ")
                              + answer.phase()
                              + (answer.attachments().isEmpty() ? "" : " " + answer.attachments()))
                  .orElse("none");
      case QUESTION -> "the question of " + who + " to " + agent + about;
      case NOTIFICATION -> "the notification " + phase + about + " from " + agent + " to " + who;
    };
  }

  private String told() {
    return attachments.isEmpty() ? "" : " with " + attachments;
  }
}
