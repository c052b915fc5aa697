// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import java.util.Objects;

/**
 * How one probe stands on one host.
 *
 * @param probe name of the probe, such as {@code cpu}
 * @param level the side of the thresholds after hysteresis and hold time
 * @param sinceEpochMillis when this level was reached
 * @param value the last value, in the probe's unit; null when there is none
 * @param highThreshold the value above which the level becomes HIGH
 * @param lowThreshold the value below which it becomes NORMAL again
 */
public record ThresholdState(
    String probe,
    ThresholdLevel level,
    long sinceEpochMillis,
    Double value,
    double highThreshold,
    double lowThreshold) {

  /** Requires a name and a level. */
  public ThresholdState {
    Objects.requireNonNull(probe, "probe");
    Objects.requireNonNull(level, "level");
  }
}
