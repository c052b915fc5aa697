// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestQueueTest {

  private static final double RATE = 50;

  private final RequestQueue queue = new RequestQueue(10);

  private void pass(int seconds, double arrivals) {
    for (int second = 0; second < seconds; second++) {
      queue.pass(1, arrivals, RATE, false);
    }
  }

  @Test
  void shouldSettleWhereTheQueueMM1Stands() {
    pass(600, 35);

    assertThat(queue.inSystem()).isCloseTo(35 / (RATE - 35), within(1e-6));
    assertThat(queue.responseLately()).isCloseTo(1 / (RATE - 35), within(1e-6));
    assertThat(queue.answeredLately()).isCloseTo(35, within(1e-6));
    assertThat(queue.busy()).isCloseTo(35 / RATE, within(1e-6));
    assertThat(queue.lost()).isZero();
  }

  @Test
  void shouldPileUpAtTheRateThatIsTooMuchAndNoFaster() {
    pass(20, 60);

    assertThat(queue.inSystem()).isBetween(20 * (60 - RATE), 20 * (60 - RATE) + 20);
    assertThat(queue.lost()).isZero();
  }

  @Test
  void shouldLoseWhatCannotBeAnsweredInTime() {
    pass(1000, 60);

    assertThat(queue.inSystem()).isCloseTo(10 * RATE - 1, within(1e-6));
    assertThat(queue.responseLately()).isCloseTo(10, within(0.05));
    assertThat(queue.lost()).isCloseTo(1000 * (60 - RATE) - 500, withinPercentage(2));
  }

  @Test
  void shouldLetRequestsWaitWhileItIsPaused() {
    pass(600, 20);
    double settled = queue.responseLately();
    queue.pass(0.3, 20, RATE, true);
    queue.pass(0.7, 20, RATE, false);

    assertThat(queue.lost()).isZero();
    assertThat(queue.responseLately()).isGreaterThan(2 * settled).isLessThan(0.4);
  }

  @Test
  void shouldLoseRequestsOfAPauseThatIsLongerThanUsersWait() {
    for (int second = 0; second < 30; second++) {
      queue.pass(1, 20, RATE, true);
    }

    assertThat(queue.inSystem()).isCloseTo(200, within(1e-9));
    assertThat(queue.lost()).isCloseTo(400, within(1e-9));
  }

  @Test
  void shouldNeitherMakeNorForgetRequests() {
    Random random = new Random(5);
    for (int step = 0; step < 5000; step++) {
      queue.pass(random.nextDouble(), 100 * random.nextDouble(), RATE, random.nextInt(20) == 0);
      if (step % 997 == 0) {
        queue.clear();
      }
      assertThat(queue.inSystem()).isNotNegative();
    }

    assertThat(queue.lost()).isPositive();
    assertThat(queue.answered() + queue.lost() + queue.inSystem())
        .isCloseTo(queue.arrived(), within(1e-6 * queue.arrived()));
  }
}
