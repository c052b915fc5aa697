// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides a machine's processors by weight, as Xen's credit schedulers do in the long run: nobody
 * gets more than it wants, what one leaves over goes to the others, and those who want more share
 * in proportion to their weights.
 */
final class ProcessorShares {

  /**
   * What one domain asks for.
   *
   * @param wanted processors, already limited by its cap and its vcpus
   * @param weight its weight
   */
  record Claim(double wanted, int weight) {

    Claim {
      if (!(wanted >= 0) || weight <= 0) {
        throw new IllegalArgumentException(
            "a claim needs wanted >= 0 and weight > 0: " + wanted + ", " + weight);
      }
    }

    private double wantedPerWeight() {
      return wanted / weight;
    }
  }

  private ProcessorShares() {}

  /**
   * Fills all claims to one common level, the least thirsty first.
   *
   * @return what each gets, in the order of the claims
   */
  static double[] divide(double processors, List<Claim> claims) {
    double[] shares = new double[claims.size()];
    double left = processors;
    long weightLeft = claims.stream().mapToLong(Claim::weight).sum();
    for (int i : leastThirstyFirst(claims)) {
      Claim claim = claims.get(i);
      shares[i] = Math.min(claim.wanted, left * claim.weight / weightLeft);
      left -= shares[i];
      weightLeft -= claim.weight;
    }
    return shares;
  }

  private static int[] leastThirstyFirst(List<Claim> claims) {
    return IntStream.range(0, claims.size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> claims.get(i).wantedPerWeight()))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
