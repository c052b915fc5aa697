// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.Optional;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.StepResult;

/** What an agent says to a manager that no longer leads. */
public final class NewerLeader {

  private NewerLeader() {}

  /** The agent's words, when it refused because it knows a newer leader. */
  public static Optional<String> toldBy(StepResult answer) {
    return reason(answer).map(Explanation::text);
  }

  /** Why it refused, when it did because it knows a newer leader. */
  static Optional<Explanation> reason(StepResult answer) {
    return answer.reasons().stream()
        .filter(reason -> !answer.accepted() && reason.code().equals(StepResult.STALE_EPOCH))
        .findFirst();
  }
}
