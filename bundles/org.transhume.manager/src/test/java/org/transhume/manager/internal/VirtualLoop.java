// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A loop and a clock that stand still until a test lets time pass. */
final class VirtualLoop implements Loop {

  private static final long EPOCH_MILLIS = 1_700_000_000_000L;

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Due> timers =
      new PriorityQueue<>(Comparator.comparingLong(Due::atMillis).thenComparingLong(Due::number));
  private long nowMillis;
  private long numbers;

  private record Due(long atMillis, long number, Runnable task) {}

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public long monotonicMillis() {
    return nowMillis;
  }

  @Override
  public Timer schedule(long delayMillis, Runnable task) {
    Due due = new Due(nowMillis + Math.max(0, delayMillis), numbers++, task);
    timers.add(due);
    return () -> timers.remove(due);
  }

  /** Runs what is due now. */
  void settle() {
    while (!tasks.isEmpty()) {
      tasks.poll().run();
    }
  }

  /** Lets time pass and runs whatever becomes due, in its order. */
  void pass(long millis) {
    long end = nowMillis + millis;
    settle();
    while (!timers.isEmpty() && timers.peek().atMillis() <= end) {
      Due due = timers.poll();
      nowMillis = Math.max(nowMillis, due.atMillis());
      due.task().run();
      settle();
    }
    nowMillis = end;
  }

  /** The same loop for somebody who may die: what is his is then no longer run. */
  Mortal mortal() {
    return new Mortal();
  }

  /** One life on the loop. */
  final class Mortal implements Loop {
    private boolean dead;

    void die() {
      dead = true;
    }

    @Override
    public void execute(Runnable task) {
      VirtualLoop.this.execute(unlessDead(task));
    }

    @Override
    public long monotonicMillis() {
      return VirtualLoop.this.monotonicMillis();
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
      return VirtualLoop.this.schedule(delayMillis, unlessDead(task));
    }

    private Runnable unlessDead(Runnable task) {
      return () -> {
        if (!dead) {
          task.run();
        }
      };
    }
  }

  Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return Instant.ofEpochMilli(EPOCH_MILLIS + nowMillis);
      }
    };
  }
}
