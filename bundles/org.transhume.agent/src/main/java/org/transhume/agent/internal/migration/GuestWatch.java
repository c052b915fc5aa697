// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.AgentContext;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StepResult;

/**
 * What one side of a migration finds out from the domain itself: its clock before it leaves, and
 * whether it answers and what its clock says when it has arrived. Nothing of it decides anything.
 * Belongs to the loop, but for {@link #figures}.
 */
final class GuestWatch {

  private static final Logger LOG = LoggerFactory.getLogger(GuestWatch.class);
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

  /** Both hosts' clocks may be off a little, and so may two readings: this is neither. */
  private static final long MOST_JUMP_MILLIS = 1_000;

  private final AgentContext context;
  private final MigrationOrder order;
  private volatile GuestFigures figures = new GuestFigures(null, null, null);
  private CompletableFuture<Optional<Long>> clockAfter;
  private CompletableFuture<GuestCheck.Found> answer;
  private boolean warned;

  GuestWatch(AgentContext context, MigrationOrder order) {
    this.context = context;
    this.order = order;
  }

  /** What is known so far. */
  GuestFigures figures() {
    return figures;
  }

  /**
   * The domain is about to leave: reads its clock.
   *
   * @param isStillHere asked when the reading has come: who answered may be the copy at the target
   */
  @SuppressWarnings("FutureReturnValueIgnored") // What comes of it is told on the loop.
  void departs(BooleanSupplier isStillHere) {
    new GuestClock(context)
        .offsetMillis(order.domain())
        .thenAccept(
            offset ->
                offset.ifPresent(
                    millis ->
                        context
                            .loop()
                            .execute(
                                () -> {
                                  if (isStillHere.getAsBoolean()) {
                                    hadOffset(millis);
                                  }
                                })));
  }

  /** The source's reading, from an order's attachments. */
  void told(Map<String, String> attachments) {
    Optional.ofNullable(attachments.get(StepResult.CLOCK_BEFORE_MILLIS))
        .filter(NUMBER.asMatchPredicate())
        .map(Long::valueOf)
        .ifPresent(this::hadOffset);
  }

  private void hadOffset(long millis) {
    figures = new GuestFigures(figures.answeredMillis(), millis, figures.clockAfterMillis());
  }

  /** What the source gives along with the domain, and says again with its end. */
  Map<String, String> luggage() {
    Long before = figures.clockBeforeMillis();
    return before == null
        ? Map.of()
        : Map.of(StepResult.CLOCK_BEFORE_MILLIS, Long.toString(before));
  }

  /** The domain runs at this target: reads its clock, once. */
  void arrives() {
    if (clockAfter == null) {
      clockAfter = new GuestClock(context).offsetMillis(order.domain());
    }
  }

  /**
   * What the target tells of the domain with its success, when all that is asked has come. Said
   * again with each finish: what the source has read may come with a later one.
   */
  CompletableFuture<Map<String, String>> arrival() {
    if (answer == null) {
      answer = new GuestCheck(context).ask(order);
    }
    arrives();
    return answer.isDone() && clockAfter.isDone()
        ? CompletableFuture.completedFuture(attachments(answer.join(), clockAfter.join()))
        : answer.thenCombineAsync(clockAfter, this::attachments, context.loop());
  }

  private Map<String, String> attachments(GuestCheck.Found found, Optional<Long> after) {
    Map<String, String> told = new HashMap<>();
    found.answeredMillis().ifPresent(ms -> told.put(StepResult.ANSWERED_MILLIS, ms.toString()));
    after.ifPresent(ms -> told.put(StepResult.CLOCK_AFTER_MILLIS, ms.toString()));
    figures =
        new GuestFigures(
            found.answeredMillis().orElse(null), figures.clockBeforeMillis(), after.orElse(null));
    found.problem().ifPresent(why -> told.put(StepResult.REMARK + why.code(), why.text()));
    jump().ifPresent(why -> told.put(StepResult.REMARK + why.code(), why.text()));
    return told;
  }

  private Optional<Explanation> jump() {
    Long before = figures.clockBeforeMillis();
    Long after = figures.clockAfterMillis();
    if (before == null || after == null || Math.abs(after - before) <= MOST_JUMP_MILLIS) {
      return Optional.empty();
    }
    String text =
        "the clock of "
            + order.domain()
            + " has jumped by "
            + (after - before)
            + " ms: it was "
            + before
            + " ms ahead of that of "
            + order.source()
            + ", and is "
            + after
            + " ms ahead of that of "
            + order.target()
            + "; set it, and look after what depends on it";
    if (!warned) {
      LOG.warn("migration {}: {}", order.migrationId(), text);
    }
    warned = true;
    return Optional.of(Explanation.of("GUEST_CLOCK_JUMPED", text));
  }
}
