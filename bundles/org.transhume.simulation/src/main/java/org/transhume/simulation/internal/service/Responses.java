// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.service;

import java.util.Arrays;

/**
 * How long answers took. Of requests that were answered at one time by one replica only the mean is
 * known; their times are taken as exponential around it, as they are in the queue M/M/1.
 */
final class Responses {

  private static final double FIRST_SECONDS = 1e-4;
  private static final double GROWTH = 1.02;
  private static final int BINS = 800;
  private static final int HALVINGS = 60;

  private final double[] requests = new double[BINS];
  private double count;
  private double seconds;

  /** So many requests took so long on average. */
  void add(double answered, double meanSeconds) {
    if (answered > 0) {
      double bin = Math.log(Math.max(meanSeconds, FIRST_SECONDS) / FIRST_SECONDS);
      requests[(int) Math.min(BINS - 1, bin / Math.log(GROWTH))] += answered;
      count += answered;
      seconds += answered * meanSeconds;
    }
  }

  /** The mean, in seconds; 0 when nothing was answered. */
  double mean() {
    return count == 0 ? 0 : seconds / count;
  }

  /** What that share of all requests was answered within, in seconds. */
  double within(double share) {
    if (count == 0) {
      return 0;
    }
    double low = 0;
    double high = FIRST_SECONDS * Math.pow(GROWTH, BINS) * 10;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (longerThan(middle) > (1 - share) * count) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private double longerThan(double limit) {
    double some = 0;
    for (int bin = 0; bin < BINS; bin++) {
      if (requests[bin] > 0) {
        double mean = FIRST_SECONDS * Math.pow(GROWTH, bin + 0.5);
        some += requests[bin] * Math.exp(-limit / mean);
      }
    }
    return some;
  }

  /** Forgets everything. */
  void clear() {
    Arrays.fill(requests, 0);
    count = 0;
    seconds = 0;
  }
}
