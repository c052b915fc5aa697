// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.manager;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StreamTicket;
import org.transhume.migration.manager.ManagerCommand.Ask;
import org.transhume.migration.manager.ManagerCommand.Check;
import org.transhume.migration.manager.ManagerCommand.Give;
import org.transhume.migration.manager.ManagerCommand.LimitQueue;
import org.transhume.migration.manager.ManagerCommand.LimitTime;
import org.transhume.migration.manager.ManagerCommand.Record;
import org.transhume.migration.manager.ManagerCommand.Wait;

/**
 * One migration as its manager knows it. {@link #on} is the whole protocol of the manager: a pure
 * function of state and event.
 *
 * <p>Three rules hold everywhere. The target records the hand-over before the source is told of it,
 * and the journal before both. Once a side may have been given an order, both sides are finished,
 * whatever happened: each is told what the other one found, in turn, until both have closed. Every
 * stage that waits has a {@link Wait}, so that a lost message delays and never hangs.
 *
 * @param order what every order to the agents says
 * @param pace how long to wait
 * @param stage what is waited for
 * @param phase what people see; it never goes back, but for one that the target has put off
 * @param ticket the target's leave to send
 * @param ending how it is called if the domain stays where it is; empty when the source may tell
 * @param reasons what went wrong so far
 * @param aborted sides that have answered an abort
 * @param asked the side that was ordered to finish last
 * @param told what each side found when it was ordered to finish
 * @param closed how each side closed
 * @param attempts how often the present order has been given without an answer
 * @param putOffs how often the target has refused it for reasons that pass
 */
