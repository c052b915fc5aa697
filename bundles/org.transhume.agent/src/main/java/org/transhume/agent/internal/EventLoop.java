// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs tasks one after the other, in their order, on a shared pool: what an agent instance decides
 * needs no locks. A task that throws is reported by the pool and does not stop those after it.
 */
public final class EventLoop implements Executor {

  private final Executor pool;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean closed;

  EventLoop(Executor pool) {
    this.pool = pool;
  }

  @Override
  public void execute(Runnable task) {
    if (closed) {
      return;
    }
    tasks.add(task);
    if (waiting.getAndIncrement() == 0) {
      submit();
    }
  }

  /** Runs it here, and tells the result. */
  public <T> CompletableFuture<T> call(Supplier<T> task) {
    return closed
        ? CompletableFuture.failedFuture(new RejectedExecutionException("the agent has ended"))
        : CompletableFuture.supplyAsync(task, this);
  }

  /** Begins something here that ends later, and tells the result then. */
  @SuppressWarnings("FutureReturnValueIgnored") // Nothing is ignored: the inner future is returned.
  public <T> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> task) {
    CompletableFuture<CompletableFuture<T>> begun = call(task);
    return begun.thenCompose(result -> result);
  }

  /** Takes no more tasks; those that wait are still run. */
  public void close() {
    closed = true;
  }

  private void submit() {
    try {
      pool.execute(this::runOne);
    } catch (RejectedExecutionException e) {
      closed = true;
    }
  }

  private void runOne() {
    try {
      tasks.remove().run();
    } finally {
      if (waiting.decrementAndGet() > 0) {
        submit();
      }
    }
  }
}
