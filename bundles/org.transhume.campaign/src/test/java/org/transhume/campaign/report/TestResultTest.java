// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestResultTest {

  private static final Finding HELD = new Finding("a", "b", "b", true);
  private static final Finding MISSED = new Finding("a", "b", "c", false);

  private static TestResult result(
      Verdict verdict, List<Finding> findings, String problem, String cause) {
    return new TestResult(
        "T1",
        "simulator",
        verdict,
        "",
        List.of(),
        List.of(),
        List.of(),
        findings,
        problem,
        cause,
        List.of(),
        List.of());
  }

  @Test
  void shouldPassWhenEveryFindingHolds() {
    assertThat(Verdict.of(List.of(HELD, HELD), "")).isEqualTo(Verdict.PASSED);
  }

  @Test
  void shouldFailByOneFindingByACauseAndByFindingNothing() {
    assertThat(Verdict.of(List.of(HELD, MISSED), "")).isEqualTo(Verdict.FAILED);
    assertThat(Verdict.of(List.of(HELD), "it broke off")).isEqualTo(Verdict.FAILED);
    assertThat(Verdict.of(List.of(), "")).isEqualTo(Verdict.FAILED);
  }

  @Test
  void shouldRefuseAVerdictThatItsFindingsContradict() {
    assertThatThrownBy(() -> result(Verdict.PASSED, List.of(MISSED), "", ""))
        .hasMessageStartingWith("T1 cannot be PASSED");
    assertThatThrownBy(() -> result(Verdict.FAILED, List.of(HELD), "", ""))
        .hasMessageStartingWith("T1 cannot be FAILED");
  }

  @Test
  void shouldRefuseNotToHaveRunWithoutSayingWhy() {
    assertThatThrownBy(() -> result(Verdict.NOT_RUN, List.of(), " ", ""))
        .hasMessageContaining("does not say why");
    assertThat(result(Verdict.NOT_RUN, List.of(), "no shared disk", "").verdict())
        .isEqualTo(Verdict.NOT_RUN);
  }

  @Test
  void shouldRefuseWhatCannotBeDrawn() {
    assertThatThrownBy(() -> new Point(0, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Phase("pre-copy", 2, 1)).hasMessageContaining("pre-copy");
  }
}
