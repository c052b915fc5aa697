// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

/** No rule closes this host. */
record HostTakesDomains() implements PreflightCheck<ArrivalSituation> {

  @Override
  public Manual manual() {
    return Manual.of(
        "takes domains",
        "RULE_NO_INCOMING",
        "the rules `no-incoming` with this host",
        "choose another target, or remove the rule");
  }

  @Override
  public Findings in(ArrivalSituation situation) {
    return Findings.against(situation.gate().closed());
  }
}
