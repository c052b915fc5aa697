// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.plant;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One host. It gives each machine what it wants as long as there is enough, and shares in
 * proportion when there is not. A move costs: its machine gets a tenth less at the source, and
 * takes a tenth at the target as well.
 */
public final class Host {

  /** What a move takes from its machine, and what it takes at its target. */
  public static final double MOVING_SHARE = 0.1;

  private final int index;
  private final String name;
  private final HostType type;
  private final List<Machine> machines = new ArrayList<>();
  private final Set<Machine> arriving = new LinkedHashSet<>();
  private final Account account = new Account();
  private boolean on = true;
  private boolean leaves;
  private double readyAtSeconds;
  private double usedMips;
  private double usedMipsBefore;

  Host(int index, String name, HostType type) {
    this.index = index;
    this.name = name;
    this.type = type;
  }

  /** Its number, from 0. */
  public int index() {
    return index;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** What it is made of. */
  public HostType type() {
    return type;
  }

  /** Its machines in the order they came, those included that are still on their way to it. */
  public List<Machine> machines() {
    return Collections.unmodifiableList(machines);
  }

  /** Whether it is on. */
  public boolean isOn() {
    return on;
  }

  /** The share of its processors in use, 0 to 1, as it was last measured. */
  public double load() {
    return part(usedMips);
  }

  /** Memory that its machines hold, those on their way included. */
  public int heldMebibytes() {
    return machines.stream().mapToInt(Machine::memoryMebibytes).sum();
  }

  double loadBefore() {
    return part(usedMipsBefore);
  }

  /** Whether it is on and has booted. */
  public boolean isReady(double seconds) {
    return on && seconds >= readyAtSeconds;
  }

  void turnOn(double readyAt) {
    readyAtSeconds = on ? readyAtSeconds : readyAt;
    on = true;
    leaves = false;
  }

  /** Turns it off now, or as soon as it is empty. */
  void turnOff() {
    leaves = true;
    turnOffIfEmpty();
  }

  void turnOffIfEmpty() {
    if (leaves && machines.isEmpty()) {
      on = false;
    }
  }

  void add(Machine machine) {
    machines.add(machine);
  }

  void expect(Machine machine) {
    machines.add(machine);
    arriving.add(machine);
    leaves = false;
  }

  void remove(Machine machine) {
    machines.remove(machine);
    arriving.remove(machine);
  }

  /** Takes machines that want nothing for finished. */
  void letIdleLeave() {
    machines.removeIf(machine -> !machine.isMoving() && machine.requestedMips() == 0);
  }

  Account account() {
    return account;
  }

  /** Shares the processors anew. */
  void share(double seconds) {
    usedMipsBefore = usedMips;
    usedMips = 0;
    double requested = 0;
    double scale = scale();
    for (Machine machine : machines) {
      requested += machine.requestedMips();
      usedMips += give(seconds, machine, scale);
    }
    account.set(seconds, requested, usedMips, false);
  }

  /** By what everything is multiplied when the processors do not suffice; 1 while they do. */
  private double scale() {
    double wanted = 0;
    double free = type.mips();
    boolean suffices = true;
    for (Machine machine : machines) {
      double part = capped(machine) * (arriving.contains(machine) ? MOVING_SHARE : 1);
      wanted += part;
      suffices &= free >= part;
      free -= part;
    }
    return suffices ? 1 : type.mips() / wanted;
  }

  /** Gives a machine its part and returns what this costs the host. */
  private double give(double seconds, Machine machine, double scale) {
    if (arriving.contains(machine)) {
      return scaled(capped(machine) * MOVING_SHARE, scale);
    }
    if (!machine.isMoving()) {
      double given = scaled(capped(machine), scale);
      machine.give(seconds, given);
      return given;
    }
    double given = scaled(capped(machine) * (1 - MOVING_SHARE), scale);
    machine.give(seconds, given);
    return given / (1 - MOVING_SHARE);
  }

  /** Shares of a crowded host are whole MIPS. */
  private static double scaled(double mips, double scale) {
    return scale < 1 ? Math.floor(mips * scale) : mips;
  }

  /** A machine has one processor, and cannot use more than one of the host's. */
  private double capped(Machine machine) {
    return Math.min(machine.requestedMips(), type.processorMips());
  }

  private double part(double mips) {
    return Math.min(1, mips / type.mips());
  }
}
