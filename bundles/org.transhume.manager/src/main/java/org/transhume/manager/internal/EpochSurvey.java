// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.Attendance;
import org.transhume.api.mx.StepResult;

/**
 * Asks agents which epoch they know, before an operator lets a manager lead above it.
 *
 * @param manager its name
 * @param own the epoch under which it was refused
 * @param leaseMillis how long the word of a manager holds that leads elsewhere
 */
record EpochSurvey(String manager, Epoch own, long leaseMillis) {

  /**
   * The highest generation that any of them knows. Fails with an {@link IllegalStateException} that
   * names the agent when one does not tell, or when another manager leads there.
   */
  CompletionStage<Long> highestGeneration(List<AgentPort> agents) {
    if (agents.isEmpty()) {
      return CompletableFuture.failedFuture(
          new IllegalStateException(
              "no agent is connected that could tell which epoch it knows; Connections says why"));
    }
    CompletionStage<Long> highest = CompletableFuture.completedStage(own.generation());
    for (AgentPort agent : agents) {
      highest = highest.thenCombine(generation(agent), Math::max);
    }
    return highest;
  }

  /** An agent that obeys an older epoch takes the word, for a moment. */
  private CompletionStage<Long> generation(AgentPort agent) {
    return agent
        .attend(new Attendance(manager, own, 1))
        .handle(
            (answer, failure) -> {
              if (failure != null) {
                throw new IllegalStateException(
                    "the agent of "
                        + agent.host()
                        + " does not tell which epoch it knows: ask again",
                    failure);
              }
              return NewerLeader.reason(answer)
                  .map(reason -> generation(agent, reason))
                  .orElse(own.generation());
            });
  }

  private long generation(AgentPort agent, Explanation reason) {
    String leader = reason.operands().getOrDefault(StepResult.KNOWN_MANAGER, "");
    if (!leader.isEmpty()) {
      throw new IllegalStateException(
          "manager "
              + leader
              + " attends to "
              + agent.host()
              + ": if it shall not lead, stop it, and ask again when its word has ended, after "
              + leaseMillis / 1000
              + " s");
    }
    try {
      return Long.parseLong(reason.operands().getOrDefault(StepResult.KNOWN_GENERATION, ""));
    } catch (NumberFormatException e) {
      throw new IllegalStateException(
          "the agent of "
              + agent.host()
              + " is too old to tell its epoch: raise epochGeneration in"
              + " etc/org.transhume.manager.cfg above that of its ManagerEpoch",
          e);
    }
  }
}
