// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.plant;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Set;
import org.transhume.simulation.internal.trace.Trace;

/**
 * All hosts and machines, and the time. Moves take as long as half of the network needs for their
 * memory; several may go on at once, also from and to one host.
 */
public final class Plant {

  /** Half of one gigabit a second, in the mebibytes that the published experiments reckon with. */
  private static final double MOVE_MEBIBYTES_PER_SECOND = 62.5;

  private static final List<HostType> TYPES = List.of(HostType.values());
  private static final double JOULES_PER_KILOWATT_HOUR = 3_600_000;

  private final Accounting accounting;
  private final List<Host> hosts;
  private final List<Machine> machines;
  private final PriorityQueue<Arrival> arrivals = new PriorityQueue<>();
  private final List<Shift> waiting = new ArrayList<>();
  private final Companion companion;
  private double seconds;
  private double hostBootSeconds;
  private double joules;
  private double hostSeconds;
  private int moves;
  private int refused;

  /** A move that is under way; of those that end at one time, the first begun ends first. */
  private record Arrival(double atSeconds, int number, Shift shift) implements Comparable<Arrival> {

    @Override
    public int compareTo(Arrival other) {
      int byTime = Double.compare(atSeconds, other.atSeconds);
      return byTime != 0 ? byTime : Integer.compare(number, other.number);
    }
  }

  /**
   * Hosts of both types by turns, all on, and on them a machine for each trace.
   *
   * @throws IllegalArgumentException when there are too few hosts
   */
  public Plant(Accounting accounting, int hosts, List<Trace> traces) {
    this(accounting, hosts, guests(traces), (from, until) -> {});
  }

  /**
   * Hosts of both types by turns, all on, and these machines on them.
   *
   * @param companion is told of all time that passes
   * @throws IllegalArgumentException when there are too few hosts
   */
  public Plant(Accounting accounting, int hosts, List<Guest> guests, Companion companion) {
    this.accounting = accounting;
    this.companion = companion;
    List<Host> all = new ArrayList<>();
    for (int index = 0; index < hosts; index++) {
      HostType type = TYPES.get(index % TYPES.size());
      all.add(new Host(index, String.format(Locale.ROOT, "host%04d", index), type));
    }
    this.hosts = List.copyOf(all);
    List<Machine> some = new ArrayList<>();
    for (int index = 0; index < guests.size(); index++) {
      some.add(new Machine(index, guests.get(index)));
    }
    this.machines = List.copyOf(some);
    new FirstPlacement(this).place();
  }

  private static List<Guest> guests(List<Trace> traces) {
    List<Guest> guests = new ArrayList<>();
    for (int index = 0; index < traces.size(); index++) {
      MachineType type = MachineType.of(index, traces.size());
      guests.add(new Guest(traces.get(index), type, Set.of(), false));
    }
    return guests;
  }

  /** What is taken into account. */
  public Accounting accounting() {
    return accounting;
  }

  /** Every host, in the order of their numbers and names. */
  public List<Host> hosts() {
    return hosts;
  }

  /** Every machine, in the order of the traces. */
  public List<Machine> machines() {
    return Collections.unmodifiableList(machines);
  }

  /** The present time, in seconds of the day. */
  public double seconds() {
    return seconds;
  }

  /** Puts a machine on its first host. */
  void place(Machine machine, Host host) {
    machine.arrived(host, seconds);
    host.add(machine);
  }

  /** How long hosts take from now on from being turned on until they take machines; 0 at first. */
  public void letHostsBootFor(double howLong) {
    hostBootSeconds = howLong;
  }

  /**
   * Puts a stopped machine on a host that is on and has booted.
   *
   * @return whether there was room for it
   */
  public boolean start(Machine machine, Host host) {
    boolean fits =
        !accounting.memoryHeld()
            || host.heldMebibytes() + machine.memoryMebibytes() <= HostType.MEMORY_MEBIBYTES;
    if (!machine.isStopped() || !host.isReady(seconds) || !fits) {
      return false;
    }
    place(machine, host);
    host.turnOn(seconds);
    return true;
  }

  /**
   * Takes a machine off its host.
   *
   * @throws IllegalStateException while it moves
   */
  public void stop(Machine machine) {
    if (machine.isMoving()) {
      throw new IllegalStateException(machine.name() + " is on its way to another host");
    }
    if (!machine.isStopped()) {
      machine.stop(seconds);
      machine.host().remove(machine);
      machine.host().turnOffIfEmpty();
    }
  }

