// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.List;
import java.util.Map;
import org.transhume.api.mx.MigrationOrder;

/** The order is meant for this host, and comes from another. */
record RightTarget() implements PreflightCheck<ArrivalSituation> {

  @Override
  public Manual manual() {
    return new Manual(
        "right target",
        List.of("WRONG_HOST", "SAME_HOST"),
        "the hosts that the order names with this one",
        "ask for a migration to another host");
  }

  @Override
  public Findings in(ArrivalSituation situation) {
    MigrationOrder order = situation.order();
    Map<String, String> operands = Map.of("host", situation.host(), "target", order.target());
    Findings findings = Findings.NONE;
    if (!order.target().equals(situation.host())) {
      findings =
          Findings.objection(
              "WRONG_HOST",
              "this is " + situation.host() + ", not the target " + order.target(),
              operands);
    }
    return order.source().equals(order.target())
        ? findings.and(
            Findings.objection(
                "SAME_HOST", "source and target are both " + order.target(), operands))
        : findings;
  }
}
