// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.internal;

import java.util.Comparator;

/** Orders of blocks; of equals the first by name comes first. */
final class Order {

  private Order() {}

  /** The greatest weight first, and of equals those of which the second weight is greatest. */
  static Comparator<Integer> descending(int[] weight, int[] second) {
    return (one, other) -> {
      int order = Integer.compare(weight[other], weight[one]);
      order = order != 0 ? order : Integer.compare(second[other], second[one]);
      return order != 0 ? order : Integer.compare(one, other);
    };
  }

  /** The least weight first. */
  static Comparator<Integer> ascending(long[] weight) {
    return (one, other) -> {
      int order = Long.compare(weight[one], weight[other]);
      return order != 0 ? order : Integer.compare(one, other);
    };
  }

  /** The greatest share first. */
  static Comparator<Integer> descending(double[] share, int[] second) {
    return (one, other) -> {
      int order = Double.compare(share[other], share[one]);
      order = order != 0 ? order : Integer.compare(second[other], second[one]);
      return order != 0 ? order : Integer.compare(one, other);
    };
  }
}
