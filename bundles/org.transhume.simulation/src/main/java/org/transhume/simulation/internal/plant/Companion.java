// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.plant;

/**
 * What lives along with a plant: it is told of every piece of time before machines feel its end.
 */
@FunctionalInterface
public interface Companion {

  /** Time passes, in seconds of the day; machines stay where they are meanwhile. */
  void pass(double from, double until);
}
