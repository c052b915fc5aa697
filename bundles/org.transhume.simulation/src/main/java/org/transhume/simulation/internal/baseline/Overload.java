// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.baseline;

import org.transhume.simulation.internal.plant.SketchedHost;

/** When a host has too much to do. */
interface Overload {

  boolean isOverloaded(SketchedHost host);
}
