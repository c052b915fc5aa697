// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamTest {

  private static RunningProgram server(String... sabotage) {
    return RunningProgram.of(
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of("stream-server", "127.0.0.1", "0", "20000"),
                java.util.stream.Stream.of(sabotage))
            .toArray(String[]::new));
  }

  private static RunningProgram client(RunningProgram server, String seconds, String... more)
      throws Exception {
    return RunningProgram.of(
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(
                    "stream-client", "http://127.0.0.1:" + server.port() + "/", seconds),
                java.util.stream.Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void shouldReceiveEveryChunk() throws Exception {
    try (RunningProgram server = server();
        RunningProgram client = client(server, "3")) {
      assertThat(client.code()).as(() -> client.lines().toString()).isZero();
      List<String> numbers = client.lines("chunk").stream().map(fields -> fields.get(0)).toList();
      assertThat(numbers)
          .hasSizeGreaterThan(2)
          .isEqualTo(IntStream.rangeClosed(1, numbers.size()).mapToObj(String::valueOf).toList());
      assertThat(client.last().get(0)).isEqualTo("received");
      assertThat(client.last().get(1)).isEqualTo(String.valueOf(numbers.size()));
      assertThat(Long.parseLong(client.last().get(2)))
          .isBetween(numbers.size() * 1990L, numbers.size() * 2000L);
      assertThat(client.last().get(4)).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "drop,    60000, reset",
    "skip,    60000, gap",
    "corrupt, 60000, checksum",
    "stall,   1500,  stall",
  })
  void shouldTellWhatASabotagedServerDoes(String sabotage, String stallMillis, String fault)
      throws Exception {
    try (RunningProgram server = server("--sabotage", sabotage);
        RunningProgram client = client(server, "5", "--stall", stallMillis)) {
      assertThat(client.code()).isEqualTo(1);
      assertThat(client.lines("fault")).hasSize(1);
      assertThat(client.lines("fault").get(0).get(0)).isEqualTo(fault);
      assertThat(client.last().get(4)).isEqualTo("1");
    }
  }

  @Test
  void shouldServeSeveralClientsFromTheBeginning() throws Exception {
    try (RunningProgram server = server();
        RunningProgram first = client(server, "3");
        RunningProgram second = client(server, "3")) {
      assertThat(List.of(first.code(), second.code())).containsExactly(0, 0);
      assertThat(first.lines("chunk").get(0).get(0)).isEqualTo("1");
      assertThat(second.lines("chunk").get(0).get(0)).isEqualTo("1");
    }
  }

  @Test
  void shouldSayThatNobodyListens() throws Exception {
    String port;
    try (RunningProgram server = server()) {
      port = server.port();
    }

    try (RunningProgram client =
        RunningProgram.of("stream-client", "http://127.0.0.1:" + port + "/", "1")) {
      assertThat(client.code()).isEqualTo(3);
      assertThat(client.complaint()).contains("Connection refused");
    }
  }
}
