// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transhume.simulation.internal.trace.Trace;

class CurvesTest {

  private static final double HOUR = 3600;

  private static ServiceSettings settings(Map<String, Double> values) {
    return ServiceSettings.with(values);
  }

  @Test
  void shouldGoFromTheTroughToThePeakAndBack() {
    DailyCurve curve = new DailyCurve(settings(Map.of("noisePercent", 0.0, "bursts", 0.0)));

    assertThat(curve.perSecond(4 * HOUR)).isEqualTo(200);
    assertThat(curve.perSecond(10 * HOUR)).isCloseTo(800, within(1e-9));
    assertThat(curve.perSecond(16 * HOUR)).isCloseTo(1400, within(1e-9));
    assertThat(curve.perSecond(4 * HOUR + 30)).isBetween(200.0, curve.perSecond(4 * HOUR + 60));
  }

  @Test
  void shouldDrawTheSameDayFromTheSameSeedAndAnotherFromAnother() {
    assertThat(samples(1)).isEqualTo(samples(1)).isNotEqualTo(samples(2));
  }

  private static List<Double> samples(double seed) {
    DailyCurve curve = new DailyCurve(settings(Map.of("seed", seed)));
    return List.of(curve.perSecond(HOUR), curve.perSecond(9 * HOUR), curve.perSecond(20 * HOUR));
  }

  @Test
  void shouldFollowTheMeanOfRecordedMachines() {
    RecordedCurve curve =
        new RecordedCurve(
            settings(Map.of()),
            List.of(
                new Trace("a", new byte[] {10, 20, 60}), new Trace("b", new byte[] {10, 40, 40})));

    assertThat(curve.perSecond(0)).isEqualTo(200);
    assertThat(curve.perSecond(300)).isCloseTo(200 + 1200 * 0.5, within(1e-9));
    assertThat(curve.perSecond(150)).isCloseTo(200 + 1200 * 0.25, within(1e-9));
    assertThat(curve.perSecond(600)).isCloseTo(1400, within(1e-9));
    assertThat(curve.perSecond(9000)).isCloseTo(1400, within(1e-9));
  }
}
