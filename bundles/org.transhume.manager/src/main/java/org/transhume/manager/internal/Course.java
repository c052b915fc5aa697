// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.StepResult;
import org.transhume.migration.manager.ManagerCommand;
import org.transhume.migration.manager.ManagerEvent;
import org.transhume.migration.manager.ManagerMigration;
import org.transhume.migration.manager.Side;

/** One migration under way: its protocol state, what is still to be done, and its timers. */
final class Course {

  /** Whose turn comes first: by priority, then by age. */
  static final Comparator<Course> BY_PRIORITY =
      Comparator.comparing((Course course) -> course.request.priority())
          .thenComparing(course -> course.requestedAtEpochMillis)
          .thenComparing(Course::id);

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

  final MigrationRequest request;
  final long requestedAtEpochMillis;
  final boolean wantedByAgent;
  final ArrayDeque<ManagerCommand> commands = new ArrayDeque<>();
  final ArrayDeque<ManagerEvent> waiting = new ArrayDeque<>();
  ManagerMigration state;
  boolean recording;
  boolean begun;
  Long endedAtEpochMillis;
  StepResult cancelAnswer;
  private GuestFigures guest = GuestFigures.UNKNOWN;
  private SideReport progress =
      new SideReport(MigrationPhase.REQUESTED, 0, 0, null, null, null, List.of());
  private Loop.Timer wait = () -> {};
  private Loop.Timer limit = () -> {};

  Course(
      MigrationRequest request,
      ManagerMigration state,
      long requestedAtEpochMillis,
      boolean wantedByAgent) {
    this.request = request;
    this.state = state;
    this.requestedAtEpochMillis = requestedAtEpochMillis;
    this.wantedByAgent = wantedByAgent;
  }

  String id() {
    return state.order().migrationId();
  }

  /** For how long it has been wanted; 0 when the clock was set back meanwhile. */
  long ageMillis(long nowEpochMillis) {
    return Math.max(0, nowEpochMillis - requestedAtEpochMillis);
  }

  /** Whether it waits for objections to pass. */
  boolean isQueued() {
    return state.stage().isWaiting();
  }

  Optional<Side> sideOf(String host) {
    if (host.equals(request.source())) {
      return Optional.of(Side.SOURCE);
    }
    return host.equals(request.target()) ? Optional.of(Side.TARGET) : Optional.empty();
  }

  void waitWith(Loop.Timer timer) {
    wait.cancel();
    wait = timer;
  }

  void limitWith(Loop.Timer timer) {
    limit.cancel();
    limit = timer;
  }

  void stopTimers() {
    wait.cancel();
    limit.cancel();
  }

  /** Keeps the most that either side has told; the source alone knows the rate. */
  void progress(Side side, SideReport report) {
    boolean source = side == Side.SOURCE;
    progress =
        new SideReport(
            state.phase(),
            Math.max(progress.progressPercent(), report.progressPercent()),
            Math.max(progress.bytesSent(), report.bytesSent()),
            source ? report.bytesPerSecond() : progress.bytesPerSecond(),
            source && report.round() != null ? report.round() : progress.round(),
            report.downtimeMillis() != null ? report.downtimeMillis() : progress.downtimeMillis(),
            List.of());
  }

  /** Takes the figures that a final answer brings. */
  void outcome(Map<String, String> facts) {
    long bytes = number(facts, StepResult.BYTES_SENT).orElse(0L);
    Long downtime =
        number(facts, StepResult.DOWNTIME_MILLIS)
            .filter(millis -> millis >= 0)
            .orElse(progress.downtimeMillis());
    progress =
        new SideReport(
            progress.phase(),
            progress.progressPercent(),
            Math.max(progress.bytesSent(), bytes),
            progress.bytesPerSecond(),
            progress.round(),
            downtime,
            List.of());
    guest =
        new GuestFigures(
            number(facts, StepResult.ANSWERED_MILLIS).orElse(guest.answeredMillis()),
            number(facts, StepResult.CLOCK_BEFORE_MILLIS).orElse(guest.clockBeforeMillis()),
            number(facts, StepResult.CLOCK_AFTER_MILLIS).orElse(guest.clockAfterMillis()));
  }

  private static Optional<Long> number(Map<String, String> facts, String name) {
    return Optional.ofNullable(facts.get(name))
        .filter(NUMBER.asMatchPredicate())
        .map(Long::valueOf);
  }

  MigrationStatus status() {
    boolean done = state.phase() == MigrationPhase.DONE;
    boolean explains = isQueued() || state.phase().isFinal();
    SideReport shown =
        new SideReport(
            state.phase(),
            done ? 100 : progress.progressPercent(),
            progress.bytesSent(),
            state.phase() == MigrationPhase.SENDING ? progress.bytesPerSecond() : null,
            progress.round(),
            progress.downtimeMillis(),
            List.of());
    return new MigrationStatus(
        id(),
        request,
        state.phase(),
        shown,
        guest,
        explains ? state.reasons() : List.of(),
        requestedAtEpochMillis,
        endedAtEpochMillis);
  }
}
