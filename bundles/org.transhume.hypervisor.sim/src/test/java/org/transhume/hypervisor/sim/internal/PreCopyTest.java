// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PreCopyTest {

  private static final long MEBIBYTE = 1L << 20;
  private static final long SECOND = 1_000_000_000;

  @Test
  void shouldSendAllPagesFirst() {
    PreCopy rounds = new PreCopy(256 * MEBIBYTE);

    assertThat(rounds.round()).isEqualTo(1);
    assertThat(rounds.pagesOfRound()).isEqualTo(65536);
  }

  @Test
  void shouldStopWhenFewerThanFiftyPagesAreDirty() {
    PreCopy rounds = new PreCopy(256 * MEBIBYTE);

    assertThat(rounds.next(50)).isTrue();
    assertThat(rounds.round()).isEqualTo(2);
    assertThat(rounds.next(49)).isFalse();
    assertThat(rounds.pagesOfRound()).isEqualTo(49);
  }

  @Test
  void shouldStopAfterFiveRoundsHoweverDirty() {
    PreCopy rounds = new PreCopy(256 * MEBIBYTE);

    for (int round = 1; round < 5; round++) {
      assertThat(rounds.next(10_000)).as("after round %d", round).isTrue();
    }
    assertThat(rounds.round()).isEqualTo(5);
    assertThat(rounds.next(10_000)).isFalse();
    assertThat(rounds.pagesOfRound()).isEqualTo(10_000);
  }

  @Test
  void shouldNeverSendMorePagesThanThereAre() {
    PreCopy rounds = new PreCopy(MEBIBYTE);

    assertThat(rounds.next(1_000_000)).isTrue();
    assertThat(rounds.pagesOfRound()).isEqualTo(256);
  }

  @Test
  void shouldDirtyAtItsRateAtFirstAndNeverMoreThanItsWorkingSet() {
    long set = 64 * MEBIBYTE;

    assertThat(PreCopy.dirtied(MEBIBYTE, set, SECOND)).isBetween(253L, 256L);
    assertThat(PreCopy.dirtied(MEBIBYTE, set, 1000 * SECOND)).isEqualTo(16384);
    assertThat(PreCopy.dirtied(0, set, SECOND)).isZero();
    assertThat(PreCopy.dirtied(MEBIBYTE, 0, SECOND)).isZero();
  }

  @Test
  void shouldDirtyMoreTheLongerItTakes() {
    long last = 0;
    for (long millis = 10; millis < 5000; millis += 10) {
      long dirty = PreCopy.dirtied(20 * MEBIBYTE, 64 * MEBIBYTE, millis * 1_000_000);
      assertThat(dirty).isGreaterThan(last);
      last = dirty;
    }
  }
}
