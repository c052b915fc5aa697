// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

/** No rule fences the domain in elsewhere. */
record DomainIsNotFencedOut() implements PreflightCheck<ArrivalSituation> {

  @Override
  public Manual manual() {
    return Manual.of(
        "not fenced out",
        "RULE_FENCE",
        "the hosts to which rules fence the domain with this one",
        "choose one of those hosts, or change the rule");
  }

  @Override
  public Findings in(ArrivalSituation situation) {
    return Findings.against(
        situation.gate().fencedOut(situation.order().domainUuid(), situation.order().domain()));
  }
}
