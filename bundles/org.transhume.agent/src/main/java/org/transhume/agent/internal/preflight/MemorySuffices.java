// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.Map;

/** The target has the memory that Xen will take for the copy, after all that is promised. */
record MemorySuffices() implements PreflightCheck<ArrivalSituation> {

  private static final long MEBI = 1L << 20;

  @Override
  public Manual manual() {
    return Manual.of(
        "memory",
        "TARGET_MEMORY",
        "what Xen needs for the copy (the most it may grow to, page tables of 4 KiB for each of its"
            + " MiB and 1 MiB for each vcpu, 2 MiB, rounded up to 2 MiB) with the target's free"
            + " memory, less Xen's claims, less what other arrivals were promised and do not hold"
            + " yet, less `memoryReserveMebibytes` or what a rule reserves, whichever is more",
        "choose a larger target, move something else away from it, or lower `maxmem`; where promises"
            + " alone are in the way, the migration waits and tries again");
  }

  @Override
  public Findings in(ArrivalSituation situation) {
    long needed = Arrival.of(situation.order()).neededBytes();
    if (needed == 0) {
      return Findings.remark(
          "MEMORY_UNKNOWN",
          "nobody has told how much memory " + situation.order().domain() + " has");
    }
    long free = situation.here().look().freeMemoryBytes();
    long promised = situation.promised().bytes();
    long reserve = situation.here().reserveBytes();
    if (needed <= free - promised - reserve) {
      return Findings.NONE;
    }
    String text =
        String.format(
            "%s lacks memory: %d MiB are needed, %d are free, %d of them promised and %d kept"
                + " in reserve",
            situation.host(), needed / MEBI, free / MEBI, promised / MEBI, reserve / MEBI);
    Map<String, String> operands =
        Map.of(
            "neededBytes", Long.toString(needed),
            "freeBytes", Long.toString(free),
            "promisedBytes", Long.toString(promised),
            "reserveBytes", Long.toString(reserve));
    // A promise is either kept, and then this lasts, or given back.
    return needed <= free - reserve
        ? Findings.forNow("TARGET_MEMORY", text, operands)
        : Findings.objection("TARGET_MEMORY", text, operands);
  }
}
