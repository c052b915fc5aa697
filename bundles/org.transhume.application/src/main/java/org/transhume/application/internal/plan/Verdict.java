// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.plan;

import java.util.Optional;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.ReplicaState;
import org.transhume.application.internal.plan.Plan.Step;

/**
 * What is to be said of one replica.
 *
 * @param state how it is
 * @param step what to do about it; empty when nothing can be done, or nothing need be
 * @param reason what it waits for; empty when for nothing
 */
record Verdict(ReplicaState state, Optional<Step> step, Optional<Explanation> reason) {

  static Verdict well(ReplicaState state) {
    return new Verdict(state, Optional.empty(), Optional.empty());
  }

  static Verdict act(ReplicaState state, Action action, String why) {
    return new Verdict(state, Optional.of(new Step(action, why)), Optional.empty());
  }

  static Verdict wait(ReplicaState state, String code, String text) {
    return new Verdict(state, Optional.empty(), Optional.of(Explanation.of(code, text)));
  }
}
