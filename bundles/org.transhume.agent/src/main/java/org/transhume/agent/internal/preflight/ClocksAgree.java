// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Both hosts' clocks are kept and agree. A domain takes its time from its host: where that is
 * behind, the guest's clock stands still until it has caught up.
 */
record ClocksAgree() implements PreflightCheck<ArrivalSituation> {

  private static final long MOST_MILLIS = 2_000;

  @Override
  public Manual manual() {
    return new Manual(
        "clocks",
        List.of("CLOCK_NOT_SYNCHRONISED", "CLOCKS_APART"),
        "what the time service of each host says of itself, and both clocks in one timed exchange:"
            + " nothing may prove that they differ by more than "
            + MOST_MILLIS
            + " ms",
        "let every host run chrony with the same servers");
  }

  @Override
  public Findings in(ArrivalSituation situation) {
    return kept(situation.order().source(), situation.source().clockSynchronised())
        .and(kept(situation.host(), situation.target().clockSynchronised()))
        .and(
            situation
                .clocks()
                .map(clocks -> compared(situation, clocks))
                .orElse(
                    Findings.remark(
                        "CLOCKS_UNKNOWN",
                        situation.order().source() + " has not told what its clock says")));
  }

  private static Findings kept(String host, Optional<Boolean> synchronised) {
    if (synchronised.isEmpty()) {
      return Findings.remark(
          "CLOCK_SERVICE_UNKNOWN",
          "whether a time service keeps the clock of " + host + " is unknown");
    }
    return synchronised.get()
        ? Findings.NONE
        : Findings.objection(
            "CLOCK_NOT_SYNCHRONISED",
            "the time service of " + host + " says that its clock is not synchronised",
            Map.of("host", host));
  }

  private static Findings compared(ArrivalSituation situation, ClockReading clocks) {
    if (clocks.targetBehindMillis() > MOST_MILLIS) {
      return apart(situation, "behind", clocks.targetBehindMillis());
    }
    return clocks.targetAheadMillis() > MOST_MILLIS
        ? apart(situation, "ahead of", clocks.targetAheadMillis())
        : Findings.NONE;
  }

  private static Findings apart(ArrivalSituation situation, String where, long millis) {
    return Findings.objection(
        "CLOCKS_APART",
        "the clock of "
            + situation.host()
            + " is at least "
            + millis
            + " ms "
            + where
            + " that of "
            + situation.order().source(),
        Map.of("millis", Long.toString(millis), "mostMillis", Long.toString(MOST_MILLIS)));
  }
}
