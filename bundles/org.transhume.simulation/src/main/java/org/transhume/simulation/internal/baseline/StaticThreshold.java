// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.baseline;

import org.transhume.simulation.internal.plant.SketchedHost;

/**
 * A host is overloaded while more than a part of its processors is asked for.
 *
 * @param threshold that part, 0 to 1
 */
record StaticThreshold(double threshold) implements Overload {

  @Override
  public boolean isOverloaded(SketchedHost host) {
    return host.requestedMips() / host.host().type().mips() > threshold;
  }
}
