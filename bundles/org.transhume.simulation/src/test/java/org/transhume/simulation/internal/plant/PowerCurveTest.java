// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PowerCurveTest {

  @Test
  void shouldMeetTheMeasuredPoints() {
    PowerCurve power = HostType.G4.power();

    assertThat(power.wattsAt(0)).isEqualTo(86);
    assertThat(power.wattsAt(0.5)).isEqualTo(102);
    assertThat(power.wattsAt(1)).isEqualTo(117);
    assertThat(HostType.G5.power().wattsAt(0.3)).isCloseTo(105, within(1e-9));
  }

  @Test
  void shouldDrawStraightLinesBetweenThem() {
    assertThat(HostType.G5.power().wattsAt(0.04)).isCloseTo(93.7 + 0.4 * 3.3, within(1e-9));
    assertThat(HostType.G4.power().wattsAt(0.95)).isCloseTo(115.5, within(1e-9));
  }

  @Test
  void shouldHoldItsEndsBeyondThem() {
    assertThat(HostType.G4.power().wattsAt(-0.1)).isEqualTo(86);
    assertThat(HostType.G4.power().wattsAt(1.01)).isEqualTo(117);
  }

  @Test
  void shouldRefuseACurveOfOnePoint() {
    assertThatThrownBy(() -> new PowerCurve(List.of(1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 points");
  }
}
