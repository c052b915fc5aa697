// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner;

/**
 * How much may move at a time, and how fast.
 *
 * @param perSource moves away from one host at a time
 * @param perTarget moves to one host at a time
 * @param perCluster moves in all at a time; 0 for no limit
 * @param mibPerSecond what a host's network carries where the host itself does not say
 */
public record Limits(int perSource, int perTarget, int perCluster, int mibPerSecond) {

  /**
   * One away from and one to a host at a time, as managers are configured; a network of 1 Gbit/s.
   */
  public static final Limits DEFAULT = new Limits(1, 1, 0, 117);

  /** Checks the values. */
  public Limits {
    Checks.atLeast(1, perSource, "perSource");
    Checks.atLeast(1, perTarget, "perTarget");
    Checks.atLeast(0, perCluster, "perCluster");
    Checks.atLeast(1, mibPerSecond, "mibPerSecond");
  }
}
