// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import org.transhume.hypervisor.sim.internal.Timeline;

/** A manager's loop in virtual time: one life of it. */
final class TimelineLoop implements Loop {

  private final Timeline timeline;
  private boolean dead;

  TimelineLoop(Timeline timeline) {
    this.timeline = timeline;
  }

  void die() {
    dead = true;
  }

  boolean isDead() {
    return dead;
  }

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
    timeline.after(
        Math.max(0, delayMillis) * 1_000_000,
        () -> {
          if (!dead && !cancelled[0]) {
            task.run();
          }
        });
    return () -> cancelled[0] = true;
  }
}
