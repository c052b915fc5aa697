// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ComputingThreadsTest {

  private static long alive() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("load-\\d+"))
        .count();
  }

  @Test
  void shouldComputeUntilTheyAreRemoved() throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    try (ComputingThreads threads = new ComputingThreads()) {
      threads.resize(2);
      assertThat(threads.size()).isEqualTo(2);
      assertThat(alive()).isEqualTo(2);
      while (threads.last() == 0 && System.nanoTime() - end < 0) {
        Thread.sleep(5);
      }
      assertThat(threads.last()).isBetween(6000.0, 7300.0);
    }
    while (alive() > 0 && System.nanoTime() - end < 0) {
      Thread.sleep(5);
    }
    assertThat(alive()).isZero();
  }
}
