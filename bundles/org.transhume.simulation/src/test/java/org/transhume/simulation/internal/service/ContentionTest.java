// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ContentionTest {

  @Test
  void shouldLeaveAWholeProcessorToWhoeverFindsOneFree() {
    assertThat(Contention.share(new double[] {}, 2)).isEqualTo(1);
    assertThat(Contention.share(new double[] {1}, 2)).isEqualTo(1);
    assertThat(Contention.share(new double[] {0, 0, 0}, 2)).isEqualTo(1);
  }

  @Test
  void shouldShareEquallyAmongAllThatAlwaysWantOne() {
    assertThat(Contention.share(new double[] {1, 1, 1, 1}, 2)).isCloseTo(0.4, within(1e-12));
  }

  @Test
  void shouldWeighByHowOftenOthersWantOne() {
    // Both others want one in a quarter of the time: then it gets two thirds.
    assertThat(Contention.share(new double[] {0.5, 0.5}, 2))
        .isCloseTo(0.75 + 0.25 * 2 / 3, within(1e-12));
  }
}
