// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.shell;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.transhume.api.mx.ApplicationState;
import org.transhume.api.mx.ReplicaState;
import org.transhume.api.mx.ReplicaStatus;
import org.transhume.application.internal.plan.Action;
import org.transhume.application.internal.plan.Plan;
import org.transhume.application.internal.plan.Wish;

/**
 * An application as it was seen last.
 *
 * @param wish what is wanted
 * @param plan what is done next, and how each replica is
 * @param busy what is being done
 * @param heldUp why nothing is begun; empty when nothing holds it up
 * @param looked whether the cluster was looked at since that was wanted
 */
record Situation(Wish wish, Plan plan, List<Action> busy, Optional<String> heldUp, boolean looked) {

  /** What does not go away by waiting. */
  private static final Set<String> HINDRANCES =
      Set.of("NAME_TAKEN", "NO_WRAPPER", "DOMAIN_STATE", "GIVEN_UP_BEFORE");

  Situation {
    busy = List.copyOf(busy);
  }

  /** One that nobody has looked at yet. */
  static Situation unseen(Wish wish) {
    return new Situation(
        wish, new Plan(List.of(), List.of(), Set.of()), List.of(), Optional.empty(), false);
  }

  ApplicationState state() {
    if (wish.leaving()) {
      return ApplicationState.LEAVING;
    }
    boolean seen = looked && !plan.replicas().isEmpty();
    boolean well =
        plan.replicas().stream().allMatch(replica -> replica.state() == ReplicaState.RUNNING);
    if (seen && well && plan.steps().isEmpty() && busy.isEmpty()) {
      return ApplicationState.RUNNING;
    }
    boolean hindered =
        !plan.troubled().isEmpty()
            || heldUp.isPresent()
            || plan.replicas().stream()
                .flatMap(replica -> replica.reasons().stream())
                .anyMatch(reason -> HINDRANCES.contains(reason.code()));
    return hindered ? ApplicationState.HINDERED : ApplicationState.CHANGING;
  }

  /** What is being done and what comes next, a sentence each. */
  List<String> next() {
    return Stream.concat(
            busy.stream().map(action -> action.text() + ": under way"),
            plan.steps().stream().map(Plan.Step::text))
        .toList();
  }

  /** The replicas of one component. */
  List<ReplicaStatus> replicas(String component) {
    return plan.replicas().stream()
        .filter(replica -> replica.component().equals(component))
        .toList();
  }
}
