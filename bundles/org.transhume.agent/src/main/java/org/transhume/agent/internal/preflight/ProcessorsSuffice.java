// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

/** No rule finds too many virtual processors here. */
record ProcessorsSuffice() implements PreflightCheck<ArrivalSituation> {

  @Override
  public Manual manual() {
    return Manual.of(
        "virtual processors",
        "RULE_OVERCOMMIT",
        "the virtual processors of all domains here and of the one that arrives with the ratio of a rule `overcommit`",
        "choose a target with fewer domains, or raise the ratio");
  }

  @Override
  public Findings in(ArrivalSituation situation) {
    return Findings.against(
        situation
            .gate()
            .overcommitted(
                situation.order().domain(),
                situation.here().vcpus() + Arrival.of(situation.order()).vcpus(),
                situation.here().look().physicalCpus()));
  }
}
