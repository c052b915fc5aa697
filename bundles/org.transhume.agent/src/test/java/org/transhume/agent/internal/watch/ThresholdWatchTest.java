// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.transhume.api.model.ThresholdLevel;

class ThresholdWatchTest {

  private static final ProbeParameters PARAMETERS = new ProbeParameters(2000, 0.8, 0.6, 10_000);

  private ThresholdWatch watch = ThresholdWatch.FRESH;

  private ThresholdLevel at(long second, double value) {
    watch = watch.reading(value, second * 1000, PARAMETERS);
    return watch.level();
  }

  @Test
  void shouldBecomeHighOnlyAfterTheHoldTime() {
    assertThat(at(0, 0.9)).isEqualTo(ThresholdLevel.NORMAL);
    assertThat(at(9, 0.9)).isEqualTo(ThresholdLevel.NORMAL);
    assertThat(at(10, 0.9)).isEqualTo(ThresholdLevel.HIGH);
    assertThat(watch.sinceEpochMillis()).isZero();
  }

  @Test
  void shouldBeginTheHoldAnewAfterEachDip() {
    at(0, 0.9);
    at(8, 0.7);
    at(9, 0.9);

    assertThat(at(18, 0.9)).isEqualTo(ThresholdLevel.NORMAL);
    assertThat(at(19, 0.9)).isEqualTo(ThresholdLevel.HIGH);
  }

  @Test
  void shouldStayHighBetweenTheThresholds() {
    at(0, 0.9);
    at(10, 0.9);

    assertThat(at(12, 0.7)).isEqualTo(ThresholdLevel.HIGH);
    assertThat(at(14, 0.6)).isEqualTo(ThresholdLevel.HIGH);
    assertThat(at(16, 0.59)).isEqualTo(ThresholdLevel.NORMAL);
    assertThat(watch.sinceEpochMillis()).isEqualTo(16_000);
  }

  @Test
  void shouldNotCountAValueExactlyAtTheHighThreshold() {
    at(0, 0.8);

    assertThat(at(100, 0.8)).isEqualTo(ThresholdLevel.NORMAL);
  }

  @Test
  void shouldNotTakeAClockSetBackForHolding() {
    at(100, 0.9);

    assertThat(at(50, 0.9)).isEqualTo(ThresholdLevel.NORMAL);
    assertThat(at(59, 0.9)).isEqualTo(ThresholdLevel.NORMAL);
    assertThat(at(60, 0.9)).isEqualTo(ThresholdLevel.HIGH);
  }

  @Test
  void shouldGiveUpAHoldWhenTheProbeFails() {
    at(0, 0.9);
    watch = watch.failed(5000);
    assertThat(watch.level()).isEqualTo(ThresholdLevel.FAILED);

    assertThat(at(10, 0.9)).isEqualTo(ThresholdLevel.NORMAL);
    assertThat(at(20, 0.9)).isEqualTo(ThresholdLevel.HIGH);
  }

  @Test
  void shouldBecomeHighAtOnceWithoutHoldTime() {
    watch = watch.reading(0.9, 0, PARAMETERS.withHold(0));

    assertThat(watch.level()).isEqualTo(ThresholdLevel.HIGH);
  }

  @Test
  void shouldRefuseParametersThatMakeNoSense() {
    assertThatThrownBy(() -> PARAMETERS.withHigh(0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.5")
        .hasMessageContaining("0.6");
    assertThatThrownBy(() -> PARAMETERS.withPeriod(5)).hasMessageContaining("at least 100");
    assertThatThrownBy(() -> PARAMETERS.withHold(-1)).hasMessageContaining("holdMillis -1");
    assertThatThrownBy(() -> PARAMETERS.withLow(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
