// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.MigrationSnapshot;
import org.transhume.api.mx.CheckReport;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StepResult;
import org.transhume.manager.internal.journal.Journal;
import org.transhume.manager.internal.journal.JournalEntry;
import org.transhume.manager.internal.journal.JournalEntry.MigrationBegun;
import org.transhume.manager.internal.journal.JournalEntry.MigrationClosed;
import org.transhume.manager.internal.journal.JournalEntry.MigrationHandedOver;
import org.transhume.manager.internal.journal.JournalEntry.MigrationQueued;
import org.transhume.manager.internal.view.ClusterView;
import org.transhume.migration.manager.ManagerCommand;
import org.transhume.migration.manager.ManagerEvent;
import org.transhume.migration.manager.ManagerMigration;
import org.transhume.migration.manager.Milestone;
import org.transhume.migration.manager.OrderKind;
import org.transhume.migration.manager.Pace;
import org.transhume.migration.manager.Side;
import org.transhume.migration.manager.Stage;
import org.transhume.migration.manager.Transition;
import org.transhume.rules.Gate;

/**
 * Runs migrations: feeds the pure protocol with what happens and carries out what it commands.
 * Belongs to the loop.
 */
final class Coordinator implements Guards.Recent {

  private static final Logger LOG = LoggerFactory.getLogger(Coordinator.class);

  private final Loop loop;
  private final Clock clock;
  private final Journal journal;
  private final ClusterView view;
  private final Guards guards;
  private final Orders orders;
  private final Pace pace;
  private final MigrationListener listener;
  private final SideChecks sides;
  private final Map<String, Course> courses = new TreeMap<>();
  private final History history;
  private final Recovery recovery;
  private Function<String, Optional<Explanation>> stopping = uuid -> Optional.empty();
  private boolean turnDue;
  private long requests;

  Coordinator(
      Loop loop,
      Clock clock,
      Journal journal,
      ClusterView view,
      Guards guards,
      Orders orders,
      Pace pace,
      MigrationListener listener) {
    this.loop = loop;
    this.clock = clock;
    this.journal = journal;
    this.view = view;
    this.guards = guards;
    this.orders = orders;
    this.pace = pace;
    this.listener = listener;
    this.sides = new SideChecks(loop, view, Math.max(1, pace.answerMillis() / 4));
    this.history = new History(journal.opened());
    this.recovery =
        new Recovery(
            loop, clock, journal, view, orders, pace, history, listener, new LeftMigrations());
  }

  /** From now on nothing moves that is being stopped, as that says of a domain's uuid. */
  void minds(Function<String, Optional<Explanation>> stops) {
    stopping = stops;
  }

  /** What was left unfinished, and how it is taken up. */
  Recovery recovery() {
    return recovery;
  }

  /**
   * Begins a migration, or refuses it: its status tells.
   *
   * @return its id
   */
  String request(MigrationRequest request) {
    requests++;
    String id = "m-" + Long.toString(clock.millis(), 36) + "-" + requests;
    begin(id, request, false);
    return id;
  }

  /** Checks a migration as if it were asked for, and begins nothing. */
  CompletionStage<CheckReport> check(MigrationRequest request) {
    requests++;
    String id = "check-" + Long.toString(clock.millis(), 36) + "-" + requests;
    return new DryRun(sides)
        .of(
            orders.of(id, request),
            present().objections(request.domainUuid(), request.source(), request.target()),
            wishes(request));
  }

  /** The soft rules that it would break. */
  private List<Explanation> wishes(MigrationRequest request) {
    return Gate.wishing(view.snapshot(loop.monotonicMillis(), clock.millis(), running()))
        .againstMove(request.domainUuid(), request.source(), request.target());
  }

  /**
   * Takes over a migration that was asked for on an agent. Does nothing when it is known, but when
   * it has ended and the agent has not heard of that.
   */
  void adopt(String id, MigrationRequest request) {
    Optional<Course> ended = history.find(id);
    if (ended.isPresent()) {
      ended.filter(Coordinator::neverBeganAtItsSource).ifPresent(this::tellRequester);
    } else if (!courses.containsKey(id)) {
      begin(id, request, true);
    }
  }

