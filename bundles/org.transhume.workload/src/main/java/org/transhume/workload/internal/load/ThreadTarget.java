// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.load;

/**
 * How many threads are to compute. Below the target one is added each second, as long as more are
 * wanted; above it as many are removed as are too many. What is wanted is the target itself, and
 * more the further the average lags behind it: so the average comes near without running past.
 */
record ThreadTarget(double target) {

  private static final double HASTE = 3;

  int next(int threads, double average) {
    long wanted = Math.max(0, Math.round(target + HASTE * (target - average)));
    return (int) Math.min(wanted, threads + 1L);
  }
}
