// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.Map;
import org.transhume.api.model.HostState;

/** The target is there to accept domains. */
record TargetIsActive() implements PreflightCheck<ArrivalSituation> {

  @Override
  public Manual manual() {
    return Manual.of(
        "target active",
        "TARGET_NOT_ACTIVE",
        "the target's state with ACTIVE",
        "activate the host when its maintenance is over");
  }

  @Override
  public Findings in(ArrivalSituation situation) {
    HostState state = situation.here().state();
    if (state == HostState.ACTIVE) {
      return Findings.NONE;
    }
    return Findings.objection(
        "TARGET_NOT_ACTIVE",
        situation.host() + " is " + state + " and accepts nothing; set its state to ACTIVE first",
        Map.of("host", situation.host(), "state", state.name()));
  }
}
