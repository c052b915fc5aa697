// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waiting for a condition, with a deadline. */
final class Await {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private Await() {}

  /** A condition whose evaluation may fail. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  /**
   * Returns as soon as the condition holds.
   *
   * @param what completes the sentence "waited in vain until …"
   */
  static void until(String what, Duration patience, Condition condition) throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("waited " + patience + " in vain until " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
