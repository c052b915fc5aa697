// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.wrapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WrapperStateTest {

  @Test
  void shouldChangeOneValueAndKeepTheOthers() {
    WrapperState state = new WrapperState(2, Map.of("port", "80", "user", "www"));

    assertThat(state.with("port", "81").without("user"))
        .isEqualTo(new WrapperState(2, Map.of("port", "81")));
    assertThat(state.values()).containsEntry("port", "80");
  }

  @Test
  void shouldRefuseWhatIsTooLargeToTravel() {
    String large = "x".repeat(WrapperState.MOST_CHARACTERS);
    assertThatThrownBy(() -> WrapperState.empty(1).with("page", large))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("keep what is above");
  }
}
