// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

/**
 * Fencing number of a leading manager. Agents persist the newest one they have seen and refuse
 * every order that carries an older one.
 *
 * @param generation rises only by an operator's explicit and audited act
 * @param counter number of the leader's election, or of a single manager's journalled start
 */
public record Epoch(long generation, long counter) implements Comparable<Epoch> {

  /** The epoch before any manager. */
  public static final Epoch NONE = new Epoch(0, 0);

  /** Refuses negative numbers. */
  public Epoch {
    if (generation < 0 || counter < 0) {
      throw new IllegalArgumentException("epoch " + generation + "." + counter + " is negative");
    }
  }

  @Override
  public int compareTo(Epoch other) {
    int byGeneration = Long.compare(generation, other.generation);
    return byGeneration != 0 ? byGeneration : Long.compare(counter, other.counter);
  }

  /** Whether an order under {@code other} is outdated for somebody who has seen this epoch. */
  public boolean isNewerThan(Epoch other) {
    return compareTo(other) > 0;
  }

  @Override
  public String toString() {
    return generation + "." + counter;
  }
}
