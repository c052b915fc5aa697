// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.plant;

import java.util.List;

/**
 * A placement on paper: begins as everything stands, and is changed without touching anything. A
 * machine may stand on two hosts, as it does while it moves.
 */
public final class Sketch {

  private final List<SketchedHost> hosts;

  /** Everything as it stands. */
  public Sketch(Plant plant) {
    boolean memoryHeld = plant.accounting().memoryHeld();
    hosts = plant.hosts().stream().map(host -> new SketchedHost(host, memoryHeld)).toList();
  }

  /** Every host, in the order of their numbers. */
  public List<SketchedHost> hosts() {
    return hosts;
  }
}
