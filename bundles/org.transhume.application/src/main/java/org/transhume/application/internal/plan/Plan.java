// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.plan;

import java.util.List;
import org.transhume.api.mx.ReplicaStatus;

/**
 * What is to be done for an application now, and how it stands.
 *
 * @param steps at most one for each replica
 * @param replicas every one that is wanted or still there, in the order of the components
 */
public record Plan(List<Step> steps, List<ReplicaStatus> replicas) {

  /** Copies the lists. */
  public Plan {
    steps = List.copyOf(steps);
    replicas = List.copyOf(replicas);
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
