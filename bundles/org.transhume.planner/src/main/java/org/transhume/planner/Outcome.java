// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.transhume.api.model.Explanation;

/**
 * What became of a goal.
 *
 * @param goal what was wanted
 * @param before the cluster that was looked at
 * @param plan how to reach the goal; empty when no way was found
 * @param reasons the fewest reasons why there is none; empty when there is a plan
 * @param partial what would still help when there is no plan; nothing when there is one
 * @param explanations answers why things are as they are in the end
 */
public record Outcome(
    Goal goal,
    Cluster before,
    Optional<Plan> plan,
    List<Explanation> reasons,
    Plan partial,
    Explanations explanations) {

  /** Copies the reasons. */
  public Outcome {
    Objects.requireNonNull(goal, "goal");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(partial, "partial");
    Objects.requireNonNull(explanations, "explanations");
    reasons = List.copyOf(reasons);
    if (plan.isPresent() != reasons.isEmpty()) {
      throw new IllegalArgumentException("there is either a plan or a reason why not");
    }
  }

  /** Whether there is a plan. */
  public boolean isFeasible() {
    return plan.isPresent();
  }

  /** The cluster when the plan, or what there is of it, is carried out. */
  public Cluster after() {
    return plan.orElse(partial).appliedTo(before);
  }
}