  /** A refusal by either side comes before the source has begun. */
  private static boolean neverBeganAtItsSource(Course course) {
    return !course.begun || course.state.phase() == MigrationPhase.REFUSED;
  }

  /** Cancels a migration where that is still possible; the same question has the same answer. */
  Optional<StepResult> cancel(String id, String by) {
    Course course = courses.containsKey(id) ? courses.get(id) : history.find(id).orElse(null);
    if (course == null) {
      return Optional.empty();
    }
    if (course.cancelAnswer == null) {
      Optional<Explanation> objection = course.state.whyNotCancellable();
      if (objection.isPresent()) {
        return Optional.of(StepResult.refused(course.state.phase(), List.of(objection.get())));
      }
      course.cancelAnswer = StepResult.accepted(course.state.phase());
      LOG.info("migration {} of {}: cancelled by {}", id, course.request.domain(), by);
      feed(course, new ManagerEvent.CancelRequested(by));
    }
    return Optional.of(course.cancelAnswer);
  }

  /** An agent told how its side stands. */
  void reported(String host, MigrationEvent event) {
    Course course = courses.get(event.id());
    if (course == null) {
      recovery.reported(event);
      return;
    }
    course
        .sideOf(host)
        .ifPresent(
            side -> {
              course.progress(
                  side,
                  new SideReport(
                      event.phase(),
                      0,
                      event.bytesSent(),
                      null,
                      null,
                      event.downtimeMillis(),
                      List.of()));
              feed(
                  course,
                  new ManagerEvent.Reported(
                      side, event.phase(), event.phase().isFinal() ? event.reasons() : List.of()));
            });
  }

  /** Migrations that are not finished. */
  List<MigrationSnapshot> running() {
    return courses.values().stream().map(course -> course.status().snapshot()).toList();
  }

  /** Running migrations and the last ended ones. */
  List<MigrationStatus> statuses() {
    List<MigrationStatus> statuses = new ArrayList<>();
    history.all().forEach(course -> statuses.add(course.status()));
    courses.values().forEach(course -> statuses.add(course.status()));
    return statuses;
  }

  /**
   * The migrations under way, and those that have ended since both their hosts were heard: while
   * its copies have xl's other names no sample shows the domain.
   */
  List<MigrationStatus> unsettled() {
    return statuses().stream()
        .filter(
            status ->
                !status.phase().isFinal() || justMovedTo(status.request().domainUuid()).isPresent())
        .toList();
  }

  /** Where a migration has just left the domain, while samples may still say otherwise. */
  Optional<String> justMovedTo(String domainUuid) {
    return history.unseenStay(domainUuid, view);
  }

  /** How that migration stands, or how it ended unless that was long ago. */
  Optional<MigrationStatus> status(String id) {
    return Optional.ofNullable(courses.get(id)).or(() -> history.find(id)).map(Course::status);
  }

  /** The migration of that domain that is not finished. */
  Optional<MigrationStatus> migrationOf(String domainUuid) {
    return courses.values().stream()
        .filter(course -> course.request.domainUuid().equals(domainUuid))
        .findFirst()
        .map(Course::status);
  }

  /** Migrations that wait for objections to pass. */
  List<MigrationStatus> waiting() {
    return courses.values().stream().filter(Course::isQueued).map(Course::status).toList();
  }

  /** Memory of the domains that are to arrive at that host. */
  long memoryOnTheWayTo(String host) {
    return courses.values().stream()
        .filter(course -> course.request.target().equals(host))
        .mapToLong(course -> course.request.memoryBytes())
        .sum();
  }

  /** The cluster as it is now, to ask what could be begun. */
  Present present() {
    return presentWithout("");
  }

  @Override
  public Optional<Long> millisSinceMigrationOf(String domainUuid) {
    return history.lastOf(domainUuid).map(at -> Math.max(0, clock.millis() - at));
  }

