// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.List;

/** No standing reason holds the domain where it is; the Domain MBean shows the same ones. */
record NothingHoldsIt() implements PreflightCheck<DepartureSituation> {

  @Override
  public Manual manual() {
    return new Manual(
        "nothing holds it",
        List.of(
            "MIGRATION_FORBIDDEN",
            "VIRTUAL_NUMA",
            "PASSED_THROUGH_DEVICE",
            "SHADOW_PAGING_MISSING",
            "GUEST_CANNOT_SUSPEND",
            "STARTED_AT_BOOT",
            "SAVED_IMAGE"),
        "`nomigrate`, virtual NUMA, passed-through devices, shadow paging for PV domains, what the"
            + " guest says of `feature-suspend`, and the autostart and save folders of xendomains"
            + " on the source",
        "as each reason says; `Movable` and `NotMovableReason` of the domain show it all the time");
  }

  @Override
  public Findings in(DepartureSituation situation) {
    return situation
        .domain()
        .map(domain -> Findings.against(domain.obstacles()))
        .orElse(Findings.NONE);
  }
}
