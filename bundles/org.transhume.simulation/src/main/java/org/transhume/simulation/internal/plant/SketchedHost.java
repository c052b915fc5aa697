// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.plant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** One host of a {@link Sketch}. */
public final class SketchedHost {

  private final Host host;
  private final boolean memoryHeld;
  private final List<Machine> machines;
  private final double[] history = new double[Machine.HISTORY];
  private double requestedMips;
  private double freeMips;
  private double givenMips;
  private int heldMebibytes;

  SketchedHost(Host host, boolean memoryHeld) {
    this.host = host;
    this.memoryHeld = memoryHeld;
    this.machines = new ArrayList<>(host.machines());
    reckon();
  }

  /** The real one. */
  public Host host() {
    return host;
  }

  /** Its machines on paper, in the order they came. */
  public List<Machine> machines() {
    return Collections.unmodifiableList(machines);
  }

  /** What its machines want together, of however many processors. */
  public double requestedMips() {
    return requestedMips;
  }

  /** What its machines get together. */
  public double givenMips() {
    return givenMips;
  }

  /** The part of its processors that its machines used so many rounds ago, wherever they were. */
  public double loadBefore(int rounds) {
    return history[rounds];
  }

  /** For how many rounds its load is known: up to the oldest one that had any. */
  public int remembered() {
    int length = history.length;
    while (length > 0 && history[length - 1] == 0) {
      length--;
    }
    return length;
  }

  /** Whether it has a fast enough processor, time and memory left for that machine. */
  public boolean suits(Machine machine) {
    return host.type().processorMips() >= machine.requestedMips()
        && freeMips >= machine.requestedMips()
        && (!memoryHeld || hasMemoryFor(machine));
  }

  boolean hasMemoryFor(Machine machine) {
    return heldMebibytes + machine.memoryMebibytes() <= HostType.MEMORY_MEBIBYTES;
  }

  /** Adds a machine. */
  public void add(Machine machine) {
    machines.add(machine);
    count(machine);
    share();
  }

  /** Takes a machine away. */
  public void remove(Machine machine) {
    machines.remove(machine);
    reckon();
  }

  /** What a question's answer would be with that machine added. */
  public boolean holdsWith(Machine machine, Predicate<SketchedHost> question) {
    double[] historyBefore = history.clone();
    double requestedBefore = requestedMips;
    double freeBefore = freeMips;
    double givenBefore = givenMips;
    int heldBefore = heldMebibytes;
    add(machine);
    boolean answer = question.test(this);
    machines.remove(machines.size() - 1);
    System.arraycopy(historyBefore, 0, history, 0, history.length);
    requestedMips = requestedBefore;
    freeMips = freeBefore;
    givenMips = givenBefore;
    heldMebibytes = heldBefore;
    return answer;
  }

  private void reckon() {
    Arrays.fill(history, 0);
    requestedMips = 0;
    heldMebibytes = 0;
    machines.forEach(this::count);
    share();
  }

  private void count(Machine machine) {
    for (int round = 0; round < machine.remembered(); round++) {
      history[round] += machine.shareBefore(round) * machine.mips() / host.type().mips();
    }
    requestedMips += machine.requestedMips();
    heldMebibytes += machine.memoryMebibytes();
  }

  private void share() {
    double wanted = 0;
    for (Machine machine : machines) {
      wanted += capped(machine);
    }
    double all = host.type().mips();
    freeMips = Math.max(0, all - wanted);
    if (wanted <= all) {
      givenMips = wanted;
      return;
    }
    givenMips = 0;
    for (Machine machine : machines) {
      givenMips += Math.floor(capped(machine) * all / wanted);
    }
  }

  private double capped(Machine machine) {
    return Math.min(machine.requestedMips(), host.type().processorMips());
  }
}
