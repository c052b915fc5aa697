// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.transhume.simulation.internal.plant.Accounting;
import org.transhume.simulation.internal.plant.Host;
import org.transhume.simulation.internal.plant.Machine;
import org.transhume.simulation.internal.plant.Plant;
import org.transhume.simulation.internal.plant.Shift;

class TogetherTest {

  private final Plant plant = new Plant(Accounting.HONEST, 8, SyntheticTraces.drawn(1, 4, 3));
  private final Machine machine = plant.machines().get(0);
  private final Host near = plant.hosts().get(5);
  private final Host far = plant.hosts().get(7);

  @Test
  void shouldKeepAHostOnWhereAnotherStartsAMachine() {
    Strategy starter =
        some ->
            new Wishes(
                List.of(), List.of(), List.of(), List.of(new Shift(machine, near)), List.of());
    Strategy saver = some -> new Wishes(List.of(), List.of(), List.of(near, far));

    Wishes wishes = new Together(List.of(starter, saver)).decide(plant);

    assertThat(wishes.toStart()).containsExactly(new Shift(machine, near));
    assertThat(wishes.toTurnOff()).containsExactly(far);
  }

  @Test
  void shouldNotMoveWhatAnotherStops() {
    Strategy stopper =
        some -> new Wishes(List.of(), List.of(), List.of(), List.of(), List.of(machine));
    Strategy mover = some -> new Wishes(List.of(new Shift(machine, near)), List.of(), List.of());

    Wishes wishes = new Together(List.of(stopper, mover)).decide(plant);

    assertThat(wishes.toStop()).containsExactly(machine);
    assertThat(wishes.shifts()).isEmpty();
  }

  @Test
  void shouldLetTheFirstHaveItsWayWithAMachine() {
    Strategy first = some -> new Wishes(List.of(new Shift(machine, near)), List.of(), List.of());
    Strategy second = some -> new Wishes(List.of(new Shift(machine, far)), List.of(), List.of());

    assertThat(new Together(List.of(first, second)).decide(plant).shifts())
        .containsExactly(new Shift(machine, near));
  }

  @Test
  void shouldKeepOnWhatAnyoneNeeds() {
    Strategy mover = some -> new Wishes(List.of(new Shift(machine, near)), List.of(), List.of());
    Strategy saver = some -> new Wishes(List.of(), List.of(), List.of(near, far));
    Strategy waker = some -> new Wishes(List.of(), List.of(far), List.of());

    assertThat(new Together(List.of(saver, mover)).decide(plant).toTurnOff()).containsExactly(far);
    assertThat(new Together(List.of(saver, mover, waker)).decide(plant).toTurnOff()).isEmpty();
  }
}
