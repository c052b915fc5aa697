// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTest {

  private final AtomicLong limit = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();
  private final Throttle throttle = new Throttle(limit::get, nanos::get);

  private long nanosToPass(int chunks, int bytes) {
    long begin = nanos.get();
    for (int i = 0; i < chunks; i++) {
      nanos.addAndGet(throttle.nanosToWaitFor(bytes));
    }
    return nanos.get() - begin;
  }

  @Test
  void shouldNotWaitWithoutALimit() {
    assertThat(nanosToPass(1000, 1 << 18)).isZero();
  }

  @Test
  void shouldPassAsManyBytesInASecondAsTheLimitSays() {
    limit.set(10 << 20);

    assertThat(nanosToPass(40, 1 << 18)).isBetween(990_000_000L, 1_010_000_000L);
  }

  @Test
  void shouldFollowALimitThatChanges() {
    limit.set(1 << 20);
    nanosToPass(4, 1 << 18);
    limit.set(4 << 20);

    assertThat(nanosToPass(16, 1 << 18)).isBetween(900_000_000L, 1_100_000_000L);
    limit.set(0);
    assertThat(nanosToPass(100, 1 << 18)).isZero();
  }

  @Test
  void shouldNotMakeUpForAPauseWithABurst() {
    limit.set(10 << 20);
    nanosToPass(4, 1 << 18);
    nanos.addAndGet(60_000_000_000L);

    assertThat(nanosToPass(40, 1 << 18)).isGreaterThan(890_000_000L);
  }
}
