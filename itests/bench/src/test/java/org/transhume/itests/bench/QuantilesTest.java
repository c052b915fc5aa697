// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuantilesTest {

  @Test
  void shouldTakeTheMiddleOfAnOddNumberAndTheMeanOfTwoOfAnEvenOne() {
    assertThat(Quantiles.of(List.of(3.0, 1.0, 2.0)).median()).isEqualTo(2);
    assertThat(Quantiles.of(List.of(4.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2.5);
  }

  @Test
  void shouldTakeTheLeastValueThatTheShareDoesNotExceed() {
    Quantiles hundred = new Quantiles(IntStream.rangeClosed(1, 100).asDoubleStream().toArray());

    assertThat(hundred.at(0.99)).isEqualTo(99);
    assertThat(hundred.at(1)).isEqualTo(100);
    assertThat(hundred.at(0)).isEqualTo(1);
    assertThat(hundred.least()).isEqualTo(1);
    assertThat(hundred.most()).isEqualTo(100);
  }
}
