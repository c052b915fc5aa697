// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.report;

import java.time.Duration;
import java.util.List;

/**
 * What a run of the campaign has found.
 *
 * @param version Transhume's
 * @param on where it ran: {@code simulator}, {@code lab} or {@code cluster}
 * @param startedAtEpochMillis when it began
 * @param duration how long it took
 * @param label what its verdicts are about: {@link #TOOL_CHAIN} or {@link #XEN}
 * @param tests in the order in which they were run
 */
public record CampaignResult(
    String version,
    String on,
    long startedAtEpochMillis,
    Duration duration,
    String label,
    List<TestResult> tests) {

  /** Domains were simulated: a verdict is about everything but Xen. */
  public static final String TOOL_CHAIN = "tool chain";

  /** Domains were real. */
  public static final String XEN = "Xen";

  /** Copies the list. */
  public CampaignResult {
    tests = List.copyOf(tests);
  }
}
