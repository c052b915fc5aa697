// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal;

import java.util.ArrayList;
import java.util.List;
import org.transhume.simulation.internal.plant.Billing;
import org.transhume.simulation.internal.plant.Host;
import org.transhume.simulation.internal.plant.Plant;
import org.transhume.simulation.internal.plant.Totals;
import org.transhume.simulation.internal.trace.Trace;

/**
 * A day as it went.
 *
 * @param name of the policy
 * @param totals what it came to
 * @param rounds what it looked like, every five minutes
 */
public record Day(String name, Totals totals, List<Round> rounds) {

  /** Rounds begin that much after a sample, as they do in the program we compare with. */
  private static final double FIRST_SECONDS = 0.1;

  /** Copies the list. */
  public Day {
    rounds = List.copyOf(rounds);
  }

  /**
   * One round.
   *
   * @param loads the load of each host, in percent, when the round began; -1 of one that is off
   * @param hostsOn how many hosts cost something then
   * @param moves how many moves were made in it
   */
  public record Round(List<Integer> loads, int hostsOn, int moves) {

    /** Copies the list. */
    public Round {
      loads = List.copyOf(loads);
    }
  }

  /**
   * Runs one.
   *
   * @throws IllegalArgumentException when there are too few hosts
   */
  static Day run(Contestant contestant, int hosts, List<Trace> traces) {
    Plant plant = new Plant(contestant.accounting(), hosts, traces);
    double end = (double) traces.get(0).samples() * Trace.INTERVAL_SECONDS;
    List<Round> rounds = new ArrayList<>();
    double next = FIRST_SECONDS + Trace.INTERVAL_SECONDS;
    while (next < end) {
      plant.passUntil(next);
      List<Integer> loads = plant.hosts().stream().map(host -> percent(plant, host)).toList();
      int hostsOn = plant.hostsOn();
      int before = plant.moves();
      Wishes wishes = contestant.strategy().decide(plant);
      plant.carryOut(wishes.shifts(), wishes.toTurnOn(), wishes.toTurnOff());
      rounds.add(new Round(loads, hostsOn, plant.moves() - before));
      next += Trace.INTERVAL_SECONDS;
    }
    if (contestant.accounting().billing() == Billing.ON) {
      plant.passUntil(end);
    }
    return new Day(contestant.name(), plant.totals(), rounds);
  }

  private static int percent(Plant plant, Host host) {
    boolean isOff =
        plant.accounting().billing() == Billing.LOADED ? host.load() == 0 : !host.isOn();
    return isOff ? -1 : (int) Math.round(host.load() * 100);
  }
}
