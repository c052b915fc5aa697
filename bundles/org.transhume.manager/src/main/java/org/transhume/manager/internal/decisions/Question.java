// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.decisions;

import java.util.Map;
import java.util.Objects;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.spi.policy.Decision;
import org.transhume.spi.policy.Policy;
import org.transhume.spi.policy.PolicyContext;
import org.transhume.spi.policy.PolicyState;

/**
 * All that a policy is given to decide by. The same question gets the same answer from the same
 * version of a policy, whenever it is asked.
 *
 * @param snapshot the cluster
 * @param state what the policy remembers
 * @param context time, parameters and seed
 */
public record Question(ClusterSnapshot snapshot, PolicyState state, PolicyContext context) {

  /** Requires every component. */
  public Question {
    Objects.requireNonNull(snapshot, "snapshot");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(context, "context");
  }

  /** What a policy is asked about a snapshot, at whose time it is; its time is the seed, too. */
  public static Question at(
      ClusterSnapshot snapshot, PolicyState state, Map<String, Double> parameters) {
    long now = snapshot.atEpochMillis();
    return new Question(snapshot, state, new PolicyContext(now, parameters, now));
  }

  /**
   * Asks.
   *
   * @throws IllegalStateException when the policy says nothing at all
   */
  public Decision ask(Policy policy) {
    Decision decision = policy.decide(snapshot, state, context);
    if (decision == null) {
      throw new IllegalStateException("no decision");
    }
    return decision;
  }
}
