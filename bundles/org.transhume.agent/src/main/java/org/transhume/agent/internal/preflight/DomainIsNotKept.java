// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

/** No rule keeps the domain. */
record DomainIsNotKept() implements PreflightCheck<DepartureSituation> {

  @Override
  public Manual manual() {
    return Manual.of(
        "not kept",
        "RULE_KEEP",
        "the domain with those that rules tag `keep`, as this agent keeps them",
        "remove the tag, if the domain is to be moved");
  }

  @Override
  public Findings in(DepartureSituation situation) {
    return Findings.against(
        situation.gate().kept(situation.order().domainUuid(), situation.order().domain()));
  }
}
