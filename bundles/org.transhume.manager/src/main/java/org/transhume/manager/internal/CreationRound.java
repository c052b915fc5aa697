// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StepResult;
import org.transhume.manager.internal.view.ClusterView;

/**
 * One question to every agent that is connected: which domain is this, and do you have it? Belongs
 * to the loop.
 */
final class CreationRound {

  private static final Set<String> OF_THE_DOMAIN = Set.of("ALREADY_HERE", "DOMAIN_BUSY");

  private final Loop loop;
  private final ClusterView view;
  private final BootOrder question;
  private final long patienceMillis;
  private final long askedMillis;
  private final List<AgentPort> asked;
  private final Map<String, StepResult> answers = new TreeMap<>();
  private final Map<String, String> problems = new HashMap<>();
  private final CompletableFuture<CreationRound> over = new CompletableFuture<>();

  CreationRound(Loop loop, ClusterView view, BootOrder question, long patienceMillis) {
    this.loop = loop;
    this.view = view;
    this.question = question;
    this.patienceMillis = patienceMillis;
    this.askedMillis = loop.monotonicMillis();
    this.asked = view.agents();
  }

  /** Asks; done, on the loop, when all have answered or had the time to. */
  CompletionStage<CreationRound> ask() {
    Loop.Timer impatience = loop.schedule(patienceMillis, () -> over.complete(this));
    for (AgentPort agent : asked) {
      agent
          .checkCreation(question)
          .whenComplete(
              (answer, failure) ->
                  loop.execute(
                      () -> {
                        heard(agent.host(), answer, failure);
                        if (answers.size() + problems.size() == asked.size()) {
                          impatience.cancel();
                          over.complete(this);
                        }
                      }));
    }
    return over;
  }

  private void heard(String host, StepResult answer, Throwable failure) {
    if (failure == null) {
      answers.put(host, answer);
    } else {
      problems.put(host, String.valueOf(failure.getMessage()));
    }
  }

  /** The id that an order has to have which stands on these answers. */
  String id() {
    return question.bootId();
  }

  /** When it was asked, by the loop's clock. */
  long askedMillis() {
    return askedMillis;
  }

  /** Whether others are connected now than were asked, or the answers are too old to stand on. */
  boolean isOutOfDate() {
    return !Set.copyOf(asked).equals(Set.copyOf(view.agents()))
        || (isComplete() && loop.monotonicMillis() - askedMillis > patienceMillis);
  }

  private boolean isComplete() {
    return answers.size() == asked.size();
  }

  /** That an agent knows a newer leader. */
  Optional<String> newerLeader() {
    return answers.values().stream().flatMap(one -> NewerLeader.toldBy(one).stream()).findFirst();
  }

  /** Which domain it is, as the agents read it. */
  Newcomer newcomer() {
    return answers.values().stream()
        .map(StepResult::attachments)
        .filter(facts -> facts.containsKey(StepResult.DOMAIN_NAME))
        .findFirst()
        .map(CreationRound::newcomer)
        .orElse(Newcomer.UNKNOWN);
  }

  private static Newcomer newcomer(Map<String, String> facts) {
    String memory = facts.getOrDefault(MigrationOrder.DOMAIN_MEMORY_BYTES, "");
    String vcpus = facts.getOrDefault(MigrationOrder.DOMAIN_VCPUS, "");
    return new Newcomer(
        facts.get(StepResult.DOMAIN_NAME),
        facts.getOrDefault(StepResult.DOMAIN_UUID, ""),
        memory.matches("\\d{1,18}") ? Long.parseLong(memory) : 0,
        vcpus.matches("\\d{1,9}") ? Integer.parseInt(vcpus) : 0);
  }

  /** Why it is not known of some hosts whether they have it. */
  List<Explanation> untold() {
    List<Explanation> untold = new ArrayList<>();
    if (asked.isEmpty()) {
      untold.add(Explanation.of("NO_HOSTS", "no agent is connected"));
    }
    for (AgentPort agent : asked) {
      StepResult answer = answers.get(agent.host());
      if (answer == null) {
        String why = problems.getOrDefault(agent.host(), "no answer in time");
        untold.add(
            new Explanation(
                "NOT_TOLD",
                agent.host() + " does not say whether it has it: " + why,
                Map.of("host", agent.host())));
      } else {
        answer.reasons().stream()
            .filter(reason -> !OF_THE_DOMAIN.contains(reason.code()))
            .map(reason -> at(agent.host(), reason))
            .forEach(untold::add);
      }
    }
    return untold;
  }

  private static Explanation at(String host, Explanation reason) {
    return reason.text().contains(host)
        ? reason
        : new Explanation(reason.code(), host + ": " + reason.text(), reason.operands());
  }

  /** What hosts say of copies that they have or make. */
  List<Explanation> copies() {
    return answers.values().stream()
        .flatMap(answer -> answer.reasons().stream())
        .filter(reason -> OF_THE_DOMAIN.contains(reason.code()))
        .toList();
  }

  /** The hosts that have it. */
  List<String> holders() {
    return answers.entrySet().stream()
        .filter(
            one ->
                one.getValue().reasons().stream()
                    .anyMatch(reason -> reason.code().equals("ALREADY_HERE")))
        .map(Map.Entry::getKey)
        .toList();
  }
}
