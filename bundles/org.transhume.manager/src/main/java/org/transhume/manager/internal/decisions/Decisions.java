// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.decisions;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Proposal;
import org.transhume.spi.policy.Decision;

/** Records decisions of policies, as long as somebody leads. Belongs to the loop. */
public final class Decisions {

  private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);
  private static final int RADIX = 36;

  private final DecisionStore store;
  private final Executor loop;
  private long lastMillis;
  private int ofThatMillisecond;
  private String problem = "";

  /**
   * Records into a store.
   *
   * @param loop where what the store says is turned to
   */
  public Decisions(DecisionStore store, Executor loop) {
    this.store = store;
    this.loop = loop;
  }

  /** Where they are kept. */
  public DecisionStore store() {
    return store;
  }

  /** Why a decision was not recorded; empty while all are. */
  public Optional<String> problem() {
    return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
  }

  /**
   * Records a decision; it counts whether it can be or not.
   *
   * @return the id under which it is recorded
   */
  public String record(
      String policy,
      String version,
      Question question,
      Decision decision,
      Mode mode,
      Proposal guarded,
      List<String> migrations) {
    String id = nextId(question.snapshot().atEpochMillis());
    store
        .keep(
            new RecordedDecision(
                id, policy, version, question, decision, mode, guarded, migrations))
        .whenComplete((done, failure) -> loop.execute(() -> kept(failure)));
    return id;
  }

  private String nextId(long atEpochMillis) {
    ofThatMillisecond = atEpochMillis == lastMillis ? ofThatMillisecond + 1 : 0;
    lastMillis = atEpochMillis;
    return String.format(
        Locale.ROOT, "d-%s-%d", Long.toString(atEpochMillis, RADIX), ofThatMillisecond);
  }

  private void kept(Throwable failure) {
    String now = failure == null ? "" : "decisions are not recorded: " + failure.getMessage();
    if (!now.equals(problem)) {
      if (failure == null) {
        LOG.info("decisions are recorded again");
      } else {
        LOG.error("{}", now, failure);
      }
      problem = now;
    }
  }
}
