// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

/** Who steps the lanes of a relay. */
@FunctionalInterface
public interface RelayCarrier {

  /**
   * Begins to step a lane until it has ended. Returns at once.
   *
   * @param name for people who look at threads
   * @param pace says after each step that moved bytes how many nanoseconds to wait
   */
  void carry(String name, RelayLane lane, Pause pace);

  /** How long a lane has to rest after a step. */
  @FunctionalInterface
  interface Pause {
    /** Nanoseconds; 0 for not at all. */
    long nanos();
  }
}
