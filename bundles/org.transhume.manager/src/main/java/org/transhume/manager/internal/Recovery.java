// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.manager.internal.journal.Journal;
import org.transhume.manager.internal.journal.JournalEntry.MigrationBegun;
import org.transhume.manager.internal.journal.JournalEntry.MigrationClosed;
import org.transhume.manager.internal.journal.JournalEntry.MigrationQueued;
import org.transhume.manager.internal.journal.JournalEntry.RepairDone;
import org.transhume.manager.internal.journal.Ledger;
import org.transhume.manager.internal.view.ClusterView;
import org.transhume.migration.manager.ManagerEvent;
import org.transhume.migration.manager.ManagerMigration;
import org.transhume.migration.manager.Pace;

/**
 * Takes up what was left unfinished, by this manager, by an earlier one or by an agent: each
 * migration waits until both its agents are connected, or have had the time to be, and is then
 * finished or rolled back by the protocol. Keeps what was left to a person until that person has
 * looked after it. Belongs to the loop.
 */
final class Recovery {

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final long PATIENCE_MILLIS = 60_000;
  private static final long REPAIR_AGAIN_MILLIS = 600_000;

  private final Loop loop;
  private final Clock clock;
  private final Journal journal;
  private final ClusterView view;
  private final Orders orders;
  private final Pace pace;
  private final History history;
  private final MigrationListener listener;
  private final Resumption resumption;
  private final Map<String, Course> awaited = new TreeMap<>();

  /** Who runs the migrations that are taken up. */
  interface Resumption {

    /** It is under way from now on, and waits for its agents. */
    void taken(Course course);

    /** Its agents are there, or were waited for long enough: it goes on from that event. */
    void resumed(Course course, ManagerEvent event);
  }

  Recovery(
      Loop loop,
      Clock clock,
      Journal journal,
      ClusterView view,
      Orders orders,
      Pace pace,
      History history,
      MigrationListener listener,
      Resumption resumption) {
    this.loop = loop;
    this.clock = clock;
    this.journal = journal;
    this.view = view;
    this.orders = orders;
    this.pace = pace;
    this.history = history;
    this.listener = listener;
    this.resumption = resumption;
  }

  /** Takes up what the journal says was left unfinished, or to a person. */
  void begin() {
    for (Ledger.RepairTask task : journal.opened().repairs()) {
      MigrationClosed closed = task.closed();
      MigrationOrder order = task.begun().order();
      Course course =
          remembered(
              task.begun(), ManagerMigration.closed(order, pace, closed.phase(), closed.reasons()));
      course.endedAtEpochMillis = closed.atEpochMillis();
      history.remember(course);
      listener.progressed(course.status());
    }
    for (MigrationBegun begun : journal.opened().unfinished()) {
      MigrationOrder order = orders.renewed(begun.order());
      LOG.warn(
          "migration {} of {} from {} to {} was under way when the manager stopped; it will be"
              + " finished or rolled back",
          order.migrationId(),
          order.domain(),
          order.source(),
          order.target());
      await(remembered(begun, ManagerMigration.requested(order, pace)));
    }
    for (MigrationQueued waiting : journal.opened().queued()) {
      MigrationOrder order = orders.renewed(waiting.order());
      MigrationRequest request =
          requestOf(
              order,
              waiting.requestedBy(),
              waiting.reason(),
              MigrationRequest.Priority.valueOf(waiting.priority()));
      LOG.info("migration {} of {} waits again for its turn", order.migrationId(), order.domain());
      await(
          new Course(
              request,
              ManagerMigration.waiting(order, pace),
              waiting.requestedAtEpochMillis(),
              waiting.wantedByAgent()));
    }
  }

  /**
   * An agent is there, perhaps one that is waited for. What was left to a person because it did not
   * answer ends by itself, if now both sides agree; else it is left to that person again.
   */
  void connected(String host) {
    List.copyOf(history.all()).stream()
        .filter(old -> old.state.phase() == MigrationPhase.REPAIR && misses(old, host))
        .forEach(old -> takeUpAgain(old.id(), old.request, host + " is back"));
    resumeWhatIsThere();
  }

  private static boolean misses(Course course, String host) {
    return missing(course).anyMatch(host::equals);
  }