  @Override
  public Optional<Long> millisSinceMigrationAt(String host) {
    boolean underWay =
        courses.values().stream().anyMatch(course -> course.sideOf(host).isPresent());
    if (underWay) {
      return Optional.of(-1L);
    }
    return history.lastAt(host).map(at -> loop.monotonicMillis() - at);
  }

  private void begin(String id, MigrationRequest request, boolean wantedByAgent) {
    Course course =
        new Course(
            request,
            ManagerMigration.requested(orders.of(id, request), pace),
            clock.millis(),
            wantedByAgent);
    courses.put(id, course);
    LOG.info(
        "migration {}: {} from {} to {}, wanted by {}: {}",
        id,
        request.domain(),
        request.source(),
        request.target(),
        request.requestedBy(),
        request.reason());
    listener.reached(course.status());
    feed(course, new ManagerEvent.Begun());
  }

  private void feed(Course course, ManagerEvent event) {
    if (course.recording) {
      course.waiting.add(event);
      return;
    }
    MigrationPhase before = course.state.phase();
    Transition transition = course.state.on(event);
    course.state = transition.next();
    course.commands.addAll(transition.commands());
    LOG.debug(
        "migration {}: {} in {} leads to {} {}",
        course.id(),
        event,
        before,
        course.state.stage(),
        transition.commands());
    if (course.state.phase() != before) {
      reached(course);
    }
    carryOut(course);
    if (course.isQueued()) {
      listener.progressed(course.status());
      turnLater();
    }
  }

  private void reached(Course course) {
    if (course.state.phase().isFinal()) {
      end(course);
    } else {
      LOG.debug("migration {}: {}", course.id(), course.state.phase());
    }
    listener.reached(course.status());
  }

  private void carryOut(Course course) {
    while (!course.recording && !course.commands.isEmpty()) {
      carryOut(course, course.commands.poll());
    }
    while (!course.recording && !course.waiting.isEmpty()) {
      feed(course, course.waiting.poll());
    }
  }

  private void carryOut(Course course, ManagerCommand command) {
    if (command instanceof ManagerCommand.Check) {
      course.waiting.add(checked(course));
    } else if (command instanceof ManagerCommand.Record step) {
      record(course, step.milestone());
    } else if (command instanceof ManagerCommand.Give give) {
      give(course, give);
    } else if (command instanceof ManagerCommand.Ask ask) {
      ask(course, ask.side());
    } else if (command instanceof ManagerCommand.Wait wait) {
      course.waitWith(
          loop.schedule(wait.millis(), () -> feed(course, new ManagerEvent.WaitPassed())));
    } else if (command instanceof ManagerCommand.LimitTime limit) {
      limit(course, limit.millis());
    } else if (command instanceof ManagerCommand.LimitQueue limit) {
      limit(course, limit.millis() - course.ageMillis(clock.millis()));
    }
  }

  private void limit(Course course, long millis) {
    course.limitWith(
        loop.schedule(Math.max(0, millis), () -> feed(course, new ManagerEvent.LimitPassed())));
  }

  private ManagerEvent checked(Course course) {
    MigrationRequest request = course.request;
    List<Explanation> objections =
        presentWithout(course.id())
            .objections(request.domainUuid(), request.source(), request.target());
    return new ManagerEvent.Checked(objections, Guards.allPass(objections));
  }

  /** Looks again at what waits for objections to pass, now and for as long as something does. */
  private void turn() {
    turnDue = false;
    courses.values().stream()
        .filter(course -> course.state.stage() == Stage.QUEUED)
        .sorted(Course.BY_PRIORITY)
        .toList()
        .forEach(course -> feed(course, checked(course)));
    turnLater();
  }

  private void turnLater() {
    if (!turnDue && courses.values().stream().anyMatch(Course::isQueued)) {
      turnDue = true;
      loop.schedule(pace.pollMillis(), this::turn);
    }
  }

