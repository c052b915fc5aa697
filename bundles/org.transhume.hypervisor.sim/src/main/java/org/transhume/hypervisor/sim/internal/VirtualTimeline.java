// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * Time that passes only when somebody advances it, and then as fast as the processor can. For one
 * thread. Actions at equal times run in the order in which they were asked for, so that a run
 * repeats itself exactly.
 */
public final class VirtualTimeline implements Timeline {

  private record Event(long at, long sequence, Runnable action) {}

  private final Instant start;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::sequence));
  private long now;
  private long sequence;

  /** A timeline that begins at that time of day. */
  public VirtualTimeline(Instant start) {
    this.start = start;
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public Instant instant() {
    return start.plusNanos(now);
  }

  @Override
  public boolean passesByItself() {
    return false;
  }

  @Override
  public void after(long delayNanos, Runnable action) {
    if (delayNanos < 0) {
      throw new IllegalArgumentException("delayNanos is negative: " + delayNanos);
    }
    events.add(new Event(now + delayNanos, sequence++, action));
  }

  /** Lets that much time pass and everything happen that is due in it. */
  public void advance(Duration duration) {
    advanceUntil(() -> false, duration);
  }

  /**
   * Lets time pass until the condition holds, at most for that long.
   *
   * @return whether the condition holds
   */
  public boolean advanceUntil(BooleanSupplier condition, Duration atMost) {
    long end = now + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      Event next = events.peek();
      if (next == null || next.at > end) {
        now = end;
        return condition.getAsBoolean();
      }
      events.remove();
      now = next.at;
      next.action.run();
    }
    return true;
  }
}
