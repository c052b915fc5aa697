// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign;

import java.time.Duration;

/** How a test lets time pass. */
public interface Pause {

  /** The time of day, in milliseconds since the epoch. */
  long nowEpochMillis();

  /**
   * Waits.
   *
   * @throws IllegalStateException when somebody wants the campaign to end
   */
  void await(Duration time);
}
