// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.MigrationSnapshot;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StopOrder;
import org.transhume.manager.internal.journal.Journal;
import org.transhume.manager.internal.journal.StopEntry.DomainStopped;
import org.transhume.manager.internal.journal.StopEntry.StopBegun;
import org.transhume.manager.internal.journal.StopEntry.StopClosed;
import org.transhume.manager.internal.view.ClusterView;

/**
 * Stops domains, each order given once. The intent is written down before the host hears of it, and
 * so is the end: from then on the domain is stopped on purpose. Belongs to the loop.
 */
final class Stops {

  private static final Logger LOG = LoggerFactory.getLogger(Stops.class);

  /** A guest that reboots is gone for a moment. */
  private static final long JUST_GONE_MILLIS = 60_000;

  /** How long a guest has: those of databases take their time. */
  private static final long GUEST_MILLIS = 120_000;

  private final Loop loop;
  private final Clock clock;
  private final Journal journal;
  private final ClusterView view;
  private final DomainRecords records;
  private final Epoch epoch;
  private final Consumer<String> superseded;
  private final long startedMillis;
  private final Map<String, Run> runs = new TreeMap<>();
  private final Map<String, Long> goneSince = new HashMap<>();

  /**
   * How a stop ended.
   *
   * @param begun which
   * @param phase DONE, REFUSED or CANCELLED
   * @param reasons why not, when it is not stopped
   */
  record Ending(StopBegun begun, MigrationPhase phase, List<Explanation> reasons) {}

  private record Run(StopBegun begun, Pursuit pursuit, CompletableFuture<Ending> ending) {}

  Stops(
      Loop loop,
      Clock clock,
      Journal journal,
      ClusterView view,
      DomainRecords records,
      Epoch epoch,
      Consumer<String> superseded) {
    this.loop = loop;
    this.clock = clock;
    this.journal = journal;
    this.view = view;
    this.records = records;
    this.epoch = epoch;
    this.superseded = superseded;
    this.startedMillis = loop.monotonicMillis();
  }

  /** Takes up what an earlier manager had begun. */
  void recover() {
    for (StopBegun begun : records.known().stops().unfinished()) {
      LOG.warn("stop {} of {} on {} was under way", begun.id(), begun.domain(), begun.host());
      newRun(begun).pursuit().takeUp();
    }
  }

  /** The stop of that domain that has not ended. */
  Optional<StopBegun> of(String uuid) {
    return Optional.ofNullable(runs.get(uuid)).map(Run::begun);
  }

  /** Every stop that has not ended. */
  List<StopBegun> all() {
    return runs.values().stream().map(Run::begun).toList();
  }

  /** That a domain is being stopped, if it is. */
  Optional<Explanation> explain(String uuid) {
    return of(uuid)
        .map(
            begun ->
                new Explanation(
                    "STOPPING",
                    begun.domain()
                        + " is being stopped on "
                        + begun.host()
                        + ", for "
                        + begun.by()
                        + ": wait until that has ended",
                    Map.of("host", begun.host(), "order", begun.id())));
  }

  /** The same as moves from and to their hosts, which are not empty until they have ended. */
  List<MigrationSnapshot> asMoves() {
    return all().stream()
        .map(
            begun ->
                new MigrationSnapshot(
                    begun.id(), begun.uuid(), begun.host(), begun.host(), MigrationPhase.PREPARING))
        .toList();
  }

  /** Whether a stopped domain was on its host a moment ago, or may have been. */
  boolean isJustGone(DomainStopped domain) {
    long since = goneSince.getOrDefault(domain.begun().uuid(), startedMillis);
    return loop.monotonicMillis() - since < JUST_GONE_MILLIS;
  }

  /** Done, on the loop, when that stop, which has not ended, has. */
  CompletionStage<Ending> ending(StopBegun begun) {
    return runs.get(begun.uuid()).ending();
  }

  /**
   * Begins to stop.
   *
   * @return done, on the loop, when it has ended
   */
  CompletionStage<Ending> begin(StopBegun begun) {
    Run run = newRun(begun);
    journal
        .append(begun)
        .whenComplete((done, failure) -> loop.execute(() -> recorded(run, failure)));
    return run.ending();
  }

  private Run newRun(StopBegun begun) {
    StopOrder order =
        new StopOrder(begun.id(), epoch, begun.uuid(), begun.domain(), GUEST_MILLIS, begun.force());
    Pursuit.Errand errand =
        new Pursuit.Errand(
            begun.id(),
            begun.host(),
            agent -> agent.stop(order),
            agent -> agent.abortStop(order),
            result -> answered(begun, result),
            superseded);
    Run run = new Run(begun, new Pursuit(loop, view, errand), new CompletableFuture<>());
    runs.put(begun.uuid(), run);
    return run;
  }

  private void recorded(Run run, Throwable failure) {
    if (failure == null) {
      records.known().add(run.begun());
      run.pursuit().begin(true);
      return;
    }
    runs.remove(run.begun().uuid());
    run.ending()
        .complete(
            new Ending(
                run.begun(),
                MigrationPhase.CANCELLED,
                List.of(Explanation.of("JOURNAL", "not begun: " + failure.getMessage()))));
  }

  /** The host of a stop is heard: what it knows decides. */
  void connected(String host) {
    runs.values().stream()
        .filter(run -> run.begun().host().equals(host))
        .forEach(run -> run.pursuit().heard());
  }

  /** What was to be stopped there is: that host is known to be off. */
  void hostIsOff(String host) {
    List.copyOf(runs.values()).stream()
        .filter(run -> run.begun().host().equals(host))
        .forEach(run -> close(run, MigrationPhase.DONE, List.of(), 0));
  }

  private void answered(StopBegun begun, StepResult result) {
    String gone = result.attachments().getOrDefault(StepResult.GONE_AT_EPOCH_MILLIS, "");
    close(
        runs.get(begun.uuid()),
        result.phase(),
        result.reasons(),
        gone.matches("\\d{1,18}") ? Long.parseLong(gone) : 0);
  }

  private void close(
      Run run, MigrationPhase phase, List<Explanation> reasons, long goneAtEpochMillis) {
    StopBegun begun = run.begun();
    runs.remove(begun.uuid());
    run.pursuit().end();
    if (phase == MigrationPhase.DONE) {
      goneSince.put(begun.uuid(), loop.monotonicMillis());
    }
    records.keep(
        "stop " + begun.id(),
        new StopClosed(begun.id(), phase, reasons, goneAtEpochMillis, clock.millis()));
    LOG.info(
        "stop {} of {} on {}: {} {}", begun.id(), begun.domain(), begun.host(), phase, reasons);
    run.ending().complete(new Ending(begun, phase, reasons));
  }
}
