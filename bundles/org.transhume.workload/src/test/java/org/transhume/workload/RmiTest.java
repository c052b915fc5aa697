// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class RmiTest {

  private static final String BYTES = "1048576";

  @Test
  void shouldCallWithAnArgumentOfTheGivenSize() throws Exception {
    try (RunningProgram server = RunningProgram.of("rmi-server", "127.0.0.1", "0");
        RunningProgram client =
            RunningProgram.of("rmi-client", "127.0.0.1", server.port(), BYTES)) {
      assertThat(client.code()).as(client::complaint).isZero();
      assertThat(client.last()).startsWith("call", BYTES).hasSize(3);
      assertThat(Double.parseDouble(client.last().get(2))).isPositive();
    }
  }

  @Test
  void shouldCallAgainAndAgain() throws Exception {
    try (RunningProgram server = RunningProgram.of("rmi-server", "127.0.0.1", "0");
        RunningProgram ping =
            RunningProgram.of("rmi-ping", "127.0.0.1", server.port(), "100", "20", "3")) {
      assertThat(ping.code()).as(ping::complaint).isZero();
      assertThat(ping.lines("call"))
          .hasSizeGreaterThan(2)
          .allMatch(fields -> fields.size() == 3 && fields.get(0).equals("100"));
    }
  }

  @Test
  void shouldNoticeAnotherAnswer() throws Exception {
    try (RunningProgram server =
            RunningProgram.of("rmi-server", "127.0.0.1", "0", "--sabotage", "shorten");
        RunningProgram client =
            RunningProgram.of("rmi-client", "127.0.0.1", server.port(), "100")) {
      assertThat(client.code()).isEqualTo(1);
      assertThat(client.last())
          .containsExactly("fault", "call", "the answer is not the argument of 100 bytes");
    }
  }

  @Test
  void shouldSayThatNobodyListens() throws Exception {
    String port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = String.valueOf(free.getLocalPort());
    }

    try (RunningProgram client = RunningProgram.of("rmi-client", "127.0.0.1", port, "1")) {
      assertThat(client.code()).isEqualTo(3);
      assertThat(client.complaint()).contains("Connection refused").hasLineCount(1);
    }
  }
}