  /** The present to a migration that is not to stand in its own way. */
  private Present presentWithout(String id) {
    long now = loop.monotonicMillis();
    view.refresh(now);
    List<MigrationSnapshot> others =
        running().stream().filter(migration -> !migration.id().equals(id)).toList();
    ClusterSnapshot snapshot = view.snapshot(now, clock.millis(), others);
    Gate rules = Gate.enforcing(snapshot.with(settling().toArray(MigrationSnapshot[]::new)));
    return new Present(snapshot, view.staleHosts(now), rules, guards, this::justMovedTo, stopping);
  }

  /** Moves that have ended, each to where its domain stays, until both its hosts were heard. */
  private List<MigrationSnapshot> settling() {
    return unsettled().stream()
        .filter(status -> status.phase().isFinal())
        .flatMap(
            status ->
                justMovedTo(status.request().domainUuid()).stream()
                    .map(
                        stay ->
                            new MigrationSnapshot(
                                status.id(),
                                status.request().domainUuid(),
                                status.request().source(),
                                stay,
                                status.phase())))
        .toList();
  }

  private void record(Course course, Milestone milestone) {
    course.recording = true;
    journal
        .append(entry(course, milestone))
        .whenComplete((done, failure) -> loop.execute(() -> recorded(course, milestone, failure)));
  }

  private void recorded(Course course, Milestone milestone, Throwable failure) {
    course.recording = false;
    if (failure == null) {
      course.begun =
          milestone == Milestone.INTENT || (course.begun && milestone != Milestone.QUEUED);
      carryOut(course);
      return;
    }
    LOG.error(
        "migration {} of {}: {} could not be recorded: {}",
        course.id(),
        course.request.domain(),
        milestone,
        message(failure));
    course.commands.clear();
    course.waiting.addFirst(new ManagerEvent.RecordFailed(milestone, message(failure)));
    carryOut(course);
  }

  private JournalEntry entry(Course course, Milestone milestone) {
    return switch (milestone) {
      case QUEUED ->
          new MigrationQueued(
              course.state.order(),
              course.request.requestedBy(),
              course.request.reason(),
              course.request.priority().name(),
              course.wantedByAgent,
              course.requestedAtEpochMillis);
      case INTENT ->
          new MigrationBegun(
              course.state.order(),
              course.request.requestedBy(),
              course.request.reason(),
              course.requestedAtEpochMillis);
      case HAND_OVER -> new MigrationHandedOver(course.id());
      case CLOSED ->
          new MigrationClosed(
              course.id(),
              course.request.domainUuid(),
              course.state.phase(),
              course.state.reasons(),
              clock.millis());
    };
  }

  /** A target compares what the source tells: that is asked for just before. */
  private void give(Course course, ManagerCommand.Give give) {
    if (give.kind() != OrderKind.PREPARE) {
      give(course, give, Map.of());
      return;
    }
    sides
        .ask(course.request.source(), course.state.order())
        .thenAccept(
            source ->
                loop.execute(
                    () -> {
                      if (course.state.stage() == Stage.PREPARING) {
                        give(course, give, source.facts());
                      }
                    }));
  }

  private void give(Course course, ManagerCommand.Give give, Map<String, String> facts) {
    String host = give.side().hostOf(course.state.order());
    Optional<AgentPort> agent = view.agent(host);
    if (agent.isEmpty()) {
      loop.execute(
          () ->
              feed(
                  course,
                  new ManagerEvent.Unanswered(
                      give.side(), give.kind(), "no contact with its agent")));
      return;
    }
    agent
        .get()
        .give(
            give.kind(),
            Orders.attaching(Orders.attaching(course.state.order(), facts), give.attachments()),
            give.ticket())
        .whenComplete(
            (result, failure) -> loop.execute(() -> answered(course, give, result, failure)));
  }

  /** Where a newer leader is known the migration is his, and nothing that is found ends it here. */
  private void answered(
      Course course, ManagerCommand.Give give, StepResult result, Throwable failure) {
    Optional<String> newerLeader = failure == null ? NewerLeader.toldBy(result) : Optional.empty();
    if (newerLeader.isPresent()) {
      listener.superseded(newerLeader.get());
    } else {
      feed(course, answer(course, give, result, failure));
    }
  }

