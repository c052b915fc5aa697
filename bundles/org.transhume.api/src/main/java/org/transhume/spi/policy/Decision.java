// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.policy;

import java.util.Objects;
import org.transhume.api.model.Proposal;

/**
 * A policy's answer.
 *
 * @param proposal what should be done, and what not, each with its reason
 * @param nextState what the policy wants to be given at its next call
 */
public record Decision(Proposal proposal, PolicyState nextState) {

  /** Requires both components. */
  public Decision {
    Objects.requireNonNull(proposal, "proposal");
    Objects.requireNonNull(nextState, "nextState");
  }
}
