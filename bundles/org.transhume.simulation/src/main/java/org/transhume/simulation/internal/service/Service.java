// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.service;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.transhume.simulation.internal.plant.Companion;
import org.transhume.simulation.internal.plant.Guest;
import org.transhume.simulation.internal.plant.Host;
import org.transhume.simulation.internal.plant.Machine;
import org.transhume.simulation.internal.plant.MachineType;
import org.transhume.simulation.internal.plant.Plant;

/**
 * All replicas of a service and its users. A session begins at the replica that has fewest, sticks
 * to it and moves with it; when that stops first the session is lost, and its user begins another
 * one at once. All numbers are means: nothing is drawn but the curve of the day.
 */
final class Service implements Companion {

  /** Longer pieces of time are cut, so that queues follow what happens to them. */
  private static final double PIECE_SECONDS = 1;

  private final ServiceSettings settings;
  private final RequestCurve curve;
  private final List<Replica> replicas = new ArrayList<>();
  private final Map<Machine, Replica> byMachine = new LinkedHashMap<>();
  private final Map<Replica, Machine> machines = new LinkedHashMap<>();
  private final Map<Replica, Host> places = new LinkedHashMap<>();
  private final Responses responses = new Responses();
  private final Responses lately = new Responses();
  private double begun;
  private double ended;
  private double lost;
  private double homeless;
  private double serving;
  private double servingSeconds;
  private int starts;
  private int stops;

  Service(ServiceSettings settings, RequestCurve curve) {
    this.settings = settings;
    this.curve = curve;
    for (int number = 0; number < settings.replicas(); number++) {
      replicas.add(new Replica(String.format(Locale.ROOT, "web-%03d", number), settings));
    }
    double open = beginningPerSecond(0) * settings.sessionSeconds();
    replicas.forEach(replica -> replica.begin(open / replicas.size()));
    begun = open;
  }

  /** Its replicas as machines to be placed. */
  List<Guest> guests() {
    MachineType type = new MachineType(settings.replicaMips(), settings.replicaMebibytes());
    return replicas.stream()
        .map(replica -> new Guest(replica, type, Set.of("service.web"), true))
        .toList();
  }

  /** The machines that its replicas have become, in the same order. */
  void inhabit(List<Machine> placed) {
    for (int number = 0; number < placed.size(); number++) {
      byMachine.put(placed.get(number), replicas.get(number));
      machines.put(replicas.get(number), placed.get(number));
      places.put(replicas.get(number), placed.get(number).host());
    }
  }

  /** Sessions begin so fast that they would make the requests of the curve, if it stood still. */
  private double beginningPerSecond(double seconds) {
    return curve.perSecond(seconds) * settings.secondsBetweenRequests() / settings.sessionSeconds();
  }

  @Override
  public void pass(double from, double until) {
    Map<Replica, List<Replica>> beside = neighbours(from);
    double at = from;
    while (at < until) {
      double now = at;
      double next =
          replicas.stream()
              .mapToDouble(replica -> replica.nextChange(now))
              .reduce(Math.min(until, at + PIECE_SECONDS), Math::min);
      pass(at, next - at, beside);
      at = next;
    }
  }

  /** Those that share a host with each; which of them have just arrived somewhere is noticed. */
  private Map<Replica, List<Replica>> neighbours(double now) {
    Map<Replica, List<Replica>> beside = new LinkedHashMap<>();
    for (Replica replica : replicas) {
      Machine machine = machines.get(replica);
      if (machine.isStopped()) {
        continue;
      }
      if (places.put(replica, machine.host()) != machine.host()) {
        replica.moved(now);
      }
      beside.put(
          replica,
          machine.host().machines().stream()
              .filter(other -> other != machine)
              .map(byMachine::get)
              .toList());
    }
    return beside;
  }

  private void pass(double at, double seconds, Map<Replica, List<Replica>> beside) {
    for (Replica replica : replicas) {
      ended += replica.end(seconds);
    }
    begin(beginningPerSecond(at) * seconds + homeless);
    Map<Replica, Double> speeds = new LinkedHashMap<>();
    beside.forEach((replica, others) -> speeds.put(replica, speed(replica, others)));
    for (Replica replica : replicas) {
      replica.work(at, seconds, speeds.getOrDefault(replica, 0.0));
      if (replica.phase() != Replica.Phase.STOPPED) {
        responses.add(replica.queue().answeredLately(), replica.queue().responseLately());
        lately.add(replica.queue().answeredLately(), replica.queue().responseLately());
      }
    }
    serving = replicas.stream().filter(Service::isUp).count();
    servingSeconds += serving * seconds;
  }

