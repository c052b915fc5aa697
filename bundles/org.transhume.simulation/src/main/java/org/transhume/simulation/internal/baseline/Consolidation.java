// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.baseline;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.transhume.simulation.internal.Strategy;
import org.transhume.simulation.internal.Wishes;
import org.transhume.simulation.internal.plant.Host;
import org.transhume.simulation.internal.plant.Machine;
import org.transhume.simulation.internal.plant.Plant;
import org.transhume.simulation.internal.plant.Shift;
import org.transhume.simulation.internal.plant.Sketch;
import org.transhume.simulation.internal.plant.SketchedHost;

/**
 * Dynamic consolidation in its published form: overloaded hosts give away machines, those that move
 * fastest first, until they are not overloaded any more; then each other host, the least loaded
 * first, is emptied if all that it holds fits elsewhere. Hosts left empty are powered down.
 */
public final class Consolidation implements Strategy {

  private static final double THRESHOLD_OF_LITTLE_KNOWN_HOSTS = 0.7;

  private final Overload overload;

  private Consolidation(Overload overload) {
    this.overload = overload;
  }

  /** With a static threshold: {@code thr-mmt}. */
  public static Consolidation byThreshold(double threshold) {
    return new Consolidation(new StaticThreshold(threshold));
  }

  /**
   * With local regression: {@code lr-mmt}.
   *
   * @param safety by what a predicted load is multiplied before it is compared with 1
   * @param weighted whether recent loads weigh more, as in the paper, or all alike, as in the
   *     program that published figures come from
   */
  public static Consolidation byRegression(double safety, boolean weighted) {
    return new Consolidation(
        new LocalRegression(
            safety,
            new StaticThreshold(THRESHOLD_OF_LITTLE_KNOWN_HOSTS),
            weighted ? LocalRegression.tricubeWeights() : LocalRegression.evenWeights()));
  }

  @Override
  public Wishes decide(Plant plant) {
    Round round = new Round(plant);
    round.relieve();
    round.empty();
    return round.wishes();
  }

  /** One decision. */
  private final class Round {

    private final Plant plant;
    private final Sketch sketch;
    private final PowerAwareFit fit;
    private final List<Shift> shifts = new ArrayList<>();
    private final BitSet overloaded = new BitSet();

    Round(Plant plant) {
      this.plant = plant;
      this.sketch = new Sketch(plant);
      this.fit = new PowerAwareFit(sketch, overload);
    }

    void relieve() {
      List<SketchedHost> hot = sketch.hosts().stream().filter(overload::isOverloaded).toList();
      hot.forEach(host -> overloaded.set(host.host().index()));
      List<Machine> leaving = new ArrayList<>();
      for (SketchedHost host : hot) {
        leaving.addAll(giveAway(host));
      }
      for (Machine machine : PowerAwareFit.greatestFirst(leaving)) {
        fit.find(machine, overloaded).ifPresent(target -> give(machine, target));
      }
    }

    /** Least migration time is least memory: all hosts have the same network. */
    private List<Machine> giveAway(SketchedHost host) {
      List<Machine> leaving = new ArrayList<>();
      do {
        Machine fastest =
            host.machines().stream()
                .min(Comparator.comparingInt(Machine::memoryMebibytes))
                .orElseThrow();
        leaving.add(fastest);
        host.remove(fastest);
      } while (!host.machines().isEmpty() && overload.isOverloaded(host));
      return leaving;
    }

    private void give(Machine machine, SketchedHost target) {
      target.add(machine);
      shifts.add(new Shift(machine, target.host()));
    }

    void empty() {
      BitSet idle = new BitSet();
      plant.hosts().stream()
          .filter(host -> host.load() == 0)
          .forEach(host -> idle.set(host.index()));
      BitSet noTarget = (BitSet) overloaded.clone();
      noTarget.or(idle);
      BitSet kept = (BitSet) noTarget.clone();
      for (Optional<SketchedHost> next = leastLoaded(kept);
          next.isPresent();
          next = leastLoaded(kept)) {
        int index = next.get().host().index();
        kept.set(index);
        noTarget.set(index);
        emptied(next.get(), noTarget)
            .forEach(
                shift -> {
                  shifts.add(shift);
                  kept.set(shift.target().index());
                });
      }
    }

    private Optional<SketchedHost> leastLoaded(BitSet kept) {
      return sketch.hosts().stream()
          .filter(host -> !kept.get(host.host().index()) && host.host().load() < 1)
          .min(Comparator.comparingDouble(host -> host.host().load()));
    }

    /** The moves that empty a host, or none when not all of its machines find a place. */
    private List<Shift> emptied(SketchedHost host, BitSet noTarget) {
      List<Shift> all = new ArrayList<>();
      for (Machine machine : PowerAwareFit.greatestFirst(host.machines())) {
        Optional<SketchedHost> target = fit.find(machine, noTarget);
        if (target.isEmpty()) {
          all.forEach(shift -> sketched(shift.target()).remove(shift.machine()));
          return List.of();
        }
        target.get().add(machine);
        all.add(new Shift(machine, target.get().host()));
      }
      return all;
    }

    private SketchedHost sketched(Host host) {
      return sketch.hosts().get(host.index());
    }

    Wishes wishes() {
      Set<Host> targets = new LinkedHashSet<>();
      shifts.forEach(shift -> targets.add(shift.target()));
      Set<Machine> moving = new LinkedHashSet<>();
      shifts.forEach(shift -> moving.add(shift.machine()));
      List<Host> empty =
          plant.hosts().stream()
              .filter(Host::isOn)
              .filter(host -> !targets.contains(host) && moving.containsAll(host.machines()))
              .toList();
      return new Wishes(shifts, targets.stream().filter(host -> !host.isOn()).toList(), empty);
    }
  }
}
