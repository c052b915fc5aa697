// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.service;

import java.util.ArrayList;
import java.util.List;
import org.transhume.simulation.internal.Strategy;
import org.transhume.simulation.internal.Wishes;
import org.transhume.simulation.internal.plant.Accounting;
import org.transhume.simulation.internal.plant.Machine;
import org.transhume.simulation.internal.plant.Plant;
import org.transhume.simulation.internal.plant.Shift;
import org.transhume.simulation.internal.plant.Totals;
import org.transhume.simulation.internal.trace.Trace;

/**
 * A day of a service as it went.
 *
 * @param name of the policy
 * @param plant what hosts and moves came to
 * @param service what users got
 * @param refused starts that were wanted and could not be made
 * @param rounds what it looked like, round by round
 */
public record ServiceDay(
    String name, Totals plant, ServiceTotals service, int refused, List<Round> rounds) {

  /** Between two rounds plant and service look at each other that often. */
  private static final double STEP_SECONDS = 10;

  private static final double SECONDS_PER_HOUR = 3600;

  /** Copies the list. */
  public ServiceDay {
    rounds = List.copyOf(rounds);
  }

  /**
   * One round, when it began; what is told of the time since the round before.
   *
   * @param atSeconds when, in seconds of the day
   * @param hostsOn hosts that were on
   * @param watts that they drew since
   * @param replicas that served
   * @param requestsPerSecond that came in
   * @param requestsLost since
   * @param sessionsLost since
   * @param responseSeconds mean since
   * @param moves since
   */
  public record Round(
      double atSeconds,
      int hostsOn,
      double watts,
      int replicas,
      double requestsPerSecond,
      double requestsLost,
      double sessionsLost,
      double responseSeconds,
      int moves) {}

  /**
   * Runs one.
   *
   * @param traces the recorded day that the service's is taken from; empty for a made one
   * @throws IllegalArgumentException when there are too few hosts
   */
  public static ServiceDay run(
      String name, Strategy strategy, int hosts, ServiceSettings settings, List<Trace> traces) {
    RequestCurve curve =
        traces.isEmpty() ? new DailyCurve(settings) : new RecordedCurve(settings, traces);
    return new Run(strategy, hosts, settings, curve).day(name);
  }

  /** While it goes on. */
  private static final class Run {

    private final Strategy strategy;
    private final ServiceSettings settings;
    private final Service service;
    private final Plant plant;
    private final List<Round> rounds = new ArrayList<>();
    private int refused;
    private double seconds;
    private Totals before;
    private double requestsLostBefore;
    private double sessionsLostBefore;

    Run(Strategy strategy, int hosts, ServiceSettings settings, RequestCurve curve) {
      this.strategy = strategy;
      this.settings = settings;
      this.service = new Service(settings, curve);
      this.plant = new Plant(Accounting.HONEST, hosts, service.guests(), service);
      plant.letHostsBootFor(settings.hostBootSeconds());
      service.inhabit(plant.machines());
      plant.advance(0);
      before = plant.totals();
    }

    ServiceDay day(String name) {
      double end = settings.daySeconds();
      double next = settings.roundSeconds();
      while (next < end) {
        passUntil(next);
        plant.passUntil(next);
        look();
        carryOut(strategy.decide(plant));
        while (next <= plant.seconds()) {
          next += settings.roundSeconds();
        }
      }
      passUntil(end);
      look();
      return new ServiceDay(name, plant.totals(), service.totals(plant.seconds()), refused, rounds);
    }

    private void passUntil(double until) {
      while (plant.seconds() < until) {
        plant.advance(Math.min(until, plant.seconds() + STEP_SECONDS));
        service.stopDrained(plant);
      }
    }

    private void carryOut(Wishes wishes) {
      for (Shift start : wishes.toStart()) {
        refused += service.start(plant, start.machine(), start.target()) ? 0 : 1;
      }
      for (Machine machine : wishes.toStop()) {
        service.stop(plant, machine);
      }
      List<Shift> shifts =
          wishes.shifts().stream().filter(shift -> !shift.machine().isStopped()).toList();
      plant.carryOut(shifts, wishes.toTurnOn(), wishes.toTurnOff());
    }

    private void look() {
      Totals now = plant.totals();
      double passed = Math.max(1e-9, plant.seconds() - seconds);
      rounds.add(
          new Round(
              plant.seconds(),
              plant.hostsOn(),
              (now.energyKwh() - before.energyKwh()) * 1000 * SECONDS_PER_HOUR / passed,
              service.serving(),
              service.requestsPerSecond(),
              service.requestsLost() - requestsLostBefore,
              service.sessionsLost() - sessionsLostBefore,
              service.responseLately(),
              now.migrations() - before.migrations()));
      seconds = plant.seconds();
      before = now;
      requestsLostBefore = service.requestsLost();
      sessionsLostBefore = service.sessionsLost();
    }
  }
}
