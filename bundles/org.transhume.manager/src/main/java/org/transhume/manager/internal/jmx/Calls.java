// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.jmx;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for calls that block, shared by all agents. The queue is bounded: a call that finds no
 * place fails at once, instead of waiting behind hundreds that hang.
 */
final class Calls implements AutoCloseable {

  private static final long IDLE_SECONDS = 30;

  private final ThreadPoolExecutor executor;

  Calls(String name, int threads, int queued) {
    AtomicInteger number = new AtomicInteger();
    executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(queued),
            task -> {
              Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /** Runs a call; it fails when it has no answer in time, though its thread may still wait. */
  <T> CompletableFuture<T> call(Callable<T> body, long limitMillis) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      executor.execute(
          () -> {
            if (result.isDone()) {
              return;
            }
            try {
              result.complete(body.call());
            } catch (Exception e) { // whatever a remote call throws is its answer
              result.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(
          new IOException(
              executor.isShutdown() ? "the manager is stopping" : "too many calls are waiting", e));
    }
    return result
        .orTimeout(limitMillis, TimeUnit.MILLISECONDS)
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    failure instanceof TimeoutException
                        ? new IOException("no answer within " + limitMillis + " ms", failure)
                        : failure));
  }

  /** Lets the calls under way come to their end, for a bounded time. */
  void finish(long limitMillis) {
    executor.shutdown();
    try {
      executor.awaitTermination(limitMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    executor.shutdownNow();
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
