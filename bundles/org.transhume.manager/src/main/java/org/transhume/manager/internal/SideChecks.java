// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StepResult;
import org.transhume.manager.internal.view.ClusterView;

/**
 * Asks agents what their sides have against a migration. A side that does not answer in time is an
 * answer too. Belongs to the loop, on which every answer comes.
 */
final class SideChecks {

  private static final Logger LOG = LoggerFactory.getLogger(SideChecks.class);

  private static final List<String> DOMAIN_FACTS =
      List.of(
          MigrationOrder.DOMAIN_MEMORY_BYTES,
          MigrationOrder.DOMAIN_MAXIMUM_MEMORY_BYTES,
          MigrationOrder.DOMAIN_VCPUS);

  private final Loop loop;
  private final ClusterView view;
  private final long patienceMillis;

  SideChecks(Loop loop, ClusterView view, long patienceMillis) {
    this.loop = loop;
    this.view = view;
    this.patienceMillis = patienceMillis;
  }

  /**
   * What a side told.
   *
   * @param answer empty when there is none
   * @param problem why there is none
   * @param waitedMillis from the question to the answer
   */
  record Told(Optional<StepResult> answer, String problem, long waitedMillis) {

    private static Told nothing(String problem) {
      return new Told(Optional.empty(), problem, 0);
    }

    /** What a source told for its target; with it, how old its word on the clock can be. */
    Map<String, String> facts() {
      Map<String, String> facts = new TreeMap<>();
      answer
          .map(StepResult::attachments)
          .orElse(Map.of())
          .forEach(
              (name, value) -> {
                if (name.startsWith(MigrationOrder.FACTS) || DOMAIN_FACTS.contains(name)) {
                  facts.put(name, value);
                }
              });
      String took = facts.remove(MigrationOrder.SOURCE_CLOCK_TOOK_MILLIS);
      if (facts.containsKey(MigrationOrder.SOURCE_CLOCK_EPOCH_MILLIS)) {
        long looking = took != null && took.matches("\\d{1,9}") ? Long.parseLong(took) : 0;
        facts.put(
            MigrationOrder.SOURCE_CLOCK_AGE_MILLIS,
            Long.toString(Math.max(0, waitedMillis - looking)));
      }
      return facts;
    }
  }

  /** Asks the agent of that host. */
  CompletionStage<Told> ask(String host, MigrationOrder order) {
    Optional<AgentPort> agent = view.agent(host);
    if (agent.isEmpty()) {
      return CompletableFuture.completedStage(Told.nothing("no contact with its agent"));
    }
    long asked = loop.monotonicMillis();
    CompletableFuture<Told> told = new CompletableFuture<>();
    Loop.Timer impatience =
        loop.schedule(
            patienceMillis,
            () -> told.complete(Told.nothing("no answer within " + patienceMillis + " ms")));
    agent
        .get()
        .check(order)
        .whenComplete(
            (answer, failure) ->
                loop.execute(
                    () -> {
                      impatience.cancel();
                      told.complete(heard(host, answer, failure, asked));
                    }));
    return told;
  }

  private Told heard(String host, StepResult answer, Throwable failure, long asked) {
    if (failure == null) {
      return new Told(Optional.of(answer), "", loop.monotonicMillis() - asked);
    }
    LOG.debug("{} was not asked for its checks", host, failure);
    return Told.nothing(String.valueOf(failure.getMessage()));
  }
}
