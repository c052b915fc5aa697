// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.ping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestsTest {

  private static final long MILLI = 1_000_000;

  private final Requests requests = new Requests(2000 * MILLI);

  @Test
  void shouldTellHowLongAnAnswerTook() {
    long number = requests.sent(0);

    assertThat(requests.answered(number, 3 * MILLI)).hasValue(3);
    assertThat(requests.areWaiting()).isFalse();
  }

  @Test
  void shouldCountWhatIsNotAnsweredInTime() {
    long first = requests.sent(0);
    long second = requests.sent(10 * MILLI);

    assertThat(requests.expired(2005 * MILLI)).containsExactly(first);
    assertThat(requests.answered(first, 2006 * MILLI)).isEmpty();
    assertThat(requests.answered(second, 2006 * MILLI)).hasValue(1996);
    assertThat(requests.lost()).isEqualTo(1);
  }

  @Test
  void shouldCountAnAnswerOnce() {
    long number = requests.sent(0);
    requests.answered(number, MILLI);

    assertThat(requests.answered(number, 2 * MILLI)).isEmpty();
  }

  @Test
  void shouldTellTheLongestTimeWithoutAnAnswer() {
    for (int beat = 0; beat < 300; beat++) {
      long number = requests.sent(beat * 10L * MILLI);
      if (beat < 100 || beat >= 200) {
        requests.answered(number, beat * 10L * MILLI + MILLI);
      }
    }

    assertThat(requests.longestSilenceMillis()).isEqualTo(1010);
  }

  @Test
  void shouldSeeThatAnswersCameLateThoughNoneIsLost() {
    long first = requests.sent(0);
    requests.answered(first, MILLI);
    long held = requests.sent(10 * MILLI);
    long next = requests.sent(20 * MILLI);
    requests.answered(held, 901 * MILLI);
    requests.answered(next, 902 * MILLI);

    assertThat(requests.lost()).isZero();
    assertThat(requests.longestSilenceMillis()).isEqualTo(900);
  }

  @Test
  void shouldSeeASilenceThatDoesNotEnd() {
    requests.answered(requests.sent(0), MILLI);
    requests.sent(10 * MILLI);
    requests.sent(5000 * MILLI);

    assertThat(requests.longestSilenceMillis()).isEqualTo(4999);
  }
}
