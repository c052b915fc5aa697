// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.List;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;

/**
 * One side of a migration as its agent's MBean tells it; unknown numbers are null, as there.
 *
 * @param phase how far that side has come
 * @param progressPercent 0 to 100
 * @param bytesSent memory that has passed
 * @param bytesPerSecond present rate
 * @param round round of pre-copy
 * @param downtimeMillis from suspend to unpause
 * @param reasons why it ended so
 */
public record SideReport(
    MigrationPhase phase,
    int progressPercent,
    long bytesSent,
    Double bytesPerSecond,
    Integer round,
    Long downtimeMillis,
    List<Explanation> reasons) {

  /** Copies the list. */
  public SideReport {
    reasons = List.copyOf(reasons);
  }
}
