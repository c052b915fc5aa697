// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

/** Which side of its thresholds a probe's value is on, after hysteresis and hold time. */
public enum ThresholdLevel {
  /** No reading yet. */
  UNKNOWN,
  /** Below, or not yet long enough above, the high threshold. */
  NORMAL,
  /** Was above the high threshold for the hold time and has not fallen below the low one since. */
  HIGH,
  /** The probe's last reading failed. */
  FAILED
}
