// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.mx.StepResult;
import org.transhume.manager.internal.view.ClusterView;

/**
 * One order for one host, which is given once: when an answer is missing, or the manager was
 * restarted, its agent is asked to give it up, and says whether it had been begun and how that
 * ended. Belongs to the loop.
 */
final class Pursuit {

  private static final Logger LOG = LoggerFactory.getLogger(Pursuit.class);
  private static final long AGAIN_MILLIS = 2_000;

  private final Loop loop;
  private final ClusterView view;
  private final Errand errand;
  private boolean recorded;
  private boolean ordered;
  private boolean asking;
  private boolean over;

  /**
   * What is pursued.
   *
   * @param id the order's, for people
   * @param host whose agent gets it
   * @param give gives the order
   * @param giveUp asks to give it up
   * @param ended takes the answer that says how it ended, once
   * @param superseded takes the word of an agent that knows a newer leader
   */
  record Errand(
      String id,
      String host,
      Function<AgentPort, CompletionStage<StepResult>> give,
      Function<AgentPort, CompletionStage<StepResult>> giveUp,
      Consumer<StepResult> ended,
      Consumer<String> superseded) {}

  Pursuit(Loop loop, ClusterView view, Errand errand) {
    this.loop = loop;
    this.view = view;
    this.errand = errand;
  }

  /**
   * It is in the journal from now on: gives it.
   *
   * @param mayOrder whether it may be given still; if not it will never be
   */
  void begin(boolean mayOrder) {
    recorded = true;
    ordered = !mayOrder;
    ask();
  }

  /** It was given by an earlier manager, or may have been: asks what has become of it. */
  void takeUp() {
    begin(false);
  }

  /** Its host is heard. */
  void heard() {
    if (recorded) {
      ask();
    }
  }

  private void ask() {
    AgentPort agent = view.agent(errand.host()).orElse(null);
    if (agent == null || asking || over) {
      ordered |= agent == null;
      return;
    }
    boolean first = !ordered;
    ordered = true;
    asking = true;
    (first ? errand.give() : errand.giveUp())
        .apply(agent)
        .whenComplete((result, failure) -> loop.execute(() -> answered(result, failure)));
  }

  private void answered(StepResult result, Throwable failure) {
    asking = false;
    if (over) {
      return;
    }
    if (failure == null && NewerLeader.toldBy(result).isPresent()) {
      errand.superseded().accept(NewerLeader.toldBy(result).get());
    } else if (failure == null && result.phase().isFinal()) {
      over = true;
      errand.ended().accept(result);
    } else {
      LOG.debug("order {} is undecided: {}", errand.id(), result, failure);
      loop.schedule(AGAIN_MILLIS, this::ask);
    }
  }

  /** It is known by other means how it ended. */
  void end() {
    over = true;
  }
}
