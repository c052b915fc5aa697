// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.Map;

/**
 * The target's tools leave dom0's memory alone. Where they do not, xl shrinks dom0 for each
 * arrival, one after the other, and what looks free is no longer what can be had.
 */
record NoBallooning() implements PreflightCheck<ArrivalSituation> {

  @Override
  public Manual manual() {
    return Manual.of(
        "dom0 keeps its memory",
        "AUTOBALLOON",
        "`autoballoon` of xl.conf and `dom0_mem` of Xen's command line at the target",
        "give dom0 a fixed `dom0_mem` and set `autoballoon=\"off\"`");
  }

  @Override
  public Findings in(ArrivalSituation situation) {
    if (situation.target().shrinksControlDomain().isEmpty()) {
      return Findings.remark(
          "AUTOBALLOON_UNKNOWN",
          "whether " + situation.host() + " takes memory from its dom0 for arrivals is unknown");
    }
    return situation.target().shrinksControlDomain().get()
        ? Findings.objection(
            "AUTOBALLOON",
            situation.host()
                + " takes memory from its dom0 for arriving domains: set dom0_mem on Xen's command"
                + " line and autoballoon=\"off\" in /etc/xen/xl.conf",
            Map.of("host", situation.host()))
        : Findings.NONE;
  }
}
