// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.load;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/** Threads that compute on random numbers, as many as are asked for. */
final class ComputingThreads implements AutoCloseable {

  private static final int ROUND = 10_000;

  private final Deque<Thread> threads = new ArrayDeque<>();

  /** Where results go, so that no compiler can leave the work out. */
  private volatile double last;

  void resize(int wanted) {
    while (threads.size() < wanted) {
      Thread thread = new Thread(this::compute, "load-" + threads.size());
      thread.setDaemon(true);
      threads.push(thread);
      thread.start();
    }
    while (threads.size() > wanted) {
      threads.pop().interrupt();
    }
  }

  int size() {
    return threads.size();
  }

  double last() {
    return last;
  }

  private void compute() {
    SplittableRandom random = new SplittableRandom();
    while (!Thread.currentThread().isInterrupted()) {
      double sum = 0;
      for (int i = 0; i < ROUND; i++) {
        sum += Math.sqrt(random.nextDouble());
      }
      last = sum;
    }
  }

  @Override
  public void close() {
    resize(0);
  }
}
