// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.Map;

/** The domain is not being stopped on purpose. */
record DomainIsNotStopping() implements PreflightCheck<DepartureSituation> {

  @Override
  public Manual manual() {
    return Manual.of(
        "not being stopped",
        "DOMAIN_STOPPING",
        "the stops that the leader has ordered of this agent",
        "wait until it has ended; a domain that is stopped is started elsewhere instead");
  }

  @Override
  public Findings in(DepartureSituation situation) {
    String name = situation.order().domain();
    return situation.stopping()
        ? Findings.objection("DOMAIN_STOPPING", name + " is being stopped", Map.of("domain", name))
        : Findings.NONE;
  }
}
