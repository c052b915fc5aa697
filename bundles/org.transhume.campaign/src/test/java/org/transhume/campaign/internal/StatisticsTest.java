// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void shouldTellMeanMedianAndSpread() {
    Statistics odd = new Statistics(List.of(4.0, 1.0, 1.0));

    assertThat(odd.mean()).isEqualTo(2);
    assertThat(odd.median()).isEqualTo(1);
    assertThat(odd.spread()).isCloseTo(Math.sqrt(3), within(1e-9));
    assertThat(odd.in("s")).isEqualTo("mean 2.00 s, median 1.00 s, spread 1.73 s over 3 runs");
    assertThat(new Statistics(List.of(1.0, 2.0)).median()).isEqualTo(1.5);
    assertThat(new Statistics(List.of(7.0)).spread()).isZero();
  }

  @Test
  void shouldRefuseToTellAnythingOfNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Statistics(List.of()));
  }
}