public record ManagerMigration(
    MigrationOrder order,
    Pace pace,
    Stage stage,
    MigrationPhase phase,
    Optional<StreamTicket> ticket,
    Optional<MigrationPhase> ending,
    List<Explanation> reasons,
    Set<Side> aborted,
    Side asked,
    Map<Side, Map<String, String>> told,
    Map<Side, MigrationPhase> closed,
    int attempts,
    int putOffs) {

  /** Code of the reason that a side did not answer: {@code host}, its operand, may come back. */
  public static final String NOT_FINISHED = "NOT_FINISHED";

  /** Copies the collections. */
  public ManagerMigration {
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(pace, "pace");
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(ticket, "ticket");
    Objects.requireNonNull(ending, "ending");
    Objects.requireNonNull(asked, "asked");
    reasons = List.copyOf(reasons);
    aborted = Set.copyOf(aborted);
    told = Map.copyOf(told);
    closed = Map.copyOf(closed);
  }

  /** A migration that somebody wants and nobody has looked at. */
  public static ManagerMigration requested(MigrationOrder order, Pace pace) {
    return new ManagerMigration(
        order,
        pace,
        Stage.REQUESTED,
        MigrationPhase.REQUESTED,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Set.of(),
        Side.TARGET,
        Map.of(),
        Map.of(),
        0,
        0);
  }

  /** A migration that waited in an earlier life of its manager. */
  public static ManagerMigration waiting(MigrationOrder order, Pace pace) {
    return requested(order, pace).at(Stage.PUT_OFF, MigrationPhase.CHECKING);
  }

  /** A migration that ended in an earlier life of its manager. */
  public static ManagerMigration closed(
      MigrationOrder order, Pace pace, MigrationPhase phase, List<Explanation> reasons) {
    return requested(order, pace).because(reasons).at(Stage.CLOSED, phase);
  }

  /** What follows from an event. Events that have no meaning in this state change nothing. */
  public Transition on(ManagerEvent event) {
    return event.applyTo(this);
  }

  /** Why it can no longer be cancelled; empty while it can. */
  public Optional<Explanation> whyNotCancellable() {
    if (phase.isFinal()) {
      return Optional.of(
          because("ALREADY_ENDED", "migration " + order.migrationId() + " has ended as " + phase));
    }
    if (stage.compareTo(Stage.HANDING_OVER_TO_TARGET) < 0) {
      return Optional.empty();
    }
    if (stage.compareTo(Stage.HANDED_OVER) <= 0) {
      return Optional.of(
          because(
              "GO_MAY_HAVE_PASSED",
              "the hand-over to "
                  + order.target()
                  + " has been recorded: the domain may already run there"));
    }
    if (stage == Stage.RESUMING) {
      return Optional.of(
          because(
              "GO_MAY_HAVE_PASSED",
              "this manager has just taken it over and does not know yet whether the domain already"
                  + " runs on "
                  + order.target()
                  + ": ask again in some seconds"));
    }
    return Optional.of(
        because("ALREADY_ENDING", "migration " + order.migrationId() + " is already being ended"));
  }

  Transition begun() {
    return stage == Stage.REQUESTED
        ? Transition.to(at(Stage.CHECKING, MigrationPhase.CHECKING), new Check())
        : ignored();
  }

  Transition checked(List<Explanation> objections, boolean passing) {
    if (stage != Stage.CHECKING && stage != Stage.QUEUED) {
      return ignored();
    }
    ManagerMigration next = because(objections);
    if (objections.isEmpty()) {
      return Transition.to(
          next.at(Stage.PREPARING, MigrationPhase.PREPARING),
          new Record(Milestone.INTENT),
          new LimitTime(order.timeLimitMillis()),
          Give.order(Side.TARGET, OrderKind.PREPARE),
          answerWait());
    }
    if (!passing) {
      return next.endedUnbegun(MigrationPhase.REFUSED, List.of());
    }
    return stage == Stage.QUEUED
        ? Transition.to(next)
        : Transition.to(
            next.at(Stage.QUEUED, phase),
            new LimitQueue(pace.queueMillis()),
            new Record(Milestone.QUEUED));
  }

  Transition answered(Side side, OrderKind kind, StepResult result) {
    return switch (stage) {
      case PREPARING ->
          side == Side.TARGET && kind == OrderKind.PREPARE ? prepared(result) : ignored();
      case STARTING -> side == Side.SOURCE && kind == OrderKind.SEND ? started(result) : ignored();
      case HANDING_OVER_TO_TARGET, HANDING_OVER_AT_SOURCE ->
          kind == OrderKind.HAND_OVER ? handOverAnswered(side, result) : ignored();
      case ABORTING -> kind == OrderKind.ABORT ? abortAnswered(side) : ignored();
      case FINISHING ->
          kind == OrderKind.FINISH && side == asked ? finishAnswered(result) : ignored();
      default -> ignored();
    };
  }

  Transition unanswered(Side side, OrderKind kind, String detail) {
    boolean awaited =
        switch (stage) {
          case PREPARING, HANDING_OVER_TO_TARGET -> side == Side.TARGET && kind == expected();
          case STARTING, HANDING_OVER_AT_SOURCE -> side == Side.SOURCE && kind == expected();
          case FINISHING -> side == asked && kind == OrderKind.FINISH;
          case ABORTING -> kind == OrderKind.ABORT && !aborted.contains(side);
          default -> false;
        };
    if (!awaited) {
      return ignored();
    }
    Explanation reason =
        because(
            "NO_ANSWER",
            side.hostOf(order) + " did not answer " + kind + " in time or at all: " + detail);
    ManagerMigration next = stage == Stage.FINISHING ? telling(side, Map.of()) : this;
    return Transition.to(next.adding(List.of(reason)), new Wait(pace.retryAfter(attempts)));
  }

  Transition reported(Side side, MigrationPhase reported, List<Explanation> why) {
    boolean refused = reported == MigrationPhase.REFUSED;
    if (refused && (stage == Stage.PREPARING || stage == Stage.STARTING)) {
      // The answer to the order says the same; this word of it may come first.
      return ignored();
    }
    boolean handedOver = stage.mayHavePassedGo();
    if (reported.isFinal() || reported == MigrationPhase.FINISHING) {
      if (handedOver) {
        return adding(why).finishing(MigrationPhase.FINISHING);
      }
      if (stage.isUnderWay()) {
        return adding(why)
            .aborting(
                reported == MigrationPhase.CANCELLED ? Optional.of(reported) : Optional.empty(),
                List.of());
      }
      return ignored();
    }
    boolean complete =
        side == Side.SOURCE
            && reported == MigrationPhase.HANDOVER
            && (stage == Stage.STARTING || stage == Stage.SENDING || stage == Stage.RESUMING);
    if (stage == Stage.RESUMING && side == Side.SOURCE && !complete) {
      return Transition.to(at(Stage.SENDING, MigrationPhase.SENDING));
    }
    return complete
        ? Transition.to(
            at(Stage.HANDING_OVER_TO_TARGET, MigrationPhase.HANDOVER),
            new Record(Milestone.HAND_OVER),
            Give.order(Side.TARGET, OrderKind.HAND_OVER),
            answerWait())
        : Transition.to(stage == Stage.SENDING ? tried(0) : this);
  }

  Transition forgotten(Side side) {
    Explanation reason =
        because(
            "AGENT_FORGOT",
            "the agent of " + side.hostOf(order) + " knows nothing of this migration any more");
    if (stage != Stage.SENDING && stage != Stage.HANDED_OVER && stage != Stage.RESUMING) {
      return ignored();
    }
    if (attempts + 1 < pace.orderAttempts()) {
      return Transition.to(tried(attempts + 1));
    }
    return stage == Stage.HANDED_OVER
        ? adding(List.of(reason)).finishing(MigrationPhase.FINISHING)
        : aborting(MigrationPhase.ROLLED_BACK, List.of(reason));
  }

  Transition waitPassed() {
    return switch (stage) {
      case PUT_OFF -> Transition.to(at(Stage.QUEUED, phase), new Check());
      case PREPARING -> again(Side.TARGET, MigrationPhase.REFUSED);
      case HANDING_OVER_TO_TARGET -> again(Side.TARGET, MigrationPhase.ROLLED_BACK);
      case STARTING, HANDING_OVER_AT_SOURCE -> again(Side.SOURCE, MigrationPhase.ROLLED_BACK);
      case SENDING, RESUMING -> Transition.to(this, new Ask(Side.SOURCE), pollWait());
      case HANDED_OVER ->
          Transition.to(this, new Ask(Side.TARGET), new Ask(Side.SOURCE), pollWait());
      case ABORTING -> abortAgain();
      case FINISHING -> finishAgain();
      default -> ignored();
    };
  }

  Transition limitPassed() {
    if (stage.isWaiting()) {
      return endedUnbegun(
          MigrationPhase.REFUSED,
          List.of(
              because(
                  "QUEUED_TOO_LONG",
                  "what speaks against it did not pass within " + pace.queueMillis() + " ms")));
    }
    Explanation reason =
        new Explanation(
            "TIME_LIMIT",
            "not done within the time limit of " + order.timeLimitMillis() + " ms",
            Map.of("timeLimitMillis", Long.toString(order.timeLimitMillis())));
    // The order to hand over may have been lost: a side that still waits for it has to be told.
    return stage.isUnderWay() ? aborting(MigrationPhase.ROLLED_BACK, List.of(reason)) : ignored();
  }

  Transition cancelRequested(String by) {
    Explanation reason = new Explanation("CANCELLED", "cancelled by " + by, Map.of("by", by));
    if (whyNotCancellable().isPresent()) {
      return ignored();
    }
    return stage.compareTo(Stage.PREPARING) < 0
        ? endedUnbegun(MigrationPhase.CANCELLED, List.of(reason))
        : aborting(MigrationPhase.CANCELLED, List.of(reason));
  }

  Transition recordFailed(Milestone milestone, String detail) {
    Explanation reason =
        because("JOURNAL", "the manager cannot write its journal (" + detail + ")");
    return switch (milestone) {
      // It waits on; only a restart would forget it.
      case QUEUED -> ignored();
      case INTENT ->
          stage == Stage.PREPARING
              ? Transition.to(ended(MigrationPhase.REFUSED, List.of(reason)))
              : ignored();
      case HAND_OVER ->
          stage == Stage.HANDING_OVER_TO_TARGET
              ? aborting(MigrationPhase.ROLLED_BACK, List.of(reason))
              : ignored();
      case CLOSED -> ignored();
    };
  }

  /**
   * After a restart nobody knows what reached the agents, but the source knows how far it has come:
   * what it does goes on, what it has ended is finished, and what it never began is called off. The
   * agents' own time limits have run on meanwhile. One that waited is checked anew.
   */
  Transition restarted() {
    if (stage == Stage.PUT_OFF) {
      return Transition.to(
          at(Stage.QUEUED, phase), new LimitQueue(pace.queueMillis()), new Check());
    }
    return Transition.to(
        at(Stage.RESUMING, MigrationPhase.SENDING),
        new LimitTime(order.timeLimitMillis()),
        new Ask(Side.SOURCE),
        pollWait());
  }

  private Transition prepared(StepResult result) {
    if (result.accepted() && result.ticket() != null) {
      ManagerMigration next =
          with(Optional.of(result.ticket())).at(Stage.STARTING, MigrationPhase.SENDING);
      return Transition.to(next, next.sendOrder(), answerWait());
    }
    if (result.accepted()) {
      return aborting(
          MigrationPhase.REFUSED,
          List.of(because("NO_TICKET", order.target() + " prepared and gave no leave to send")));
    }
    return result.isRefusedForNow()
        ? putOff(said(Side.TARGET, result))
        : Transition.to(
            ended(MigrationPhase.REFUSED, said(Side.TARGET, result)), new Record(Milestone.CLOSED));
  }

  /** The target has kept nothing: it waits as if it had only been asked for, and tries again. */
  private Transition putOff(List<Explanation> why) {
    return Transition.to(
        because(why).at(Stage.PUT_OFF, MigrationPhase.CHECKING).putOffs(putOffs + 1),
        new LimitQueue(pace.queueMillis()),
        new Record(Milestone.QUEUED),
        new Wait(pace.retryAfter(putOffs)));
  }

  private Transition started(StepResult result) {
    return result.accepted()
        ? Transition.to(at(Stage.SENDING, MigrationPhase.SENDING), pollWait())
        : aborting(MigrationPhase.REFUSED, said(Side.SOURCE, result));
  }

  private Transition handOverAnswered(Side side, StepResult result) {
    boolean target = stage == Stage.HANDING_OVER_TO_TARGET;
    if (target != (side == Side.TARGET)) {
      return ignored();
    }
    if (!result.accepted()) {
      return aborting(MigrationPhase.ROLLED_BACK, said(side, result));
    }
    return target
        ? Transition.to(
            at(Stage.HANDING_OVER_AT_SOURCE, MigrationPhase.HANDOVER),
            Give.order(Side.SOURCE, OrderKind.HAND_OVER),
            answerWait())
        : Transition.to(
            carrying(result).at(Stage.HANDED_OVER, MigrationPhase.HANDOVER), pollWait());
  }

  /** What the source gives along with the domain, for the target's first order to finish. */
  private ManagerMigration carrying(StepResult fromSource) {
    return fromSource.attachments().isEmpty()
        ? this
        : telling(Side.SOURCE, fromSource.attachments());
  }

  private Transition aborting(MigrationPhase as, List<Explanation> why) {
    return aborting(Optional.of(as), why);
  }

  private Transition aborting(Optional<MigrationPhase> as, List<Explanation> why) {
    ManagerMigration next = adding(why).endingAs(as).at(Stage.ABORTING, phase);
    return Transition.to(
        next,
        Give.order(Side.SOURCE, OrderKind.ABORT),
        Give.order(Side.TARGET, OrderKind.ABORT),
        answerWait());
  }

  private Transition abortAnswered(Side side) {
    EnumSet<Side> sides = EnumSet.of(side);
    sides.addAll(aborted);
    ManagerMigration next = withAborted(sides);
    return sides.size() == Side.values().length ? next.finishing(phase) : Transition.to(next);
  }

  private Transition abortAgain() {
    if (attempts + 1 >= pace.orderAttempts()) {
      return finishing(phase);
    }
    List<ManagerCommand> commands = new ArrayList<>();
    for (Side side : Side.values()) {
      if (!aborted.contains(side)) {
        commands.add(Give.order(side, OrderKind.ABORT));
      }
    }
    commands.add(answerWait());
    return new Transition(tried(attempts + 1), commands);
  }

  private Transition finishing(MigrationPhase shown) {
    return at(Stage.FINISHING, shown).finish(Side.TARGET);
  }

  /** Orders one side to finish, and tells it what the other one found. */
  private Transition finish(Side side) {
    Map<String, String> fromTheOther = told.getOrDefault(side.other(), Map.of());
    return Transition.to(
        asking(side),
        new Give(side, OrderKind.FINISH, Optional.empty(), fromTheOther),
        answerWait());
  }

  private Transition finishAnswered(StepResult result) {
    boolean news = !result.attachments().equals(told.get(asked));
    ManagerMigration next = telling(asked, result.attachments());
    if (result.phase() != MigrationPhase.DONE) {
      next = next.adding(result.reasons());
    }
    boolean closes =
        result.phase().isFinal() && (result.accepted() || result.phase() == MigrationPhase.REPAIR);
    if (closes) {
      next = next.closing(asked, result.phase());
    }
    if (next.closed.size() == Side.values().length) {
      return next.owesTarget(told)
          ? next.finish(Side.TARGET)
          : Transition.to(next.endedBySides(), new Record(Milestone.CLOSED));
    }
    boolean otherIsOpen = !closed.containsKey(asked.other());
    return news && otherIsOpen
        ? next.finish(asked.other())
        : Transition.to(next, new Wait(pace.retryAfter(attempts)));
  }

  /**
   * Whether the source has just given something along that the target, which closed before, was
   * never given: the source's answer to the hand-over was lost, or came after the domain.
   */
  private boolean owesTarget(Map<Side, Map<String, String>> before) {
    Set<String> given = before.getOrDefault(Side.SOURCE, Map.of()).keySet();
    return asked == Side.SOURCE
        && closed.get(Side.TARGET) == MigrationPhase.DONE
        && told.getOrDefault(Side.SOURCE, Map.of()).keySet().stream()
            .anyMatch(name -> isForTarget(name) && !given.contains(name));
  }

  private static boolean isForTarget(String name) {
    return name.startsWith(MigrationOrder.WRAPPER_STATE)
        || name.equals(StepResult.CLOCK_BEFORE_MILLIS);
  }

  private Transition finishAgain() {
    if (attempts + 1 < pace.finishAttempts()) {
      Side next = closed.containsKey(asked.other()) ? asked : asked.other();
      return tried(attempts + 1).finish(next);
    }
    ManagerMigration next = this;
    for (Side side : Side.values()) {
      if (!closed.containsKey(side)) {
        next = next.adding(List.of(notFinished(side))).closing(side, MigrationPhase.REPAIR);
      }
    }
    return Transition.to(next.endedBySides(), new Record(Milestone.CLOSED));
  }

  private Explanation notFinished(Side side) {
    String known =
        closed.get(Side.TARGET) == MigrationPhase.DONE
            ? "the domain is at " + order.target() + "; "
            : "";
    return new Explanation(
        NOT_FINISHED,
        known
            + side.hostOf(order)
            + " could not be finished: bring its agent back, which ends this by itself, or look"
            + " there for "
            + order.domain()
            + " and for copies named "
            + order.domain()
            + "--incoming or "
            + order.domain()
            + "--migratedaway",
        Map.of("domain", order.domain(), "host", side.hostOf(order)));
  }

  private ManagerMigration endedBySides() {
    MigrationPhase target = closed.get(Side.TARGET);
    MigrationPhase source = closed.get(Side.SOURCE);
    if (target == MigrationPhase.REPAIR || source == MigrationPhase.REPAIR) {
      return ended(MigrationPhase.REPAIR, List.of());
    }
    if (target == MigrationPhase.DONE && source == MigrationPhase.DONE) {
      // What went wrong on the way is over; what a side remarks is still to be looked after.
      return because(StepResult.remarks(told.getOrDefault(Side.TARGET, Map.of())))
          .at(Stage.CLOSED, MigrationPhase.DONE);
    }
    if (target == MigrationPhase.DONE || source == MigrationPhase.DONE) {
      return ended(
          MigrationPhase.REPAIR,
          List.of(
              new Explanation(
                  "SIDES_DISAGREE",
                  "the target "
                      + order.target()
                      + " closed as "
                      + target
                      + " and the source "
                      + order.source()
                      + " as "
                      + source
                      + ": look for the domain on both",
                  Map.of("target", target.name(), "source", source.name()))));
    }
    MigrationPhase bySource =
        source == MigrationPhase.CANCELLED ? source : MigrationPhase.ROLLED_BACK;
    return ended(ending.orElse(bySource), List.of());
  }

  private Transition again(Side side, MigrationPhase otherwise) {
    if (attempts + 1 >= pace.orderAttempts()) {
      return aborting(
          otherwise,
          List.of(because("NO_ANSWER", side.hostOf(order) + " did not answer " + expected())));
    }
    ManagerCommand again = stage == Stage.STARTING ? sendOrder() : Give.order(side, expected());
    return Transition.to(tried(attempts + 1), again, answerWait());
  }

  private OrderKind expected() {
    return switch (stage) {
      case PREPARING -> OrderKind.PREPARE;
      case STARTING -> OrderKind.SEND;
      case HANDING_OVER_TO_TARGET, HANDING_OVER_AT_SOURCE -> OrderKind.HAND_OVER;
      case ABORTING -> OrderKind.ABORT;
      default -> OrderKind.FINISH;
    };
  }

  private Give sendOrder() {
    return new Give(Side.SOURCE, OrderKind.SEND, ticket, Map.of());
  }

  private List<Explanation> said(Side side, StepResult result) {
    return result.reasons().isEmpty() && !result.accepted()
        ? List.of(because("REFUSED_BY_AGENT", side.hostOf(order) + " refused without a reason"))
        : result.reasons();
  }

  private Explanation because(String code, String text) {
    return new Explanation(
        code,
        text,
        Map.of("domain", order.domain(), "source", order.source(), "target", order.target()));
  }

  private Wait answerWait() {
    return new Wait(pace.answerMillis());
  }

  private Wait pollWait() {
    return new Wait(pace.pollMillis());
  }

  private Transition ignored() {
    return Transition.to(this);
  }

  /** No agent knows of it; the journal does, if it has waited. */
  private Transition endedUnbegun(MigrationPhase as, List<Explanation> why) {
    return stage.isWaiting()
        ? Transition.to(ended(as, why), new Record(Milestone.CLOSED))
        : Transition.to(ended(as, why));
  }

  private ManagerMigration ended(MigrationPhase as, List<Explanation> why) {
    return adding(why).at(Stage.CLOSED, as);
  }

  private ManagerMigration at(Stage nextStage, MigrationPhase nextPhase) {
    return new ManagerMigration(
        order, pace, nextStage, nextPhase, ticket, ending, reasons, aborted, asked, told, closed, 0,
        putOffs);
  }

  private ManagerMigration with(Optional<StreamTicket> leave) {
    return new ManagerMigration(
        order, pace, stage, phase, leave, ending, reasons, aborted, asked, told, closed, attempts,
        putOffs);
  }

  private ManagerMigration endingAs(Optional<MigrationPhase> as) {
    return new ManagerMigration(
        order, pace, stage, phase, ticket, as, reasons, aborted, asked, told, closed, attempts,
        putOffs);
  }

  private ManagerMigration adding(List<Explanation> more) {
    List<Explanation> all = new ArrayList<>(reasons);
    more.stream().filter(reason -> !all.contains(reason)).forEach(all::add);
    return new ManagerMigration(
        order, pace, stage, phase, ticket, ending, all, aborted, asked, told, closed, attempts,
        putOffs);
  }

  private ManagerMigration because(List<Explanation> only) {
    return new ManagerMigration(
        order, pace, stage, phase, ticket, ending, only, aborted, asked, told, closed, attempts,
        putOffs);
  }

  private ManagerMigration withAborted(Set<Side> sides) {
    return new ManagerMigration(
        order, pace, stage, phase, ticket, ending, reasons, sides, asked, told, closed, attempts,
        putOffs);
  }

  private ManagerMigration asking(Side side) {
    return new ManagerMigration(
        order, pace, stage, phase, ticket, ending, reasons, aborted, side, told, closed, attempts,
        putOffs);
  }

  private ManagerMigration telling(Side side, Map<String, String> found) {
    EnumMap<Side, Map<String, String>> all = new EnumMap<>(Side.class);
    all.putAll(told);
    all.put(side, Map.copyOf(found));
    return new ManagerMigration(
        order, pace, stage, phase, ticket, ending, reasons, aborted, asked, all, closed, attempts,
        putOffs);
  }

  private ManagerMigration closing(Side side, MigrationPhase as) {
    EnumMap<Side, MigrationPhase> all = new EnumMap<>(Side.class);
    all.putAll(closed);
    all.put(side, as);
    return new ManagerMigration(
        order, pace, stage, phase, ticket, ending, reasons, aborted, asked, told, all, attempts,
        putOffs);
  }

  private ManagerMigration tried(int times) {
    return new ManagerMigration(
        order, pace, stage, phase, ticket, ending, reasons, aborted, asked, told, closed, times,
        putOffs);
  }

  private ManagerMigration putOffs(int times) {
    return new ManagerMigration(
        order, pace, stage, phase, ticket, ending, reasons, aborted, asked, told, closed, attempts,
        times);
  }
}
