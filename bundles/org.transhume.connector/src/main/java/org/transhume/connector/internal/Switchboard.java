// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that all ports and connections of a process share: one that accepts, some that do
 * handshakes, one that keeps time. None keeps the process alive.
 */
final class Switchboard implements Closeable {

  private static final int HANDSHAKES_AT_ONCE = 32;
  private static final int HANDSHAKES_WAITING = 512;
  private static final long SPARE_THREAD_SECONDS = 10;

  private final Acceptor acceptor;
  private final ThreadPoolExecutor handshakes;
  private final ScheduledThreadPoolExecutor timer;

  Switchboard() throws IOException {
    acceptor = new Acceptor("transhume-accept");
    handshakes =
        new ThreadPoolExecutor(
            HANDSHAKES_AT_ONCE,
            HANDSHAKES_AT_ONCE,
            SPARE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(HANDSHAKES_WAITING),
            daemons("transhume-handshake"));
    handshakes.allowCoreThreadTimeOut(true);
    timer = new ScheduledThreadPoolExecutor(1, daemons("transhume-connector-timer"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(SPARE_THREAD_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  Acceptor acceptor() {
    return acceptor;
  }

  /**
   * Runs a handshake soon.
   *
   * @throws RejectedExecutionException when too many are in progress
   */
  void handshake(Runnable handshake) {
    handshakes.execute(handshake);
  }

  ScheduledFuture<?> after(Duration delay, Runnable action) {
    return timer.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  ScheduledFuture<?> every(Duration period, Runnable action) {
    return timer.scheduleWithFixedDelay(
        action, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws IOException {
    acceptor.close();
    handshakes.shutdownNow();
    timer.shutdownNow();
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return action -> {
      Thread thread = new Thread(action, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
