// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadTargetTest {

  private static double[] averages(double target, int seconds) {
    ThreadTarget threads = new ThreadTarget(target);
    OwnLoad load = new OwnLoad();
    double[] averages = new double[seconds];
    int count = 0;
    double average = 0;
    for (int second = 0; second < seconds; second++) {
      count = threads.next(count, average);
      average = load.afterSecond(count);
      averages[second] = average;
    }
    return averages;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 4, 8})
  void shouldHoldTheAverageAtItsTarget(double target) {
    double[] averages = averages(target, 600);

    for (int second = 300; second < 600; second++) {
      assertThat(averages[second]).as("second " + second).isBetween(target * 0.8, target * 1.2);
    }
  }

  @Test
  void shouldNotRunPastItsTarget() {
    assertThat(Arrays.stream(averages(4, 600)).max().orElseThrow()).isLessThan(4.4);
  }

  @Test
  void shouldAddOneThreadAtATimeAndRemoveAsManyAsAreTooMany() {
    ThreadTarget threads = new ThreadTarget(2);

    assertThat(threads.next(0, 0)).isEqualTo(1);
    assertThat(threads.next(1, 0)).isEqualTo(2);
    assertThat(threads.next(9, 2)).isEqualTo(2);
    assertThat(threads.next(9, 5)).isZero();
  }

  @Test
  void shouldCoverFifteenPercentOfAStepInTenSeconds() {
    OwnLoad load = new OwnLoad();
    double average = 0;
    for (int second = 0; second < 10; second++) {
      average = load.afterSecond(1);
    }

    assertThat(average).isBetween(0.15, 0.16);
  }
}
