// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.List;
import java.util.Map;

/** No more domains arrive at once than the target was configured for. */
record TargetIsNotBusy() implements PreflightCheck<ArrivalSituation> {

  @Override
  public Manual manual() {
    return Manual.of(
        "target not busy",
        "TARGET_BUSY",
        "the migrations that arrive, with `arrivalsAtOnce` of the target's agent",
        "none: the migration waits and tries again; or raise `arrivalsAtOnce`");
  }

  @Override
  public Findings in(ArrivalSituation situation) {
    List<String> arriving = situation.promised().migrations();
    int most = situation.here().arrivalsAtOnce();
    if (arriving.size() < most) {
      return Findings.NONE;
    }
    String ids = String.join(", ", arriving);
    return Findings.forNow(
        "TARGET_BUSY",
        situation.host() + " receives as many as it may at a time, which is " + most + ": " + ids,
        Map.of(
            "host", situation.host(), "migration", ids, "arrivalsAtOnce", Integer.toString(most)));
  }
}
