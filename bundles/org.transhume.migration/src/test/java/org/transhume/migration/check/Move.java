// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import java.util.Optional;

/**
 * One thing that can happen next.
 *
 * @param fault what it costs; empty for what happens by itself
 * @param timer for a timer how long it runs, 1 for the shortest kind; else 0. By itself a timer
 *     passes only when nothing else can happen
 * @param urgent whether it takes no time worth mentioning, so that by itself it comes before
 *     everything else; to let others go first costs a fault
 * @param act makes it happen and says it in a sentence
 */
record Move(Optional<Fault> fault, int timer, boolean urgent, Act act) {

  /** Makes it happen. */
  @FunctionalInterface
  interface Act {
    String in(Game game);
  }

  static Move free(Act act) {
    return new Move(Optional.empty(), 0, false, act);
  }

  static Move urgent(Act act) {
    return new Move(Optional.empty(), 0, true, act);
  }

  static Move timer(int length, Act act) {
    return new Move(Optional.empty(), length, false, act);
  }

  static Move fault(Fault fault, Act act) {
    return new Move(Optional.of(fault), 0, false, act);
  }
}
