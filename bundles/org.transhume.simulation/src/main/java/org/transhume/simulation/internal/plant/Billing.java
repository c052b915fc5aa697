// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.plant;

/** Which hosts cost what. */
public enum Billing {
  /**
   * A host costs what it draws as long as it had load when last looked at, and nothing otherwise,
   * not even with idle machines on it; neither does the day before its first round.
   */
  LOADED,
  /** A host costs what it draws from the first second, idle or not, until it is powered down. */
  ON,
  /** Every host costs all the time what it draws under full load. */
  FULL
}
