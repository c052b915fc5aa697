// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

/** No rule pins the domain to this host. */
record DomainIsNotPinned() implements PreflightCheck<DepartureSituation> {

  @Override
  public Manual manual() {
    return Manual.of(
        "not pinned",
        "RULE_PIN",
        "the domain with those that rules pin to their hosts",
        "remove the rule, if the domain is to be moved");
  }

  @Override
  public Findings in(DepartureSituation situation) {
    return Findings.against(
        situation.gate().pinned(situation.order().domainUuid(), situation.order().domain()));
  }
}