  private static ManagerEvent answer(
      Course course, ManagerCommand.Give give, StepResult result, Throwable failure) {
    if (failure == null) {
      LOG.debug("migration {}: {} {}: {}", course.id(), give.side(), give.kind(), result);
      course.outcome(result.attachments());
      return new ManagerEvent.Answered(give.side(), give.kind(), result);
    }
    LOG.warn(
        "migration {} of {}: {} did not answer {}: {}",
        course.id(),
        course.request.domain(),
        give.side().hostOf(course.state.order()),
        give.kind(),
        message(failure));
    return new ManagerEvent.Unanswered(give.side(), give.kind(), message(failure));
  }

  private void ask(Course course, Side side) {
    view.agent(side.hostOf(course.state.order()))
        .ifPresent(
            agent ->
                agent
                    .readMigration(course.id())
                    .whenComplete(
                        (report, failure) ->
                            loop.execute(() -> asked(course, side, report, failure))));
  }

  private void asked(Course course, Side side, Optional<SideReport> report, Throwable failure) {
    if (failure != null) {
      LOG.debug("migration {}: the {} cannot be asked", course.id(), side, failure);
    } else if (report.isEmpty()) {
      feed(course, new ManagerEvent.Forgotten(side));
    } else {
      course.progress(side, report.get());
      listener.progressed(course.status());
      feed(course, new ManagerEvent.Reported(side, report.get().phase(), report.get().reasons()));
    }
  }

  private void end(Course course) {
    MigrationPhase phase = course.state.phase();
    course.stopTimers();
    course.endedAtEpochMillis = clock.millis();
    courses.remove(course.id());
    history.forgetSeenStays(view);
    history
        .note(course, loop.monotonicMillis(), course.endedAtEpochMillis)
        .forEach(listener::forgotten);
    if (course.wantedByAgent && neverBeganAtItsSource(course)) {
      tellRequester(course);
    }
    String why = course.state.reasons().isEmpty() ? "" : ": " + course.state.reasons();
    if (phase == MigrationPhase.REPAIR) {
      LOG.error(
          "migration {} of {} from {} to {} needs a person{}",
          course.id(),
          course.request.domain(),
          course.request.source(),
          course.request.target(),
          why);
    } else if (phase == MigrationPhase.DONE && !why.isEmpty()) {
      LOG.warn(
          "migration {} of {} from {} to {} is done, and a person should look after it{}",
          course.id(),
          course.request.domain(),
          course.request.source(),
          course.request.target(),
          why);
    } else {
      LOG.info(
          "migration {} of {} from {} to {}: {} after {} ms{}",
          course.id(),
          course.request.domain(),
          course.request.source(),
          course.request.target(),
          phase,
          course.status().durationMillis(clock.millis()),
          why);
    }
  }

  /** Closes the request on the agent where it was made, with the reasons for people there. */
  private void tellRequester(Course course) {
    List<String> texts = course.state.reasons().stream().map(Explanation::text).toList();
    MigrationOrder order =
        Orders.attaching(
            course.state.order(), Map.of(MigrationOrder.REFUSED_BECAUSE, String.join("; ", texts)));
    view.agent(course.request.source())
        .ifPresent(
            agent ->
                agent
                    .give(OrderKind.ABORT, order, Optional.empty())
                    .whenComplete(
                        (result, failure) -> {
                          if (failure != null) {
                            LOG.debug("{} was not told of a refusal", agent.host(), failure);
                          }
                        }));
  }

  private static String message(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof IOException && cause.getMessage() != null
        ? cause.getMessage()
        : cause.toString();
  }

  /** Migrations that somebody has left. */
  private final class LeftMigrations implements Recovery.Resumption {
    @Override
    public void taken(Course course) {
      courses.put(course.id(), course);
      listener.progressed(course.status());
    }

    @Override
    public void resumed(Course course, ManagerEvent event) {
      feed(course, event);
    }
  }
}
