// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.transhume.agent.internal.relay.RelayCarrier;
import org.transhume.agent.internal.relay.RelayLane;
import org.transhume.hypervisor.sim.internal.Timeline;

/**
 * An agent's process in virtual time: one life of it. When it dies, nothing of what it was about to
 * do is done.
 */
final class TimelineExecution implements AgentExecution {

  private static final long SOON_NANOS = 5_000_000;
  private static final long SELDOM_NANOS = 50_000_000;
  private static final int IDLE_STEPS = 20;
  private static final int MOST_WORK_NANOS = 30_000_000;

  private final Timeline timeline;
  private final Random random;
  private boolean dead;

  /**
   * A process that is alive.
   *
   * @param random how long the tasks of workers take, and what ids are
   */
  TimelineExecution(Timeline timeline, Random random) {
    this.timeline = timeline;
    this.random = random;
  }

  void die() {
    dead = true;
  }

  boolean isDead() {
    return dead;
  }

  @Override
  public Executor workers() {
    return task -> after(random.nextInt(MOST_WORK_NANOS), task);
  }

  @Override
  public Future<?> begin(Runnable task) {
    FutureTask<Boolean> work = new FutureTask<>(task, true);
    workers().execute(work);
    return work;
  }

  @Override
  public void later(long millis, Runnable passOn) {
    after(millis * 1_000_000, passOn);
  }

  @Override
  public Timer every(long millis, Runnable passOn) {
    boolean[] cancelled = new boolean[1];
    again(0, millis * 1_000_000, passOn, cancelled);
    return () -> cancelled[0] = true;
  }

  private void again(long delay, long period, Runnable passOn, boolean[] cancelled) {
    after(
        delay,
        () -> {
          if (!cancelled[0]) {
            passOn.run();
            again(period, period, passOn, cancelled);
          }
        });
  }

  @Override
  public EventLoop newLoop() {
    return new EventLoop(task -> after(0, task));
  }

  @Override
  public EventLoop newLane() {
    return new EventLoop(workers());
  }

  @Override
  public Random random() {
    return random;
  }

  @Override
  public RelayCarrier relayCarrier() {
    return (name, lane, pace) -> carry(lane, 0);
  }

  /** Moves what moves, and comes back: soon, or seldom where nothing has moved for a while. */
  private void carry(RelayLane lane, int idle) {
    RelayLane.Step step = lane.step();
    boolean moved = step == RelayLane.Step.MOVED;
    while (step == RelayLane.Step.MOVED) {
      step = lane.step();
    }
    if (step != RelayLane.Step.ENDED) {
      int idleNow = moved ? 0 : idle + 1;
      after(idleNow > IDLE_STEPS ? SELDOM_NANOS : SOON_NANOS, () -> carry(lane, idleNow));
    }
  }

  private void after(long nanos, Runnable task) {
    timeline.after(
        nanos,
        () -> {
          if (!dead) {
            task.run();
          }
        });
  }
}
