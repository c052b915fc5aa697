// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import java.util.concurrent.locks.LockSupport;

/** Gives each lane a thread of its own. */
public final class ThreadCarrier implements RelayCarrier {

  @Override
  public void carry(String name, RelayLane lane, Pause pace) {
    Thread thread = new Thread(() -> run(lane, pace), name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void run(RelayLane lane, Pause pace) {
    RelayLane.Step step = lane.step();
    while (step != RelayLane.Step.ENDED) {
      if (step == RelayLane.Step.HELD) {
        awaitLeave(lane);
      }
      long nanos = pace.nanos();
      if (nanos > 0) {
        LockSupport.parkNanos(lane, nanos);
      }
      step = lane.step();
    }
  }

  private static void awaitLeave(RelayLane lane) {
    try {
      lane.awaitLeave();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      lane.letNothingGoOn();
    }
  }
}
