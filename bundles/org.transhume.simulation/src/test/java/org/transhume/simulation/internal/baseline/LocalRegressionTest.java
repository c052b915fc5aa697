// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LocalRegressionTest {

  @Test
  void shouldFollowAStraightLineWhateverTheWeights() {
    double[] loads = new double[LocalRegression.SAMPLES];
    for (int i = 0; i < loads.length; i++) {
      loads[i] = 0.1 + 0.05 * i;
    }

    assertThat(LocalRegression.predicted(loads, LocalRegression.evenWeights(), 1))
        .isCloseTo(0.6, within(1e-12));
    assertThat(LocalRegression.predicted(loads, LocalRegression.tricubeWeights(), 1))
        .isCloseTo(0.6, within(1e-12));
  }

  @Test
  void shouldWeighRecentSamplesByTheTricubeOfTheirAge() {
    double[] weights = LocalRegression.tricubeWeights();

    // (1 - age³)³: age 0 for the newest, 0.5 for the sixth newest, 0.9 for the oldest.
    assertThat(weights[9]).isEqualTo(1);
    assertThat(weights[4]).isCloseTo(0.669921875, within(1e-12));
    assertThat(weights[0]).isCloseTo(0.019902511, within(1e-9));
  }

  @Test
  void shouldGiveTheLineReckonedByHand() {
    double[] loads = {0.2, 0.4, 0.3};

    // Even: means 2 and 0.3, slope 0.1 / 2 = 0.05, so 0.3 + 0.05 × (4 - 2).
    assertThat(LocalRegression.predicted(loads, new double[] {1, 1, 1}, 1))
        .isCloseTo(0.4, within(1e-12));
    // Weights 1, 2, 3: mean x 14/6, mean y 1.9/6; Σw(x-mx)(y-my) = 4.5 - 4.43333 = 0.06667 and
    // Σw(x-mx)² = 36 - 196/6 = 3.33333, so the slope is 0.02.
    assertThat(LocalRegression.predicted(loads, new double[] {1, 2, 3}, 1))
        .isCloseTo(1.9 / 6 + 0.02 * (4 - 14.0 / 6), within(1e-9));
  }
}
