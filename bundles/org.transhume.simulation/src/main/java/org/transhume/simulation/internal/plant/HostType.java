// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.plant;

/**
 * The two hosts of the published experiments, with what SPECpower_ssj2008 measured of them. Their
 * processors are told in MIPS, of which one stands for one MHz.
 */
public enum HostType {
  /** HP ProLiant ML110 G4, Xeon 3040. */
  G4(1860, PowerCurve.of(86.0, 89.4, 92.6, 96.0, 99.5, 102.0, 106.0, 108.0, 112.0, 114.0, 117.0)),
  /** HP ProLiant ML110 G5, Xeon 3075. */
  G5(
      2660,
      PowerCurve.of(93.7, 97.0, 101.0, 105.0, 110.0, 116.0, 121.0, 125.0, 129.0, 133.0, 135.0));

  /** Processors of every host. */
  public static final int PROCESSORS = 2;

  /** Memory of every host. */
  public static final int MEMORY_MEBIBYTES = 4096;

  private final double processorMips;
  private final PowerCurve power;

  HostType(double processorMips, PowerCurve power) {
    this.processorMips = processorMips;
    this.power = power;
  }

  /** Speed of one processor. */
  public double processorMips() {
    return processorMips;
  }

  /** Speed of all processors together. */
  public double mips() {
    return PROCESSORS * processorMips;
  }

  /** What it draws. */
  public PowerCurve power() {
    return power;
  }
}
