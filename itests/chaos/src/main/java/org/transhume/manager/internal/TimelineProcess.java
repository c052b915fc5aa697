// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.transhume.hypervisor.sim.internal.Timeline;

/**
 * A manager's process in virtual time: one life of it. When it dies, nothing of what it was about
 * to do is done; while it stands still, all of it waits.
 */
final class TimelineProcess implements ManagerExecution {

  private final Timeline timeline;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private boolean dead;
  private boolean still;

  TimelineProcess(Timeline timeline) {
    this.timeline = timeline;
  }

  /** Ends as by {@code kill -9}. */
  void die() {
    dead = true;
    waiting.clear();
  }

  boolean isDead() {
    return dead;
  }

  /** Does nothing until it goes on, as by {@code kill -STOP}. */
  void standStill() {
    still = true;
  }

  /** Does what has become due, and goes on. */
  void goOn() {
    still = false;
    for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
      later(0, task);
    }
  }

  private void later(long millis, Runnable task) {
    timeline.after(Math.max(0, millis) * 1_000_000, () -> run(task));
  }

  private void run(Runnable task) {
    if (still && !dead) {
      waiting.add(task);
    } else if (!dead) {
      task.run();
    }
  }

  @Override
  public OwnLoop newLoop(String name) {
    return new TimelineLoop();
  }

  @Override
  public Executor workers() {
    return task -> later(0, task);
  }

  @Override
  public Executor deliveries() {
    return task -> later(0, task);
  }

  @Override
  public void close() {
    die();
  }

  private final class TimelineLoop implements OwnLoop {
    private boolean ended;

    @Override
    public void execute(Runnable task) {
      schedule(0, task);
    }

    @Override
    public long monotonicMillis() {
      return timeline.nanos() / 1_000_000;
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
      boolean[] cancelled = new boolean[1];
      later(
          delayMillis,
          () -> {
            if (!ended && !cancelled[0]) {
              task.run();
            }
          });
      return () -> cancelled[0] = true;
    }

    @Override
    public void end() {
      ended = true;
    }

    @Override
    public void close() {
      end();
    }
  }
}
