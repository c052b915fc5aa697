// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Cuts short what blocks for too long, and knows whether it did. */
final class Deadline {

  private final AtomicBoolean decided = new AtomicBoolean();
  private final ScheduledFuture<?> alarm;

  /**
   * @param cut makes the blocking call fail
   */
  Deadline(Switchboard switchboard, Duration time, Runnable cut) {
    alarm =
        switchboard.after(
            time,
            () -> {
              if (decided.compareAndSet(false, true)) {
                cut.run();
              }
            });
  }

  /** Ends the waiting: true when the time was not over yet; nothing is cut from then on. */
  boolean met() {
    alarm.cancel(false);
    return decided.compareAndSet(false, true);
  }
}
