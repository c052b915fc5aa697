// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.watch;

import java.util.Objects;
import org.transhume.api.model.ThresholdLevel;

/**
 * Watches one subject of one probe: HIGH once the value has stayed above the high threshold for the
 * hold time, NORMAL again as soon as it is below the low one. Between the two nothing changes, and
 * a hold that has begun goes on only while the value stays above the high one. Immutable.
 *
 * @param level the present level
 * @param sinceEpochMillis when the value first crossed what led to this level
 * @param aboveSinceEpochMillis when the value went above the high threshold, of a hold under way
 */
record ThresholdWatch(ThresholdLevel level, long sinceEpochMillis, Long aboveSinceEpochMillis) {

  /** Before the first reading. */
  static final ThresholdWatch FRESH = new ThresholdWatch(ThresholdLevel.UNKNOWN, 0, null);

  ThresholdWatch {
    Objects.requireNonNull(level, "level");
  }

  /** The watch after a reading. */
  ThresholdWatch reading(double value, long atEpochMillis, ProbeParameters parameters) {
    if (value > parameters.highThreshold()) {
      return above(atEpochMillis, parameters.holdMillis());
    }
    if (level == ThresholdLevel.HIGH && value >= parameters.lowThreshold()) {
      return this;
    }
    return level == ThresholdLevel.NORMAL
        ? new ThresholdWatch(level, sinceEpochMillis, null)
        : new ThresholdWatch(ThresholdLevel.NORMAL, atEpochMillis, null);
  }

  private ThresholdWatch above(long atEpochMillis, long holdMillis) {
    if (level == ThresholdLevel.HIGH) {
      return this;
    }
    // A clock that was set back begins the hold anew.
    boolean holding = aboveSinceEpochMillis != null && aboveSinceEpochMillis <= atEpochMillis;
    long above = holding ? aboveSinceEpochMillis : atEpochMillis;
    if (atEpochMillis - above >= holdMillis) {
      return new ThresholdWatch(ThresholdLevel.HIGH, above, null);
    }
    return level == ThresholdLevel.NORMAL
        ? new ThresholdWatch(level, sinceEpochMillis, above)
        : new ThresholdWatch(ThresholdLevel.NORMAL, atEpochMillis, above);
  }

  /** The watch after a failed measurement; a hold under way is given up. */
  ThresholdWatch failed(long atEpochMillis) {
    return level == ThresholdLevel.FAILED
        ? this
        : new ThresholdWatch(ThresholdLevel.FAILED, atEpochMillis, null);
  }
}
