// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.concurrent.Executor;

/**
 * The one thread on which the manager decides. Whatever is given to it runs there, one task after
 * the other; nothing that runs there may block.
 */
public interface Loop extends Executor {

  /** Milliseconds of a clock that never jumps; only differences count. */
  long monotonicMillis();

  /** Runs a task on the loop after a while. */
  Timer schedule(long delayMillis, Runnable task);

  /** A task that waits for its time. */
  interface Timer {

    /** Does nothing when called again, or after the task has run. */
    void cancel();
  }
}
