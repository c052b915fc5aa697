// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.AgentContext;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.Attendance;
import org.transhume.api.mx.StepResult;

/**
 * Who leads, as far as this host knows. An order under an older epoch than the newest that was ever
 * seen is refused; a newer one is made durable before the order counts. Belongs to the loop, but
 * for what is read.
 */
final class Leadership {

  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

  private final AgentContext context;
  private final JournalLane journal;
  private final Consumer<Epoch> onNewer;
  private final Consumer<Attendance> onWord;
  private volatile Epoch epoch;
  private volatile String manager = "";
  private volatile long leaseEndsNanos;
  private volatile long bandwidthLimit;

  /**
   * What is remembered.
   *
   * @param onNewer takes each newer epoch, once it is durable
   * @param onWord takes each word of a leader
   */
  Leadership(
      AgentContext context,
      JournalLane journal,
      Epoch epoch,
      Consumer<Epoch> onNewer,
      Consumer<Attendance> onWord) {
    this.context = context;
    this.journal = journal;
    this.epoch = epoch;
    this.onNewer = onNewer;
    this.onWord = onWord;
  }

  Epoch epoch() {
    return epoch;
  }

  /** The leading manager, while its word holds. */
  Optional<String> manager() {
    return holds() && !manager.isEmpty() ? Optional.of(manager) : Optional.empty();
  }

  /**
   * A question of the leader's is its word, too.
   *
   * @param millis for how long it holds, if the one before does not hold for longer
   */
  void hold(long millis) {
    long ends = context.nanoTime().getAsLong() + millis * 1_000_000;
    if (ends - leaseEndsNanos > 0) {
      leaseEndsNanos = ends;
    }
  }

  /** What its migrations may copy in a second: the lower of its own limit and the leader's. */
  long bandwidthLimitBytesPerSecond() {
    long own = context.settings().get().bandwidthLimitBytesPerSecond();
    long leaders = holds() ? bandwidthLimit : 0;
    return own > 0 && leaders > 0 ? Math.min(own, leaders) : Math.max(own, leaders);
  }

  private boolean holds() {
    return leaseEndsNanos - context.nanoTime().getAsLong() > 0;
  }

  /** A leader's word that it is there. */
  CompletableFuture<StepResult> attend(Attendance word) {
    return under(
        word.epoch(),
        () -> {
          if (!manager().equals(Optional.of(word.manager()))) {
            LOG.info(
                "{}: manager {} of epoch {} attends", context.host(), word.manager(), word.epoch());
          }
          manager = word.manager();
          bandwidthLimit = word.bandwidthLimitBytesPerSecond();
          leaseEndsNanos = context.nanoTime().getAsLong() + word.leaseMillis() * 1_000_000;
          onWord.accept(word);
          return CompletableFuture.completedFuture(StepResult.accepted(MigrationPhase.DONE));
        });
  }

  /**
   * Carries an order out on the loop, unless a newer leader is known than the one that gives it.
   */
  CompletableFuture<StepResult> under(Epoch given, Supplier<CompletableFuture<StepResult>> order) {
    return context
        .loop()
        .begin(
            () -> {
              if (epoch.isNewerThan(given)) {
                return CompletableFuture.completedFuture(stale(given));
              }
              return given.isNewerThan(epoch) ? learn(given, order) : order.get();
            });
  }

  private CompletableFuture<StepResult> learn(
      Epoch newer, Supplier<CompletableFuture<StepResult>> order) {
    return journal
        .write(file -> file.epoch(newer))
        .thenCompose(
            failure ->
                failure.isPresent()
                    ? CompletableFuture.completedFuture(unrecorded(failure.get()))
                    : context
                        .loop()
                        .call(() -> learned(newer))
                        .thenCompose(done -> under(newer, order)));
  }

  private boolean learned(Epoch newer) {
    boolean news = newer.isNewerThan(epoch);
    if (news) {
      epoch = newer;
      onNewer.accept(newer);
    }
    return news;
  }

  private static StepResult unrecorded(IOException failure) {
    return StepResult.refused(MigrationPhase.REFUSED, List.of(JournalLane.explain(failure)));
  }

  private StepResult stale(Epoch given) {
    LOG.warn("{}: an order under epoch {} is refused; {} is known", context.host(), given, epoch);
    return StepResult.refused(
        MigrationPhase.REFUSED,
        List.of(
            new Explanation(
                "STALE_EPOCH",
                context.host()
                    + " knows a leader of epoch "
                    + epoch
                    + " and takes no orders under "
                    + given
                    + "; a manager that lost its journal is let in again by an operator who"
                    + " advances the epoch's generation",
                Map.of(
                    StepResult.KNOWN_GENERATION,
                    Long.toString(epoch.generation()),
                    StepResult.KNOWN_MANAGER,
                    manager().orElse(""),
                    "known",
                    epoch.toString(),
                    "given",
                    given.toString()))));
  }
}
