// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.plant;

/**
 * Where machines stand when the day begins: one after another, each with all that it may ever use,
 * on the host whose power grows least by it alone. Nobody decides this, so that every policy begins
 * with the same day.
 */
final class FirstPlacement {

  private final double[] promisedMips;
  private final int[] promisedMebibytes;
  private final Plant plant;

  FirstPlacement(Plant plant) {
    this.plant = plant;
    this.promisedMips = new double[plant.hosts().size()];
    this.promisedMebibytes = new int[plant.hosts().size()];
  }

  /**
   * Places every machine.
   *
   * @throws IllegalArgumentException when there are too few hosts, naming the remedy
   */
  void place() {
    for (Machine machine : plant.machines()) {
      Host best = bestFor(machine);
      promisedMips[best.index()] += machine.mips();
      promisedMebibytes[best.index()] += machine.memoryMebibytes();
      plant.place(machine, best);
    }
  }

  private Host bestFor(Machine machine) {
    Host best = null;
    double least = Double.MAX_VALUE;
    for (Host host : plant.hosts()) {
      double mips = promisedMips[host.index()] + machine.mips();
      int mebibytes = promisedMebibytes[host.index()] + machine.memoryMebibytes();
      if (machine.mips() > host.type().processorMips()
          || mips > host.type().mips()
          || mebibytes > HostType.MEMORY_MEBIBYTES) {
        continue;
      }
      PowerCurve power = host.type().power();
      double growth = power.wattsAt(mips / host.type().mips()) - power.wattsAt(0);
      if (growth < least) {
        least = growth;
        best = host;
      }
    }
    if (best == null) {
      throw new IllegalArgumentException(
          plant.hosts().size()
              + " hosts are too few for "
              + plant.machines().size()
              + " machines: "
              + machine.name()
              + " ("
              + (int) machine.mips()
              + " MIPS, "
              + machine.memoryMebibytes()
              + " MiB) fits on none; give more hosts");
    }
    return best;
  }
}
