// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ComputingThreadsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static List<Thread> computing() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("load-\\d+"))
        .toList();
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("waited " + PATIENCE + " in vain until " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void shouldComputeUntilTheyAreRemoved() throws Exception {
    await("no other test's threads compute any more", () -> computing().isEmpty());
    List<Thread> begun;
    try (ComputingThreads threads = new ComputingThreads()) {
      threads.resize(2);
      begun = computing();
      assertThat(threads.size()).isEqualTo(2);
      assertThat(begun).hasSize(2);
      await("one has a result", () -> threads.last() != 0);
      assertThat(threads.last()).isBetween(6000.0, 7300.0);
    }
    for (Thread thread : begun) {
      thread.join(PATIENCE.toMillis());
    }
    assertThat(begun).noneMatch(Thread::isAlive);
    assertThat(computing()).isEmpty();
  }
}
