// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.List;
import java.util.Map;

/**
 * The target can show the domain the processor that it has seen since it was started. Xen itself
 * compares almost nothing of it on arrival.
 */
record ProcessorFits() implements PreflightCheck<ArrivalSituation> {

  @Override
  public Manual manual() {
    return Manual.of(
        "processor",
        "CPU_POLICY",
        "leaf by leaf, the processor that the domain has been shown since it was started with the"
            + " most that the target can show to a domain of that type: the maker is equal, each"
            + " feature is there, addresses are as wide",
        "choose a target with those features, or boot the domain with fewer (`cpuid` in its"
            + " configuration)");
  }

  @Override
  public Findings in(ArrivalSituation situation) {
    Map<String, String> shown = situation.source().processorPolicy();
    Map<String, String> limits = situation.target().processorLimits();
    if (shown.isEmpty() || limits.isEmpty()) {
      return Findings.remark(
          "CPU_POLICY_UNKNOWN",
          shown.isEmpty()
              ? "what " + situation.order().domain() + " has been shown of its processor is unknown"
              : "what " + situation.host() + " can show of its processor is unknown");
    }
    List<String> lacking = new ProcessorPolicy(shown).beyond(new ProcessorPolicy(limits));
    return lacking.isEmpty()
        ? Findings.NONE
        : Findings.objection(
            "CPU_POLICY",
            "the processor of "
                + situation.host()
                + " lacks what "
                + situation.order().domain()
                + " has been shown: "
                + String.join(", ", lacking),
            Map.of("host", situation.host(), "lacking", String.join(", ", lacking)));
  }
}
