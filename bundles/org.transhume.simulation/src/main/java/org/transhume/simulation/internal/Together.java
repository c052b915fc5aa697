// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.transhume.simulation.internal.plant.Host;
import org.transhume.simulation.internal.plant.Machine;
import org.transhume.simulation.internal.plant.Plant;
import org.transhume.simulation.internal.plant.Shift;

/**
 * Several strategies at once, each looking at the same round. Where two want to do something with
 * the same machine, the one named first has its way; and a host that anyone needs stays on.
 *
 * @param parts in the order of their precedence
 */
record Together(List<Strategy> parts) implements Strategy {

  Together {
    parts = List.copyOf(parts);
  }

  @Override
  public Wishes decide(Plant plant) {
    Set<Machine> taken = new HashSet<>();
    List<Shift> shifts = new ArrayList<>();
    List<Shift> starts = new ArrayList<>();
    List<Machine> stops = new ArrayList<>();
    Set<Host> on = new LinkedHashSet<>();
    Set<Host> off = new LinkedHashSet<>();
    for (Strategy part : parts) {
      Wishes wishes = part.decide(plant);
      List<Shift> moved = free(wishes.shifts(), taken);
      List<Shift> started = free(wishes.toStart(), taken);
      List<Machine> stopped =
          wishes.toStop().stream().filter(machine -> !taken.contains(machine)).toList();
      moved.forEach(shift -> taken.add(shift.machine()));
      started.forEach(shift -> taken.add(shift.machine()));
      taken.addAll(stopped);
      shifts.addAll(moved);
      starts.addAll(started);
      stops.addAll(stopped);
      on.addAll(wishes.toTurnOn());
      off.addAll(wishes.toTurnOff());
    }
    shifts.forEach(shift -> off.remove(shift.target()));
    starts.forEach(start -> off.remove(start.target()));
    off.removeAll(on);
    return new Wishes(shifts, List.copyOf(on), List.copyOf(off), starts, stops);
  }

  private static List<Shift> free(List<Shift> shifts, Set<Machine> taken) {
    return shifts.stream().filter(shift -> !taken.contains(shift.machine())).toList();
  }
}
