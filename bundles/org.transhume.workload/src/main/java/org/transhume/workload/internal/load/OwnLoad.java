// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.load;

/**
 * The average of our own threads, damped as the kernel damps that of all: each second a sixtieth of
 * a minute's weight goes from what was to what is.
 */
final class OwnLoad implements LoadAverage {

  private static final double KEPT = Math.exp(-1.0 / 60);

  private double average;

  @Override
  public String name() {
    return "own threads";
  }

  @Override
  public double afterSecond(int threads) {
    average = average * KEPT + threads * (1 - KEPT);
    return average;
  }
}
