// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.watch;

/**
 * What an operator may change on a probe.
 *
 * @param periodMillis time between two measurements
 * @param highThreshold the value above which a subject becomes HIGH
 * @param lowThreshold the value below which it becomes NORMAL again
 * @param holdMillis how long it must stay above the high threshold
 */
public record ProbeParameters(
    long periodMillis, double highThreshold, double lowThreshold, long holdMillis) {

  /** The shortest period. */
  public static final long LEAST_PERIOD_MILLIS = 100;

  /** Refuses what makes no sense, naming the parameter, its value and what is allowed. */
  public ProbeParameters {
    if (periodMillis < LEAST_PERIOD_MILLIS) {
      throw new IllegalArgumentException(
          "periodMillis " + periodMillis + ": at least " + LEAST_PERIOD_MILLIS);
    }
    if (holdMillis < 0) {
      throw new IllegalArgumentException("holdMillis " + holdMillis + ": at least 0");
    }
    if (!(lowThreshold <= highThreshold)) {
      throw new IllegalArgumentException(
          "thresholds low "
              + lowThreshold
              + " and high "
              + highThreshold
              + ": the high one must not lie below the low one");
    }
  }

  /** The same with another period. */
  public ProbeParameters withPeriod(long millis) {
    return new ProbeParameters(millis, highThreshold, lowThreshold, holdMillis);
  }

  /** The same with another high threshold. */
  public ProbeParameters withHigh(double high) {
    return new ProbeParameters(periodMillis, high, lowThreshold, holdMillis);
  }

  /** The same with another low threshold. */
  public ProbeParameters withLow(double low) {
    return new ProbeParameters(periodMillis, highThreshold, low, holdMillis);
  }

  /** The same with another hold time. */
  public ProbeParameters withHold(long millis) {
    return new ProbeParameters(periodMillis, highThreshold, lowThreshold, millis);
  }
}
