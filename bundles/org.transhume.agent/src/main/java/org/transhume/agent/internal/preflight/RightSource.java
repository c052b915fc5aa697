// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.Map;

/** The order is meant for this host. */
record RightSource() implements PreflightCheck<DepartureSituation> {

  @Override
  public Manual manual() {
    return Manual.of(
        "right source",
        "WRONG_HOST",
        "the source that the order names with this host",
        "ask again: the domain has gone elsewhere meanwhile");
  }

  @Override
  public Findings in(DepartureSituation situation) {
    String source = situation.order().source();
    return source.equals(situation.host())
        ? Findings.NONE
        : Findings.objection(
            "WRONG_HOST",
            "this is " + situation.host() + ", not the source " + source,
            Map.of("host", situation.host(), "source", source));
  }
}
