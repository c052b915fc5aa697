// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what a container does in its own time. */
final class Await {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long STEP_NANOS = Duration.ofMillis(100).toNanos();

  private Await() {}

  /**
   * Returns once the condition holds.
   *
   * @param what ends the sentence "waited in vain until …"
   * @throws AssertionError after two minutes; its cause is what the condition threw last
   */
  static void until(String what, Callable<Boolean> condition) {
    within(LIMIT, what, condition);
  }

  /** As {@link #until}, with a deadline of its own. */
  static void within(Duration limit, String what, Callable<Boolean> condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    Exception last = null;
    while (System.nanoTime() - deadline < 0) {
      try {
        if (condition.call()) {
          return;
        }
        last = null;
      } catch (Exception notYet) {
        last = notYet;
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
    throw new AssertionError("waited in vain until " + what, last);
  }
}
