// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.service;

/**
 * What others on a host leave of its processors to a virtual processor that wants one: all virtual
 * processors that want one at the same time share them equally, as Xen's credit schedulers do, and
 * each other one wants one with the probability that it is busy, on its own.
 */
final class Contention {

  private Contention() {}

  /**
   * The part of a processor that it gets while it wants one, 0 to 1.
   *
   * @param others how busy each of the others is, 0 to 1
   * @param processors how many the host has
   */
  static double share(double[] others, int processors) {
    double[] wanting = new double[others.length + 1];
    wanting[0] = 1;
    for (int other = 0; other < others.length; other++) {
      for (int count = other + 1; count > 0; count--) {
        wanting[count] = wanting[count] * (1 - others[other]) + wanting[count - 1] * others[other];
      }
      wanting[0] *= 1 - others[other];
    }
    double share = 0;
    for (int count = 0; count < wanting.length; count++) {
      share += wanting[count] * Math.min(1, (double) processors / (count + 1));
    }
    return share;
  }
}
