// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

class ResponsesTest {

  private final Responses responses = new Responses();

  @Test
  void shouldKnowNothingBeforeTheFirst() {
    assertThat(responses.mean()).isZero();
    assertThat(responses.within(0.95)).isZero();
  }

  @Test
  void shouldTakeTimesAsExponentialAroundTheirMean() {
    responses.add(1000, 0.05);

    assertThat(responses.mean()).isEqualTo(0.05);
    assertThat(responses.within(0.95)).isCloseTo(0.05 * Math.log(20), withinPercentage(2));
  }

  @Test
  void shouldFindTheSlowFewAmongTheQuickMany() {
    responses.add(980, 0.01);
    responses.add(20, 5);

    assertThat(responses.within(0.5)).isLessThan(0.01);
    assertThat(responses.within(0.99)).isCloseTo(5 * Math.log(2), withinPercentage(2));
  }
}
