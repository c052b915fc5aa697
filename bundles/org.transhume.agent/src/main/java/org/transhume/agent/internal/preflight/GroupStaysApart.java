// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

/** No member of a group from which rules spread the domain is here. */
record GroupStaysApart() implements PreflightCheck<ArrivalSituation> {

  @Override
  public Manual manual() {
    return Manual.of(
        "group apart",
        "RULE_SPREAD",
        "the groups that rules spread with the domains that are here or are promised a place; where members stand at other hosts of a rack only the manager sees",
        "choose a target without a member of the group");
  }

  @Override
  public Findings in(ArrivalSituation situation) {
    return Findings.against(
        situation
            .gate()
            .together(
                situation.order().domainUuid(),
                situation.order().domain(),
                situation.here().names(situation.promised())));
  }
}
