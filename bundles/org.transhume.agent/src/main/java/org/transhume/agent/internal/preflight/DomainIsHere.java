// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.Map;
import org.transhume.api.mx.MigrationOrder;

/** The domain is on the source, under its own name. */
record DomainIsHere() implements PreflightCheck<DepartureSituation> {

  @Override
  public Manual manual() {
    return Manual.of(
        "domain there",
        "UNKNOWN_DOMAIN",
        "the uuid with those of the domains on the source",
        "look where the domain is; a copy named `--migratedaway` is a repair task");
  }

  @Override
  public Findings in(DepartureSituation situation) {
    MigrationOrder order = situation.order();
    return situation.domain().isPresent()
        ? Findings.NONE
        : Findings.objection(
            "UNKNOWN_DOMAIN",
            situation.host() + " has no domain " + order.domain() + " (" + order.domainUuid() + ")",
            Map.of("host", situation.host(), "domain", order.domain()));
  }
}
