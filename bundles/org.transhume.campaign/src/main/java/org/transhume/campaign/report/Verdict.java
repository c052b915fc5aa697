// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.report;

import java.util.List;

/** What a test has come to. */
public enum Verdict {
  /** Everything that was expected was observed. */
  PASSED,
  /** Something was observed that was not expected, or the test could not be brought to its end. */
  FAILED,
  /** A means was missing; this never counts as passed. */
  NOT_RUN;

  /**
   * The verdict of a test that was run.
   *
   * @param findings what was compared
   * @param cause why the test broke off or failed; empty when nothing is known against it
   * @return {@link #PASSED} when there is a finding, all of them hold and no cause is known, else
   *     {@link #FAILED}
   */
  public static Verdict of(List<Finding> findings, String cause) {
    boolean holds =
        cause.isEmpty() && !findings.isEmpty() && findings.stream().allMatch(Finding::held);
    return holds ? PASSED : FAILED;
  }
}