  /** The hosts whose agents did not answer. */
  private static Stream<String> missing(Course course) {
    return course.state.reasons().stream()
        .filter(why -> why.code().equals(ManagerMigration.NOT_FINISHED))
        .map(why -> why.operands().get("host"));
  }

  private boolean missesSomebody(Course course) {
    return missing(course).anyMatch(host -> view.agent(host).isEmpty());
  }

  private boolean wasTriedLately(Course course) {
    return clock.millis() - course.endedAtEpochMillis < REPAIR_AGAIN_MILLIS;
  }

  private void resumeWhatIsThere() {
    List.copyOf(awaited.values()).stream()
        .filter(course -> view.agent(course.request.source()).isPresent())
        .filter(course -> view.agent(course.request.target()).isPresent())
        .forEach(course -> resume(course.id()));
  }

  /**
   * An agent tells of a migration that is not under way. It may be a side that nobody has finished,
   * although this manager has closed the migration or knows nothing of it: the agent could not
   * record its end, or came back too late.
   */
  void reported(MigrationEvent event) {
    boolean asks =
        event.reasons().stream().anyMatch(why -> why.code().equals(MigrationEvent.UNFINISHED));
    boolean inVain =
        history
            .find(event.id())
            .filter(old -> old.state.phase() == MigrationPhase.REPAIR)
            .filter(old -> wasTriedLately(old) || missesSomebody(old))
            .isPresent();
    if (!asks || inVain) {
      return;
    }
    MigrationRequest request =
        new MigrationRequest(
            event.domainUuid(),
            event.domain(),
            event.source(),
            event.target(),
            0,
            0,
            history.find(event.id()).map(old -> old.request.requestedBy()).orElse("its agent"),
            event.reasons().get(0),
            MigrationRequest.Priority.OPERATOR);
    takeUpAgain(event.id(), request, event.reasons().toString());
    resumeWhatIsThere();
  }

  private void takeUpAgain(String id, MigrationRequest request, String why) {
    LOG.warn("migration {} of {} is taken up again: {}", id, request.domain(), why);
    history.forget(id);
    Course course =
        new Course(
            request,
            ManagerMigration.requested(orders.unfinished(id, request), pace),
            clock.millis(),
            false);
    course.begun = true;
    await(course);
  }

  /**
   * A person has looked after what that migration left.
   *
   * @throws IllegalArgumentException when it has left nothing to a person
   */
  CompletionStage<Void> repaired(String id, String by) {
    boolean open =
        history.find(id).filter(one -> one.state.phase() == MigrationPhase.REPAIR).isPresent();
    if (!open) {
      throw new IllegalArgumentException("migration " + id + " has left no repair task");
    }
    return journal
        .append(new RepairDone(id))
        .thenRunAsync(
            () -> {
              LOG.info("the repair task of migration {} is done, says {}", id, by);
              history.forget(id);
              listener.forgotten(id);
            },
            loop);
  }

  private void await(Course course) {
    awaited.put(course.id(), course);
    resumption.taken(course);
    loop.schedule(PATIENCE_MILLIS, () -> resume(course.id()));
  }

  private void resume(String id) {
    Course course = awaited.remove(id);
    if (course != null) {
      // What should have begun hours ago would surprise everybody.
      boolean overdue = course.isQueued() && course.ageMillis(clock.millis()) > pace.queueMillis();
      resumption.resumed(
          course, overdue ? new ManagerEvent.LimitPassed() : new ManagerEvent.Restarted());
    }
  }

  private static Course remembered(MigrationBegun begun, ManagerMigration state) {
    MigrationRequest request =
        requestOf(
            begun.order(), begun.requestedBy(), begun.reason(), MigrationRequest.Priority.OPERATOR);
    Course course = new Course(request, state, begun.requestedAtEpochMillis(), false);
    course.begun = true;
    return course;
  }

  private static MigrationRequest requestOf(
      MigrationOrder order,
      String requestedBy,
      Explanation reason,
      MigrationRequest.Priority priority) {
    return new MigrationRequest(
        order.domainUuid(),
        order.domain(),
        order.source(),
        order.target(),
        0,
        0,
        requestedBy,
        reason,
        priority);
  }
}
