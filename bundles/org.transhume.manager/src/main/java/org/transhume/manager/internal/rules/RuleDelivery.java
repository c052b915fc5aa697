// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.Epoch;
import org.transhume.api.mx.StandingRules;
import org.transhume.api.mx.StepResult;
import org.transhume.manager.internal.AgentPort;
import org.transhume.manager.internal.NewerLeader;

/**
 * Sees to it that every agent keeps the rules in force. An agent tells with each attendance which
 * ones it keeps, and is given these where they differ: whatever was missed is made up for by the
 * next attendance. Belongs to the loop.
 */
public final class RuleDelivery {

  private static final Logger LOG = LoggerFactory.getLogger(RuleDelivery.class);

  private final Executor loop;
  private final Rulebook book;
  private final Epoch epoch;
  private final Consumer<String> superseded;
  private final Map<String, String> unkept = new TreeMap<>();
  private final Set<AgentPort> asked = new HashSet<>();

  /**
   * Delivers those rules.
   *
   * @param epoch of the leader
   * @param superseded hears of an agent that knows a newer leader
   */
  public RuleDelivery(Executor loop, Rulebook book, Epoch epoch, Consumer<String> superseded) {
    this.loop = loop;
    this.book = book;
    this.epoch = epoch;
    this.superseded = superseded;
  }

  /** An agent has answered an attendance. */
  public void attended(AgentPort agent, StepResult answer) {
    String mark = answer.attachments().get(StepResult.RULES);
    if (mark == null) {
      if (book.rules().rules().isEmpty()) {
        unkept.remove(agent.host());
      } else {
        unkept(agent, "its agent is of a version that knows no rules: update it");
      }
    } else if (mark.equals(book.standing(epoch).mark())) {
      unkept.remove(agent.host());
    } else if (revisionOf(mark) > book.rules().revision()) {
      book.heardOf(revisionOf(mark));
      unkept(
          agent,
          "it keeps rules of revision "
              + revisionOf(mark)
              + ", newer than "
              + book.rules().revision()
              + " of this manager, which has lost its journal: import the rules again");
    } else {
      give(agent);
    }
  }

  /** The rules have changed. */
  public void changed(Collection<AgentPort> agents) {
    agents.forEach(this::give);
  }

  /** An agent is out of reach: what it keeps is not known. */
  public void lost(AgentPort agent) {
    unkept.remove(agent.host());
    asked.remove(agent);
  }

  /** Agents that do not keep the rules, each with the reason. */
  public List<String> unkept() {
    List<String> lines = new ArrayList<>();
    unkept.forEach((host, why) -> lines.add(host + ": " + why));
    return lines;
  }

  private void give(AgentPort agent) {
    if (!asked.add(agent)) {
      return;
    }
    StandingRules given = book.standing(epoch);
    agent
        .keepRules(given)
        .whenComplete(
            (answer, failure) -> loop.execute(() -> answered(agent, given, answer, failure)));
  }

  private void answered(
      AgentPort agent, StandingRules given, StepResult answer, Throwable failure) {
    if (!asked.remove(agent)) {
      return;
    }
    if (failure != null) {
      unkept(agent, "it did not answer: " + failure.getMessage());
    } else if (answer.accepted()) {
      unkept.remove(agent.host());
      LOG.debug("{} keeps rules of revision {}", agent.host(), given.revision());
      if (!given.mark().equals(book.standing(epoch).mark())) {
        give(agent);
      }
    } else if (NewerLeader.toldBy(answer).isPresent()) {
      superseded.accept(NewerLeader.toldBy(answer).get());
    } else {
      unkept(agent, answer.reasons().toString());
    }
  }

  private void unkept(AgentPort agent, String why) {
    if (!why.equals(unkept.put(agent.host(), why))) {
      LOG.warn("{} does not keep the rules: {}", agent.host(), why);
    }
  }

  /** What is no mark is given the rules anew. */
  private static long revisionOf(String mark) {
    try {
      return Long.parseLong(mark.substring(0, Math.max(0, mark.indexOf(':'))));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
