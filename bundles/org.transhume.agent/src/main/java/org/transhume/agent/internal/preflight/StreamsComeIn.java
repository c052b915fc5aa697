// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.Map;

/** The target listens for streams of migrations. */
record StreamsComeIn() implements PreflightCheck<ArrivalSituation> {

  @Override
  public Manual manual() {
    return Manual.of(
        "streams come in",
        "NO_STREAM_LISTENER",
        "whether the target's agent listens for streams",
        "read `Warnings` of the target's Agent MBean, which say what is wrong");
  }

  @Override
  public Findings in(ArrivalSituation situation) {
    return situation.here().acceptsStreams()
        ? Findings.NONE
        : Findings.objection(
            "NO_STREAM_LISTENER",
            "migration streams cannot be accepted at "
                + situation.host()
                + "; the warnings of its Agent MBean say why",
            Map.of("host", situation.host()));
  }
}
