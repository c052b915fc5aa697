// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of one manager. */
final class ManagerThreads implements ManagerExecution {

  private static final int POLICY_THREADS = 8;
  private static final int NOTIFICATIONS_QUEUED = 10_000;

  private final ExecutorService workers =
      new ThreadPoolExecutor(
          0,
          POLICY_THREADS,
          30,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> daemon(task, "transhume-policy"));

  // One thread keeps their order; when listeners are too slow the oldest are dropped, and the
  // hole in the numbers tells them.
  private final ExecutorService deliveries =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(NOTIFICATIONS_QUEUED),
          task -> daemon(task, "transhume-manager-notifications"),
          new ThreadPoolExecutor.DiscardOldestPolicy());

  @Override
  public OwnLoop newLoop(String name) {
    return new ThreadLoop(name);
  }

  @Override
  public Executor workers() {
    return workers;
  }

  @Override
  public Executor deliveries() {
    return deliveries;
  }

  @Override
  public void close() {
    workers.shutdownNow();
    deliveries.shutdown();
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
