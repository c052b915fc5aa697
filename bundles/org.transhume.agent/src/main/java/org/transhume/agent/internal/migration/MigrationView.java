// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.util.List;
import java.util.Objects;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationOrder;

/**
 * A migration as its MBean shows it.
 *
 * @param order what moves, from where and to where
 * @param phase how far this side has come
 * @param progress what has passed
 * @param beganEpochMillis when this side heard of it
 * @param endedEpochMillis when it ended; null while it has not
 * @param downtimeMillis from suspend to unpause; null while unknown
 * @param reasons in a final phase other than DONE: why
 */
record MigrationView(
    MigrationOrder order,
    MigrationPhase phase,
    Progress progress,
    long beganEpochMillis,
    Long endedEpochMillis,
    Long downtimeMillis,
    List<Explanation> reasons) {

  /**
   * What has passed.
   *
   * @param bytes memory, repeated pages counted each time
   * @param expectedBytes memory that will pass at least; 0 when unknown
   * @param bytesPerSecond the present rate; null when nothing is being sent
   * @param round of pre-copy; null when unknown
   */
  record Progress(long bytes, long expectedBytes, Double bytesPerSecond, Integer round) {

    static final Progress NONE = new Progress(0, 0, null, null);

    int percent() {
      return expectedBytes == 0 ? 0 : (int) Math.min(99, bytes * 100 / expectedBytes);
    }
  }

  MigrationView {
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(progress, "progress");
    reasons = List.copyOf(reasons);
  }

  int percent() {
    return phase == MigrationPhase.DONE ? 100 : progress.percent();
  }
}
