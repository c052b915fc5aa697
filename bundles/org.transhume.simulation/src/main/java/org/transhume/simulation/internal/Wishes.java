// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal;

import java.util.List;
import org.transhume.simulation.internal.plant.Host;
import org.transhume.simulation.internal.plant.Machine;
import org.transhume.simulation.internal.plant.Shift;

/**
 * What a round should change.
 *
 * @param shifts machines to move, the most important first
 * @param toTurnOn hosts to power up, at once
 * @param toTurnOff hosts to power down, as soon as they are empty
 * @param toStart stopped machines to start, and where; the target of a shift that comes from
 *     nowhere
 * @param toStop machines to stop
 */
public record Wishes(
    List<Shift> shifts,
    List<Host> toTurnOn,
    List<Host> toTurnOff,
    List<Shift> toStart,
    List<Machine> toStop) {

  /** Copies the lists. */
  public Wishes {
    shifts = List.copyOf(shifts);
    toTurnOn = List.copyOf(toTurnOn);
    toTurnOff = List.copyOf(toTurnOff);
    toStart = List.copyOf(toStart);
    toStop = List.copyOf(toStop);
  }

  /** Nothing to start or to stop. */
  public Wishes(List<Shift> shifts, List<Host> toTurnOn, List<Host> toTurnOff) {
    this(shifts, toTurnOn, toTurnOff, List.of(), List.of());
  }

  /** Everything shall stay as it is. */
  public static final Wishes NONE = new Wishes(List.of(), List.of(), List.of());
}
