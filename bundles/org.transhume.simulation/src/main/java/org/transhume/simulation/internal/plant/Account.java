// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.plant;

/**
 * Adds up over time what was asked for and what was given, of one host or one machine. A value
 * holds from its time to that of the next; of several at one time the last one counts.
 */
final class Account {

  private boolean open;
  private double since;
  private double requested;
  private double given;
  private boolean moving;

  private double activeSeconds;
  private double shortSeconds;
  private double requestedTotal;
  private double shortWhileMoving;

  /** From now on that much is asked for and given. */
  void set(double seconds, double nextRequested, double nextGiven, boolean nextMoving) {
    if (open && seconds > since) {
      close(seconds - since);
    }
    open = true;
    since = seconds;
    requested = nextRequested;
    given = nextGiven;
    moving = nextMoving;
  }

  private void close(double seconds) {
    boolean isShort = given < requested;
    if (given > 0) {
      activeSeconds += seconds;
      shortSeconds += isShort ? seconds : 0;
    }
    requestedTotal += requested * seconds;
    if (isShort && moving) {
      shortWhileMoving += (requested - given) * seconds;
    }
  }

  /** Seconds in which something was given. */
  double activeSeconds() {
    return activeSeconds;
  }

  /** Those of them in which less was given than asked for. */
  double shortSeconds() {
    return shortSeconds;
  }

  /** What was asked for, in MIPS times seconds. */
  double requestedTotal() {
    return requestedTotal;
  }

  /** What was not given of it while moving. */
  double shortWhileMoving() {
    return shortWhileMoving;
  }
}
