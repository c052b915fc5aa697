// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.Move;
import org.transhume.manager.internal.Settings.Guarding;

/** What policies have to bear, beside what holds for everybody: moves that are worth their cost. */
class GuardsTest {

  private static final long GIBIBYTE = 1L << 30;
  private static final Guards.Recent NOTHING_MOVED =
      new Guards.Recent() {
        @Override
        public Optional<Long> millisSinceMigrationOf(String domainUuid) {
          return Optional.empty();
        }

        @Override
        public Optional<Long> millisSinceMigrationAt(String host) {
          return Optional.empty();
        }
      };

  private final Guarding settings =
      new Guarding(1, 0, 0, 0.01, Map.of("balance", 0.02), 1, 1, 0, 0);
  private final Guards guards = new Guards(settings, null);

  private List<Explanation> objections(String policy, double gain, long costBytes) {
    Move move =
        new Move(
            "uuid-of-etch-1-1",
            "etch-1-1",
            "a-204-02",
            "a-204-03",
            Explanation.of("TEST", "for a test"),
            gain,
            costBytes);
    return guards.policyObjections(policy, move, NOTHING_MOVED);
  }

  @Test
  void shouldAskAGainForEachGibibyteThatHasToBeCopied() {
    assertThat(objections("balance", 0.05, 2 * GIBIBYTE)).isEmpty();
    assertThat(objections("balance", 0.05, 3 * GIBIBYTE))
        .singleElement()
        .satisfies(
            objection -> {
              assertThat(objection.code()).isEqualTo("COST");
              assertThat(objection.text())
                  .isEqualTo(
                      "a gain of 0.05 is less than 0.02 for each of the 3.00 GiB that have to be"
                          + " copied");
            });
  }

  @Test
  void shouldCountNoCostForPoliciesThatNothingIsSaidOf() {
    assertThat(objections("consolidate", 0.05, 300 * GIBIBYTE)).isEmpty();
  }

  @Test
  void shouldAskTheLeastGainWhateverAMoveCosts() {
    assertThat(objections("balance", 0.009, 1))
        .extracting(Explanation::code)
        .containsExactly("GAIN");
  }
}
