// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.baseline;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.transhume.simulation.internal.plant.Host;
import org.transhume.simulation.internal.plant.Machine;
import org.transhume.simulation.internal.plant.PowerCurve;
import org.transhume.simulation.internal.plant.Sketch;
import org.transhume.simulation.internal.plant.SketchedHost;

/**
 * Best fit by power: a machine goes to the host whose power grows least, of those that it does not
 * overload; the greatest machines choose first. Growth is counted from the load last measured, so
 * that a host which has been given several machines in one round looks the less attractive.
 */
final class PowerAwareFit {

  private final Sketch sketch;
  private final Overload overload;

  PowerAwareFit(Sketch sketch, Overload overload) {
    this.sketch = sketch;
    this.overload = overload;
  }

  /** Those machines, the greatest demand first. */
  static List<Machine> greatestFirst(List<Machine> machines) {
    return machines.stream()
        .sorted(Comparator.comparingDouble(Machine::requestedMips).reversed())
        .toList();
  }

  /** The best host of those whose numbers are not excluded. */
  Optional<SketchedHost> find(Machine machine, BitSet excluded) {
    SketchedHost best = null;
    double least = Double.MAX_VALUE;
    for (SketchedHost candidate : sketch.hosts()) {
      Host host = candidate.host();
      if (excluded.get(host.index()) || host == machine.host() || !candidate.suits(machine)) {
        continue;
      }
      PowerCurve power = host.type().power();
      double after = (candidate.givenMips() + machine.requestedMips()) / host.type().mips();
      double growth = power.wattsAt(after) - power.wattsAt(host.load());
      if (growth < least && !overloads(machine, candidate)) {
        least = growth;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  private boolean overloads(Machine machine, SketchedHost host) {
    return host.givenMips() != 0 && host.holdsWith(machine, overload::isOverloaded);
  }
}
