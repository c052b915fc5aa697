// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeWindowTest {

  /** 2024-01-01 was a Monday. */
  @ParameterizedTest
  @CsvSource({
    "08:00-18:00, 2024-01-07T08:00, true",
    "08:00-18:00, 2024-01-07T18:00, false",
    "Mon-Fri 08:00-18:00, 2024-01-05T17:59:59, true",
    "Mon-Fri 08:00-18:00, 2024-01-06T12:00, false",
    "Fri-Mon 08:00-18:00, 2024-01-07T12:00, true",
    "Fri-Mon 08:00-18:00, 2024-01-03T12:00, false",
    "Mon-Fri 22:00-06:00, 2024-01-06T05:59, true",
    "Mon-Fri 22:00-06:00, 2024-01-06T06:00, false",
    "Mon-Fri 22:00-06:00, 2024-01-07T23:00, false",
    "Mon-Fri 22:00-06:00, 2024-01-01T05:00, false",
    "sun 00:00-00:00, 2024-01-07T00:00, true",
    "sun 00:00-00:00, 2024-01-07T23:59:59, true",
    "sun 00:00-00:00, 2024-01-08T00:00, false",
  })
  void shouldBeOpenInItsHoursOnly(String text, LocalDateTime at, boolean open) {
    assertThat(TimeWindow.parse(List.of(text)).get(0).isOpen(at)).isEqualTo(open);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "always", "Mon", "8:00-18:00", "25:00-26:00", "Foo 08:00-18:00", "Mon-Fri"})
  void shouldNameAWindowThatIsNoneAndTheForm(String text) {
    assertThatThrownBy(() -> TimeWindow.parse(List.of("Mon 08:00-18:00", text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "' is no time window")
        .hasMessageContaining("Mon-Fri 22:00-06:00");
  }

  @Test
  void shouldReadSeveral() {
    assertThat(TimeWindow.parse(List.of("Mon 08:00-18:00", "Sat-Sun 00:00-00:00"))).hasSize(2);
  }
}
