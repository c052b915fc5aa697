// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread at a time into a simulation, and tells others of what happened only after it has
 * left, so that what they do then can wait for nothing inside.
 */
final class ModelLock {

  /** Something done inside that may fail. */
  @FunctionalInterface
  interface Call<T, E extends Exception> {
    T run() throws E;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Runnable> afterwards = new ArrayDeque<>();

  <T, E extends Exception> T call(Call<T, E> call) throws E {
    lock.lock();
    try {
      return call.run();
    } finally {
      leave();
    }
  }

  void run(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      leave();
    }
  }

  /** Does something when the simulation has been left; for whoever is inside. */
  void afterwards(Runnable action) {
    afterwards.add(action);
  }

  private void leave() {
    if (lock.getHoldCount() > 1) {
      lock.unlock();
      return;
    }
    Queue<Runnable> due = new ArrayDeque<>(afterwards);
    afterwards.clear();
    lock.unlock();
    due.forEach(Runnable::run);
  }
}
