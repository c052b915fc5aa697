// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemandTest {

  private static final long SECOND = 1_000_000_000;

  @Test
  void shouldNeverChangeWhenItIsConstant() {
    Demand demand = Demand.parse("0.3");

    assertThat(demand.at(0)).isEqualTo(0.3);
    assertThat(demand.at(1000 * SECOND)).isEqualTo(0.3);
    assertThat(demand.nextChange(5 * SECOND)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldFollowItsScriptAndBeginItAgain() {
    Demand demand = Demand.parse("0.3*60s+0.9*30s");

    assertThat(demand.at(0)).isEqualTo(0.3);
    assertThat(demand.at(60 * SECOND - 1)).isEqualTo(0.3);
    assertThat(demand.at(60 * SECOND)).isEqualTo(0.9);
    assertThat(demand.at(90 * SECOND)).isEqualTo(0.3);
    assertThat(demand.nextChange(0)).isEqualTo(60 * SECOND);
    assertThat(demand.nextChange(60 * SECOND)).isEqualTo(90 * SECOND);
    assertThat(demand.nextChange(95 * SECOND)).isEqualTo(150 * SECOND);
  }

  @Test
  void shouldReadBackWhatItWrites() {
    Random random = new Random(7);
    for (int run = 0; run < 500; run++) {
      Demand demand =
          new Demand(
              IntStream.range(0, 2 + random.nextInt(5))
                  .mapToObj(
                      i ->
                          new Demand.Piece(
                              random.nextDouble() * 8, 1 + random.nextLong(100 * SECOND)))
                  .toList());
      assertThat(Demand.parse(demand.text())).isEqualTo(demand);
    }
    assertThat(Demand.parse(Demand.constant(0.25).text())).isEqualTo(Demand.constant(0.25));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "much", "-1", "0.3*", "0.3*60", "0.3*60s+", "0.3*60s+0.9", "0.3*0s"})
  void shouldRefuseWhatIsNoDemand(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Demand.parse(text));
  }

  @Test
  void shouldFlickerWithinItsBoundsAndAlikeForEverybodyWhoLooks() {
    DemandNoise noise = new DemandNoise(3, 0.1);

    double lowest = 2;
    double highest = 0;
    for (long second = 0; second < 1000; second++) {
      double factor = noise.factor(second * SECOND);
      assertThat(factor).isBetween(0.9, 1.1);
      assertThat(noise.factor(second * SECOND + SECOND / 2)).isEqualTo(factor);
      lowest = Math.min(lowest, factor);
      highest = Math.max(highest, factor);
    }
    assertThat(lowest).isLessThan(0.92);
    assertThat(highest).isGreaterThan(1.08);
    assertThat(noise.nextChange(SECOND / 2)).isEqualTo(SECOND);
    assertThat(new DemandNoise(3, 0).nextChange(0)).isEqualTo(Long.MAX_VALUE);
  }
}
