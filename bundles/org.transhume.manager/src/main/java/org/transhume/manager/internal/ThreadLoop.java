// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loop on a thread of its own. */
final class ThreadLoop implements OwnLoop {

  private static final Logger LOG = LoggerFactory.getLogger(ThreadLoop.class);
  private static final long CLOSE_MILLIS = 5_000;

  private final ScheduledThreadPoolExecutor executor;
  private volatile boolean ended;

  ThreadLoop(String name) {
    executor =
        new ScheduledThreadPoolExecutor(1, task -> daemon(task, name)) {
          @Override
          protected void afterExecute(Runnable task, Throwable thrown) {
            super.afterExecute(task, thrown);
            report(task);
          }
        };
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public long monotonicMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  @Override
  public void execute(Runnable task) {
    try {
      executor.execute(unlessEnded(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("the manager is stopping; a task came too late", e);
    }
  }

  @Override
  public Timer schedule(long delayMillis, Runnable task) {
    try {
      Future<?> future = executor.schedule(unlessEnded(task), delayMillis, TimeUnit.MILLISECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException e) {
      LOG.debug("the manager is stopping; a timer came too late", e);
      return () -> {};
    }
  }

  @Override
  public void end() {
    ended = true;
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("the manager's loop did not end within {} ms: interrupting it", CLOSE_MILLIS);
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private Runnable unlessEnded(Runnable task) {
    return () -> {
      if (!ended) {
        task.run();
      }
    };
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private static void report(Runnable task) {
    if (!(task instanceof Future<?> future) || !future.isDone()) {
      return;
    }
    try {
      future.get();
    } catch (CancellationException e) {
      LOG.trace("a timer was cancelled while it fired", e);
    } catch (ExecutionException e) {
      LOG.error("a decision failed; the manager goes on with the next event", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
