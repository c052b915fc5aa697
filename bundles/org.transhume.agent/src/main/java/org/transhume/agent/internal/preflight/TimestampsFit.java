// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.Map;
import java.util.OptionalLong;

/**
 * A guest that reads the processor's own time stamps finds them counting as before. Where Xen may
 * emulate them instead, the domain moves, and pays for each reading.
 */
record TimestampsFit() implements PreflightCheck<ArrivalSituation> {

  /** What a time service in the guest can still correct. */
  private static final double MOST_DIFFERENCE = 500e-6;

  @Override
  public Manual manual() {
    return Manual.of(
        "time stamp counters",
        "TSC_FREQUENCY",
        "for a domain with `tsc_mode = native`: the frequencies of both hosts, which may differ by"
            + " 500 parts per million",
        "choose a target of the same frequency, or boot the domain with the default `tsc_mode`");
  }

  @Override
  public Findings in(ArrivalSituation situation) {
    OptionalLong source = situation.source().processorKilohertz();
    OptionalLong target = situation.target().processorKilohertz();
    String mode = situation.source().timestampMode();
    if (mode.isEmpty() || source.isEmpty() || target.isEmpty()) {
      return Findings.remark(
          "TSC_UNKNOWN",
          "tsc_mode, or the frequency of "
              + situation.order().source()
              + " or "
              + situation.host()
              + ", is unknown");
    }
    double difference = Math.abs((double) target.getAsLong() / Math.max(1, source.getAsLong()) - 1);
    if (difference <= MOST_DIFFERENCE || mode.equals("always_emulate")) {
      return Findings.NONE;
    }
    String frequencies =
        situation.order().source()
            + " counts at "
            + source.getAsLong()
            + " kHz and "
            + situation.host()
            + " at "
            + target.getAsLong();
    return mode.startsWith("native")
        ? Findings.objection(
            "TSC_FREQUENCY",
            situation.order().domain()
                + " reads the processor's own time stamps (tsc_mode "
                + mode
                + "), and "
                + frequencies,
            Map.of(
                "sourceKilohertz", Long.toString(source.getAsLong()),
                "targetKilohertz", Long.toString(target.getAsLong()),
                "tscMode", mode))
        : Findings.remark(
            "TSC_EMULATED",
            frequencies + ": unless its processors scale, Xen will emulate each reading");
  }
}
