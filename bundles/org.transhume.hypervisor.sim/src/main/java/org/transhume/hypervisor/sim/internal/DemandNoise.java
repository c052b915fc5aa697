// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

/**
 * Makes a demand flicker around its value. The factor is a function of the domain's seed and its
 * time only: looking more often, or elsewhere, changes nothing.
 *
 * @param seed the domain's own
 * @param amplitude 0 for none; 0.1 for at most a tenth more or less
 */
record DemandNoise(long seed, double amplitude) {

  private static final long INTERVAL_NANOS = 1_000_000_000;

  DemandNoise {
    if (!(amplitude >= 0 && amplitude <= 1)) {
      throw new IllegalArgumentException("demand noise is between 0 and 1: " + amplitude);
    }
  }

  double factor(long elapsedNanos) {
    if (amplitude == 0) {
      return 1;
    }
    long bits = mix(seed + Math.floorDiv(elapsedNanos, INTERVAL_NANOS) * 0x9E3779B97F4A7C15L);
    double unit = (bits >>> 11) * 0x1.0p-53;
    return 1 + amplitude * (2 * unit - 1);
  }

  long nextChange(long elapsedNanos) {
    return amplitude == 0
        ? Long.MAX_VALUE
        : (Math.floorDiv(elapsedNanos, INTERVAL_NANOS) + 1) * INTERVAL_NANOS;
  }

  /** The finaliser of SplitMix64: https://prng.di.unimi.it/splitmix64.c */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
