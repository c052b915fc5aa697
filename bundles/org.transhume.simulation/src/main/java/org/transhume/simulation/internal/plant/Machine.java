// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.plant;

import java.util.Set;

/** One virtual machine and its day. */
public final class Machine {

  /** How many rounds its use is remembered for. */
  public static final int HISTORY = 30;

  private final int index;
  private final Guest guest;
  private final Account account = new Account();
  private final double[] history = new double[HISTORY];
  private int remembered;
  private Host host;
  private double arrivedAtSeconds;
  private boolean moving;
  private boolean stopped;
  private double stoppedAtSeconds;
  private double share;
  private double givenMips;

  Machine(int index, Guest guest) {
    this.index = index;
    this.guest = guest;
  }

  /** Its number, from 0 in the order of the traces. */
  public int index() {
    return index;
  }

  /** Its name. */
  public String name() {
    return guest.load().name();
  }

  /** The speed of its processor. */
  public double mips() {
    return guest.type().mips();
  }

  /** Its memory. */
  public int memoryMebibytes() {
    return guest.type().memoryMebibytes();
  }

  /** Labels that policies see. */
  public Set<String> tags() {
    return guest.tags();
  }

  /** Whether policies see that it cannot use all of a faster processor. */
  public boolean isCapped() {
    return guest.capped();
  }

  /**
   * Where it runs, or ran last when it is stopped; while it moves, where it comes from.
   *
   * @see #isStopped()
   */
  public Host host() {
    return host;
  }

  /** Whether it is on no host. */
  public boolean isStopped() {
    return stopped;
  }

  /** Since when it is stopped, or was last, in seconds of the day. */
  public double stoppedAtSeconds() {
    return stoppedAtSeconds;
  }

  /** What it wants at present. */
  public double requestedMips() {
    return share * guest.type().mips();
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

  /** Whether it is on its way to another host. */
  public boolean isMoving() {
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
    stopped = false;
  }

  void stop(double seconds) {
    give(seconds, 0);
    stopped = true;
    stoppedAtSeconds = seconds;
  }

  void feel(double seconds) {
    share = guest.load().shareAt(seconds);
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
