// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import java.util.Arrays;

/** One manager: its epoch, and its migrations with their timers. */
@SuppressWarnings({"EnumOrdinal", "OperatorPrecedence"})
final class Boss {

  boolean alive;
  int epoch;
  final int[] machine;
  final boolean[] waits;
  final boolean[] limited;

  Boss(int migrations) {
    machine = new int[migrations];
    Arrays.fill(machine, -1);
    waits = new boolean[migrations];
    limited = new boolean[migrations];
  }

  void pass(Tape tape) {
    epoch = tape.small(epoch);
    alive = tape.flag(alive);
    if (!alive) {
      return;
    }
    for (int i = 0; i < machine.length; i++) {
      machine[i] = tape.wide(machine[i]);
      if (machine[i] >= 0) {
        int flags = tape.small((waits[i] ? 1 : 0) | (limited[i] ? 2 : 0));
        waits[i] = (flags & 1) != 0;
        limited[i] = (flags & 2) != 0;
      }
    }
  }

  void forget() {
    alive = false;
    Arrays.fill(machine, -1);
    Arrays.fill(waits, false);
    Arrays.fill(limited, false);
  }
}
