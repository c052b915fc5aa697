// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.Map;
import org.transhume.spi.hypervisor.DomainObservation;

/** Nothing else moves or saves the domain, be it ours or somebody's {@code xl migrate}. */
record DomainIsNotMoved() implements PreflightCheck<DepartureSituation> {

  @Override
  public Manual manual() {
    return Manual.of(
        "not moved already",
        "ALREADY_MOVING",
        "the migrations of this agent, and the tools of Xen that run on the source",
        "wait until the other one has ended");
  }

  @Override
  public Findings in(DepartureSituation situation) {
    String name = situation.order().domain();
    if (!situation.moving().isEmpty()) {
      return Findings.objection(
          "ALREADY_MOVING",
          name + " is already moved by migration " + situation.moving(),
          Map.of("domain", name, "migration", situation.moving()));
    }
    return situation.domain().filter(DomainObservation::transferring).isPresent()
        ? Findings.objection(
            "ALREADY_MOVING",
            "a tool that was not started here moves or saves " + name + "; wait until it ends",
            Map.of("domain", name))
        : Findings.NONE;
  }
}
