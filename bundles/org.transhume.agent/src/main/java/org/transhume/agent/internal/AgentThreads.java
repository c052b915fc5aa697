// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.relay.RelayCarrier;
import org.transhume.agent.internal.relay.ThreadCarrier;

/** The threads that every agent instance of this process shares. */
public final class AgentThreads implements AgentExecution, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AgentThreads.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ScheduledThreadPoolExecutor scheduler =
      new ScheduledThreadPoolExecutor(1, named("transhume-agent-timer"));
  private final ExecutorService loops =
      Executors.newFixedThreadPool(
          Math.max(2, Runtime.getRuntime().availableProcessors()), named("transhume-agent-loop"));
  private final ExecutorService workers =
      Executors.newCachedThreadPool(named("transhume-agent-worker"));
  private final SecureRandom random = new SecureRandom();

  /** Starts no thread before there is work. */
  public AgentThreads() {
    scheduler.setRemoveOnCancelPolicy(true);
  }

  /** For what has to happen later; its tasks only pass work on. */
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // Nobody asks for it: the task cannot fail.
  public void later(long millis, Runnable passOn) {
    try {
      scheduler.schedule(passOn, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the agent has ended", e);
    }
  }

  @Override
  public Timer every(long millis, Runnable passOn) {
    ScheduledFuture<?> timer =
        scheduler.scheduleAtFixedRate(passOn, 0, millis, TimeUnit.MILLISECONDS);
    return () -> timer.cancel(false);
  }

  @Override
  public ExecutorService workers() {
    return workers;
  }

  @Override
  public Future<?> begin(Runnable task) {
    return workers.submit(task);
  }

  @Override
  public SecureRandom random() {
    return random;
  }

  @Override
  public EventLoop newLoop() {
    return new EventLoop(loops);
  }

  @Override
  public EventLoop newLane() {
    return new EventLoop(workers);
  }

  @Override
  public RelayCarrier relayCarrier() {
    return new ThreadCarrier();
  }

  /** Ends them: asks, waits for a bounded time, interrupts, reports. */
  @Override
  public void close() {
    scheduler.shutdownNow();
    loops.shutdown();
    workers.shutdown();
    for (ExecutorService pool : List.of(loops, workers)) {
      if (!ended(pool)) {
        pool.shutdownNow();
        LOG.warn(
            "threads of the agent did not end in {} s and were interrupted", PATIENCE.toSeconds());
      }
    }
  }

  private static boolean ended(ExecutorService pool) {
    try {
      return pool.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      thread.setUncaughtExceptionHandler((t, e) -> LOG.error("a task of the agent failed", e));
      return thread;
    };
  }
}
