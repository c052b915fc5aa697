// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantityTest {

  @Test
  void shouldShowBytesInTheLargestFittingUnit() {
    assertThat(Quantity.bytes(0)).isEqualTo("0 B");
    assertThat(Quantity.bytes(1023)).isEqualTo("1023 B");
    assertThat(Quantity.bytes(1536)).isEqualTo("1.5 KiB");
    assertThat(Quantity.bytes(128L << 20)).isEqualTo("128 MiB");
    assertThat(Quantity.bytes(3L << 30)).isEqualTo("3.0 GiB");
  }

  @Test
  void shouldShowTimesAsPeopleSayThem() {
    assertThat(Quantity.millis(85L)).isEqualTo("85 ms");
    assertThat(Quantity.millis(12_340L)).isEqualTo("12.3 s");
    assertThat(Quantity.millis(200_000L)).isEqualTo("3 min 20 s");
    assertThat(Quantity.millis(7_260_000L)).isEqualTo("2 h 1 min");
  }

  @Test
  void shouldShowNothingForWhatIsUnknown() {
    assertThat(Quantity.bytes(null)).isEmpty();
    assertThat(Quantity.rate(null)).isEmpty();
    assertThat(Quantity.percent(null)).isEmpty();
    assertThat(Quantity.processors(null)).isEmpty();
    assertThat(Quantity.millis(null)).isEmpty();
  }
}