  /** Lets time pass until a round begins, and every machine remember what it uses then. */
  public void passUntil(double until) {
    advance(until);
    machines.forEach(Machine::remember);
  }

  /**
   * Carries out what a round has decided, up to the end of its last move. Where memory counts, a
   * move to a host that is full waits until others have left it, and is refused if none does.
   */
  public void carryOut(List<Shift> shifts, List<Host> toTurnOn, List<Host> toTurnOff) {
    toTurnOn.forEach(host -> host.turnOn(seconds + hostBootSeconds));
    toTurnOff.forEach(Host::turnOff);
    waiting.addAll(shifts);
    beginWaiting();
    while (!arrivals.isEmpty()) {
      double at = arrivals.peek().atSeconds();
      advance(at);
      while (!arrivals.isEmpty() && Double.compare(arrivals.peek().atSeconds(), at) == 0) {
        arrive(arrivals.poll().shift());
      }
      share();
      letIdleLeave();
      hosts.forEach(Host::turnOffIfEmpty);
      beginWaiting();
    }
    refused += waiting.size();
    waiting.clear();
  }

  private void beginWaiting() {
    for (Iterator<Shift> rest = waiting.iterator(); rest.hasNext(); ) {
      Shift shift = rest.next();
      if (isPossible(shift)) {
        rest.remove();
        begin(shift);
      }
    }
  }

  private boolean isPossible(Shift shift) {
    Host target = shift.target();
    int after = target.heldMebibytes() + shift.machine().memoryMebibytes();
    return target.isReady(seconds)
        && target != shift.machine().host()
        && (!accounting.memoryHeld() || after <= HostType.MEMORY_MEBIBYTES);
  }

  private void begin(Shift shift) {
    Machine machine = shift.machine();
    machine.leaves();
    shift.target().expect(machine);
    shift.target().share(seconds);
    machine.host().share(seconds);
    double takes = machine.memoryMebibytes() / MOVE_MEBIBYTES_PER_SECOND;
    arrivals.add(new Arrival(seconds + takes, moves, shift));
    moves++;
  }

  private void arrive(Shift shift) {
    Machine machine = shift.machine();
    machine.host().remove(machine);
    shift.target().remove(machine);
    shift.target().add(machine);
    machine.arrived(shift.target(), seconds);
  }

  /** Lets time pass, without a round. */
  public void advance(double until) {
    double passed = until - seconds;
    companion.pass(seconds, until);
    seconds = until;
    machines.forEach(machine -> machine.feel(until));
    share();
    int billed = 0;
    for (Host host : hosts) {
      if (isBilled(host)) {
        billed++;
        joules += joules(host, passed);
      }
    }
    hostSeconds += billed * passed;
    letIdleLeave();
  }

  private void letIdleLeave() {
    if (accounting.idleLeave()) {
      hosts.forEach(Host::letIdleLeave);
    }
  }

  private void share() {
    hosts.forEach(host -> host.share(seconds));
  }

  private double joules(Host host, double passed) {
    PowerCurve power = host.type().power();
    if (accounting.billing() == Billing.FULL) {
      return power.most() * passed;
    }
    return (power.wattsAt(host.loadBefore()) + power.wattsAt(host.load())) / 2 * passed;
  }

  private boolean isBilled(Host host) {
    return switch (accounting.billing()) {
      case LOADED -> host.loadBefore() > 0;
      case ON -> host.isOn();
      case FULL -> true;
    };
  }

  /** How many hosts cost something at present. */
  public int hostsOn() {
    return (int)
        hosts.stream()
            .filter(
                host ->
                    switch (accounting.billing()) {
                      case LOADED -> host.load() > 0;
                      case ON -> host.isOn();
                      case FULL -> true;
                    })
            .count();
  }

  /** How many moves have been begun. */
  public int moves() {
    return moves;
  }

  /** What the day has come to, up to now. */
  public Totals totals() {
    double active = 0;
    double crowded = 0;
    for (Host host : hosts) {
      active += host.account().activeSeconds();
      crowded += host.account().shortSeconds();
    }
    double requested = 0;
    double lost = 0;
    for (Machine machine : machines) {
      requested += machine.account().requestedTotal();
      lost += machine.account().shortWhileMoving();
    }
    return new Totals(
        joules / JOULES_PER_KILOWATT_HOUR,
        moves,
        refused,
        active == 0 ? 0 : crowded / active,
        requested == 0 ? 0 : lost / requested,
        seconds == 0 ? 0 : hostSeconds / seconds);
  }
}
