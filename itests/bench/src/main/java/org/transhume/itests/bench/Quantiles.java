// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import java.util.Arrays;
import java.util.Collection;

/** Measured values in order. */
final class Quantiles {

  private final double[] ordered;

  Quantiles(double[] values) {
    ordered = values.clone();
    Arrays.sort(ordered);
  }

  static Quantiles of(Collection<Double> values) {
    return new Quantiles(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  int size() {
    return ordered.length;
  }

  double median() {
    int half = ordered.length / 2;
    return ordered.length % 2 == 1 ? ordered[half] : (ordered[half - 1] + ordered[half]) / 2;
  }

  /** The least value that at least that share of all values does not exceed. */
  double at(double share) {
    return ordered[Math.max(0, (int) Math.ceil(share * ordered.length) - 1)];
  }

  double least() {
    return ordered[0];
  }

  double most() {
    return ordered[ordered.length - 1];
  }
}
