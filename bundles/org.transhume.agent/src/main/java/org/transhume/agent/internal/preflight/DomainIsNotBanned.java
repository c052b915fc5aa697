// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

/** No rule bans the domain from this host. */
record DomainIsNotBanned() implements PreflightCheck<ArrivalSituation> {

  @Override
  public Manual manual() {
    return Manual.of(
        "not banned",
        "RULE_BAN",
        "the rules that ban the domain with this host",
        "choose another target, or remove the rule");
  }

  @Override
  public Findings in(ArrivalSituation situation) {
    return Findings.against(
        situation.gate().banned(situation.order().domainUuid(), situation.order().domain()));
  }
}
