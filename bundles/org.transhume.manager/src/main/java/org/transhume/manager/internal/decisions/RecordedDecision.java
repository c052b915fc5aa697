// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.decisions;

import java.util.List;
import java.util.Objects;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Proposal;
import org.transhume.api.mx.DecisionSummary;
import org.transhume.spi.policy.Decision;

/**
 * A decision, what it was made by and what came of it.
 *
 * @param id sorts by time
 * @param policy who decided
 * @param version of the policy's bundle
 * @param question what it was asked
 * @param decision what it answered
 * @param mode how far it could go
 * @param guarded what was left of its proposal after all objections, which are its refusals
 * @param migrations ids of those that were begun
 */
public record RecordedDecision(
    String id,
    String policy,
    String version,
    Question question,
    Decision decision,
    Mode mode,
    Proposal guarded,
    List<String> migrations) {

  /** Copies the list. */
  public RecordedDecision {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(question, "question");
    Objects.requireNonNull(decision, "decision");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(guarded, "guarded");
    migrations = List.copyOf(migrations);
  }

  /** The decision in a line. */
  public DecisionSummary summary() {
    return new DecisionSummary(
        id,
        question.snapshot().atEpochMillis(),
        policy,
        version,
        mode,
        decision.proposal().moves().size(),
        guarded.moves().size(),
        migrations);
  }
}
