// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.plant;

import org.transhume.simulation.internal.trace.Trace;

/** One virtual machine and its day. */
public final class Machine {

  /** How many rounds its use is remembered for. */
  public static final int HISTORY = 30;

  private final int index;
  private final Trace trace;
  private final MachineType type;
  private final Account account = new Account();
  private final double[] history = new double[HISTORY];
  private int remembered;
  private Host host;
  private double arrivedAtSeconds;
  private boolean moving;
  private double share;
  private double givenMips;

  Machine(int index, Trace trace, MachineType type) {
    this.index = index;
    this.trace = trace;
    this.type = type;
  }

  /** Its number, from 0 in the order of the traces. */
  public int index() {
    return index;
  }

  /** Its name. */
  public String name() {
    return trace.name();
  }

  /** The speed of its processor. */
  public double mips() {
    return type.mips();
  }

  /** Its memory. */
  public int memoryMebibytes() {
    return type.memoryMebibytes();
  }

  /** Where it runs; while it moves, where it comes from. */
  public Host host() {
    return host;
  }

  /** What it wants at present. */
  public double requestedMips() {
    return share * type.mips();
  }

  /** What it gets at present. */
  public double givenMips() {
    return givenMips;
  }

  /** How many rounds are remembered. */
  public int remembered() {
    return remembered;
  }

  /** Its use of its processor, 0 to 1, so many rounds ago. */
  public double shareBefore(int rounds) {
    return history[rounds];
  }

  boolean isMoving() {
    return moving;
  }

  /** Since when it is where it is, in seconds of the day. */
  public double arrivedAtSeconds() {
    return arrivedAtSeconds;
  }

  void leaves() {
    moving = true;
  }

  void arrived(Host where, double seconds) {
    host = where;
    arrivedAtSeconds = seconds;
    moving = false;
  }

  void feel(double seconds) {
    share = trace.shareAt(seconds);
  }

  void remember() {
    System.arraycopy(history, 0, history, 1, HISTORY - 1);
    history[0] = share;
    remembered = Math.min(HISTORY, remembered + 1);
  }

  void give(double seconds, double mips) {
    givenMips = mips;
    account.set(seconds, requestedMips(), mips, moving);
  }

  Account account() {
    return account;
  }
}
