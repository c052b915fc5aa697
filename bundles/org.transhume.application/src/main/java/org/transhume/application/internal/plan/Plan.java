// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.plan;

import java.util.List;
import java.util.Set;
import org.transhume.api.mx.ReplicaStatus;

/**
 * What is to be done for an application now, and how it stands.
 *
 * @param steps at most one for each replica
 * @param replicas every one that is wanted or still there, in the order of the components
 * @param troubled what something has failed about that is still to be done
 */
public record Plan(List<Step> steps, List<ReplicaStatus> replicas, Set<String> troubled) {

  /** Copies the collections. */
  public Plan {
    steps = List.copyOf(steps);
    replicas = List.copyOf(replicas);
    troubled = Set.copyOf(troubled);
  }

  /**
   * An action and its reason.
   *
   * @param action what to do
   * @param why a half-sentence
   */
  public record Step(Action action, String why) {

    /** The same for people. */
    public String text() {
      return action.text() + ": " + why;
    }
  }

  /** What to do. */
  public List<Action> actions() {
    return steps.stream().map(Step::action).toList();
  }
}