  private static boolean isUp(Replica replica) {
    return replica.phase() == Replica.Phase.SERVING || replica.phase() == Replica.Phase.DRAINING;
  }

  /** Sessions go where fewest are, as water finds its level; where nobody takes any, they wait. */
  private void begin(double sessions) {
    List<Replica> open =
        replicas.stream()
            .filter(replica -> replica.phase() == Replica.Phase.SERVING)
            .sorted(Comparator.comparingDouble(Replica::sessions))
            .toList();
    if (open.isEmpty()) {
      homeless = sessions;
      return;
    }
    homeless = 0;
    begun += sessions;
    double together = sessions;
    int filled = 0;
    double level = 0;
    while (filled < open.size()) {
      together += open.get(filled).sessions();
      filled++;
      level = together / filled;
      if (filled < open.size() && open.get(filled).sessions() >= level) {
        break;
      }
    }
    for (int number = 0; number < filled; number++) {
      open.get(number).begin(Math.max(0, level - open.get(number).sessions()));
    }
  }

  /** Million instructions a second that a replica gets while it has something to do. */
  private double speed(Replica replica, List<Replica> others) {
    Machine machine = machines.get(replica);
    double processor = machine.host().type().processorMips();
    double[] wanting = new double[others.size()];
    for (int number = 0; number < wanting.length; number++) {
      Replica other = others.get(number);
      boolean arrives = machines.get(other).host() != machine.host();
      wanting[number] = other.wanting(processor) * (arrives ? Host.MOVING_SHARE : 1);
    }
    return replica.speed(processor, wanting) * (machine.isMoving() ? 1 - Host.MOVING_SHARE : 1);
  }

  /** Starts a replica where there is room, and says whether there was. */
  boolean start(Plant plant, Machine machine, Host host) {
    if (!plant.start(machine, host)) {
      return false;
    }
    Replica replica = byMachine.get(machine);
    places.put(replica, host);
    replica.boot(plant.seconds());
    starts++;
    return true;
  }

  /** Lets a replica stop, after its sessions were given their time. */
  void stop(Plant plant, Machine machine) {
    byMachine.get(machine).drain(plant.seconds());
    stopDrained(plant);
  }

  /** Stops replicas whose time is over. */
  void stopDrained(Plant plant) {
    for (Replica replica : replicas) {
      if (replica.isToStop(plant.seconds()) && !machines.get(replica).isMoving()) {
        plant.stop(machines.get(replica));
        double without = replica.stop();
        lost += without;
        homeless += without;
        stops++;
      }
    }
  }

  /** How many replicas serve at present. */
  int serving() {
    return (int) serving;
  }

  /** Requests a second that come at present. */
  double requestsPerSecond() {
    return (homeless + replicas.stream().mapToDouble(Replica::sessions).sum())
        / settings.secondsBetweenRequests();
  }

  /** Requests that are lost, up to now. */
  double requestsLost() {
    return sum(RequestQueue::lost);
  }

  /** Sessions that are lost, up to now. */
  double sessionsLost() {
    return lost;
  }

  /** The mean response since this was asked last, in seconds. */
  double responseLately() {
    double mean = lately.mean();
    lately.clear();
    return mean;
  }

  /** What it has come to, up to now. */
  ServiceTotals totals(double seconds) {
    return new ServiceTotals(
        new ServiceTotals.Requests(
            sum(RequestQueue::arrived),
            sum(RequestQueue::answered),
            sum(RequestQueue::lost),
            sum(RequestQueue::inSystem)),
        new ServiceTotals.Sessions(
            begun, ended, lost, replicas.stream().mapToDouble(Replica::sessions).sum()),
        new ServiceTotals.Times(responses.mean(), responses.within(0.95), responses.within(0.99)),
        seconds == 0 ? 0 : servingSeconds / seconds,
        starts,
        stops);
  }

  private double sum(ToDoubleFunction<RequestQueue> figure) {
    return replicas.stream().map(Replica::queue).mapToDouble(figure).sum();
  }
}
