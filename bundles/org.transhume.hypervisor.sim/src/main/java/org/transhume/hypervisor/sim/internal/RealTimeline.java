// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The time of this machine, on one thread of its own. */
public final class RealTimeline implements Timeline, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RealTimeline.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final ScheduledThreadPoolExecutor executor;

  /** Starts the thread. */
  public RealTimeline(InstantSource clock) {
    this.clock = clock;
    this.executor = new Executor();
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Instant instant() {
    return clock.instant();
  }

  @Override
  public boolean passesByItself() {
    return true;
  }

  @Override
  public void after(long delayNanos, Runnable action) {
    try {
      if (executor.schedule(action, delayNanos, TimeUnit.NANOSECONDS).isCancelled()) {
        LOG.debug("The simulation is ending; nothing more begins in it");
      }
    } catch (RejectedExecutionException e) {
      LOG.debug("The simulation has ended; nothing happens in it any more");
    }
  }

  /** Ends the thread; what has not happened by now never will. */
  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The simulator's thread has not ended within {}", PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Executor extends ScheduledThreadPoolExecutor {

    Executor() {
      super(
          1,
          task -> {
            Thread thread = new Thread(task, "transhume-simulator");
            thread.setDaemon(true);
            return thread;
          });
    }

    /** What an action throws stands in a future that nobody else reads. */
    @Override
    protected void afterExecute(Runnable task, Throwable thrown) {
      super.afterExecute(task, thrown);
      if (!(task instanceof Future<?> future) || !future.isDone() || future.isCancelled()) {
        return;
      }
      try {
        future.get();
      } catch (ExecutionException e) {
        LOG.error("A simulated event failed", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
