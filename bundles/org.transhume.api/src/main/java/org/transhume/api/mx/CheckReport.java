// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;

/**
 * What checks say of a migration that was not begun.
 *
 * @param possible whether nothing speaks against it at this moment
 * @param findings everything that speaks against it, and what is worth knowing; the manager's
 *     first, then the source's, then the target's
 */
public record CheckReport(boolean possible, List<CheckFinding> findings) {

  /** Copies the list. */
  public CheckReport {
    findings = List.copyOf(findings);
  }

  /** A report of these findings. */
  public static CheckReport of(List<CheckFinding> findings) {
    return new CheckReport(findings.stream().noneMatch(CheckFinding::objection), findings);
  }
}
