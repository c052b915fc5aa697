// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.List;
import java.util.Map;
import org.transhume.api.model.DomainState;
import org.transhume.spi.hypervisor.DomainObservation;

/** The domain runs: only a running guest can be asked to suspend. */
record DomainRuns() implements PreflightCheck<DepartureSituation> {

  @Override
  public Manual manual() {
    return new Manual(
        "domain runs",
        List.of("DOMAIN_PAUSED", "DOMAIN_NOT_RUNNING"),
        "the domain's state with RUNNING",
        "unpause it, or wait until it has booted; one that is off is booted on the target instead");
  }

  @Override
  public Findings in(DepartureSituation situation) {
    return situation.domain().map(DomainRuns::of).orElse(Findings.NONE);
  }

  private static Findings of(DomainObservation domain) {
    String name = domain.identity().name();
    Map<String, String> operands = Map.of("domain", name, "state", domain.state().name());
    if (domain.state() == DomainState.PAUSED) {
      return Findings.objection(
          "DOMAIN_PAUSED",
          name + " is paused: a paused guest cannot suspend. Unpause it first",
          operands);
    }
    return domain.state().isRunning()
        ? Findings.NONE
        : Findings.objection("DOMAIN_NOT_RUNNING", name + " is " + domain.state(), operands);
  }
}
