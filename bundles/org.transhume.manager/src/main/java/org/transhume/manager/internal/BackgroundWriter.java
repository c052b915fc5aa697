// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one thing after the other on a thread that lives while there is something to write. So
 * much may wait and no more: a disk that does not answer fills no memory. Any thread may call it.
 */
public final class BackgroundWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundWriter.class);
  private static final long IDLE_SECONDS = 10;
  private static final long CLOSE_SECONDS = 5;

  private final String what;
  private final ThreadPoolExecutor thread;

  /**
   * A writer without a thread yet.
   *
   * @param what is written, in a word
   * @param waitingAtMost how much may wait for the disk
   */
  public BackgroundWriter(String what, int waitingAtMost) {
    this.what = what;
    this.thread =
        new ThreadPoolExecutor(
            0,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(waitingAtMost),
            task -> {
              Thread made = new Thread(task, "transhume-manager-" + what);
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * Writes after what waits already. Returns at once.
   *
   * @return false, and nothing will be written, when too much waits or it is closed
   */
  public boolean offer(Runnable write) {
    try {
      thread.execute(write);
      return true;
    } catch (RejectedExecutionException e) {
      LOG.debug("{} are not written: too many wait, or the manager ends", what, e);
      return false;
    }
  }

  /** Waits a few seconds for what is still to be written. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the disk does not answer; the last {} are not written", what);
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
