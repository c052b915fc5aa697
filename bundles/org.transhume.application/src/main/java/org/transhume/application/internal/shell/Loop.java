// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.shell;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the steward look round and round: at once when something is new, else now and then. */
final class Loop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final long LIVELY_MILLIS = 1_000;
  private static final long QUIET_MILLIS = 4_000;

  /** A creation or a deed may take longer: it is taken up again by the next start. */
  private static final long TO_STOP_MILLIS = 5_000;

  private final Semaphore news = new Semaphore(0);
  private final ExecutorService hands;
  private Thread thread;
  private volatile boolean closed;
  private boolean well = true;

  /** A loop that does not run yet. */
  Loop(ExecutorService hands) {
    this.hands = hands;
  }

  /** Something is new. */
  void wake() {
    news.release();
  }

  /** Has something done that may block. */
  void carryOut(Runnable task) {
    try {
      hands.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("we end: what was to be begun is begun by the next start", e);
    }
  }

  /** Begins. */
  void start(Steward steward, Showcase showcase, Cluster cluster) {
    thread = new Thread(() -> run(steward, showcase, cluster), "transhume-applications");
    thread.setDaemon(true);
    thread.start();
  }

  private void run(Steward steward, Showcase showcase, Cluster cluster) {
    try {
      while (!closed) {
        boolean lively = round(steward, showcase, cluster);
        if (news.tryAcquire(lively ? LIVELY_MILLIS : QUIET_MILLIS, TimeUnit.MILLISECONDS)) {
          news.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean round(Steward steward, Showcase showcase, Cluster cluster) {
    try {
      boolean lively = steward.round();
      if (cluster.leading().isPresent()) {
        showcase.show(steward);
      } else {
        showcase.hide();
      }
      well = true;
      return lively;
    } catch (IllegalStateException | IllegalArgumentException e) {
      if (well) {
        LOG.warn("applications cannot be looked at, which is tried again", e);
      }
      well = false;
      return true;
    }
  }

  /** Asks the threads to end, and waits for a while. */
  @Override
  public void close() {
    closed = true;
    hands.shutdownNow();
    thread.interrupt();
    try {
      thread.join(TO_STOP_MILLIS);
      if (!hands.awaitTermination(TO_STOP_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.info("something that was begun for an application is not awaited any longer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
