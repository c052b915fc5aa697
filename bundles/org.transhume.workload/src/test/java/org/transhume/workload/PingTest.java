// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PingTest {

  @Test
  void shouldSendInABeatAndTellOfAnswers() throws Exception {
    try (RunningProgram server = RunningProgram.of("ping-server", "127.0.0.1", "0");
        RunningProgram ping =
            RunningProgram.of(
                "ping", "127.0.0.1", server.port(), "10", "20000", "1", "--source", "127.0.0.1")) {
      assertThat(ping.code()).as(ping::complaint).isZero();
      assertThat(ping.lines("sent")).hasSizeBetween(5, 101);
      assertThat(ping.lines("answered")).hasSameSizeAs(ping.lines("sent"));
      assertThat(ping.last()).startsWith("interruption").endsWith("0", "0");
    }
  }

  @Test
  void shouldGoOnSendingWhileNothingAnswers() throws Exception {
    try (RunningProgram server =
            RunningProgram.of("ping-server", "127.0.0.1", "0", "--sabotage", "deaf");
        RunningProgram ping =
            RunningProgram.of("ping", "127.0.0.1", server.port(), "5", "1000", "3")) {
      assertThat(ping.code()).as(ping::complaint).isZero();
      int sent = ping.lines("sent").size();
      int answered = ping.lines("answered").size();
      int lost = ping.lines("lost").size();
      assertThat(answered).isBetween(1, 99);
      assertThat(lost).isPositive().isEqualTo(sent - answered);
      assertThat(Double.parseDouble(ping.last().get(1))).isGreaterThan(20);
      assertThat(ping.last()).endsWith(String.valueOf(lost), String.valueOf(lost * 5));
    }
  }
}
