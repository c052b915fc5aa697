// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.util.List;
import java.util.Locale;

/** Figures that were taken several times. */
record Statistics(List<Double> values) {

  Statistics {
    values = values.stream().sorted().toList();
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
  }

  double mean() {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  double median() {
    int half = values.size() / 2;
    return values.size() % 2 == 1
        ? values.get(half)
        : (values.get(half - 1) + values.get(half)) / 2;
  }

  /** The standard deviation of the sample; 0 for a single value. */
  double spread() {
    double mean = mean();
    double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    return values.size() == 1 ? 0 : Math.sqrt(squares / (values.size() - 1));
  }

  double most() {
    return values.get(values.size() - 1);
  }

  double least() {
    return values.get(0);
  }

  String in(String unit) {
    return String.format(
        Locale.ROOT,
        "mean %.2f %s, median %.2f %s, spread %.2f %s over %d runs",
        mean(),
        unit,
        median(),
        unit,
        spread(),
        unit,
        values.size());
  }

  static String decimal(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
