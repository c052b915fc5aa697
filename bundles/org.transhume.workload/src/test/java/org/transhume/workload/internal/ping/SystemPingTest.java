// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.ping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.workload.internal.Arguments;
import org.transhume.workload.internal.Lines;

class SystemPingTest {

  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private int run(String program) throws Exception {
    Arguments arguments =
        Arguments.of(new Ping().usage(), List.of("10.0.0.5", "0", "10", "2000", "0.05", "--icmp"));
    return new SystemPing(program)
        .run(arguments, new Lines(new PrintStream(out, true, StandardCharsets.UTF_8)));
  }

  /** What stands for the system's ping: it prints this. */
  private String printing(String text) throws IOException {
    Path answer = Files.writeString(folder.resolve("answer"), text);
    Path program =
        Files.writeString(
            folder.resolve("ping"),
            "#!/bin/sh\nprintf '%s\\n' \"$*\" >'"
                + folder.resolve("asked")
                + "'\ncat '"
                + answer
                + "'\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program.toString();
  }

  @Test
  void shouldReadWhatTheSystemsPingTells() throws Exception {
    String program =
        printing(
            """
            PING 10.0.0.5 (10.0.0.5) 56(84) bytes of data.
            [1700000000.010000] 64 bytes from 10.0.0.5: icmp_seq=1 ttl=64 time=0.500 ms
            [1700000000.020000] 64 bytes from 10.0.0.5: icmp_seq=2 ttl=64 time=0.400 ms
            [1700000000.050000] 64 bytes from 10.0.0.5: icmp_seq=5 ttl=64 time=1.25 ms
            [1700000000.051000] 64 bytes from 10.0.0.5: icmp_seq=5 ttl=64 time=2.25 ms (DUP!)

            --- 10.0.0.5 ping statistics ---
            5 packets transmitted, 3 received, +1 duplicates, 40% packet loss, time 40ms
            """);

    assertThat(run(program)).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "answered\t1\t0.500",
            "answered\t2\t0.400",
            "answered\t5\t1.250",
            "lost\t3",
            "lost\t4",
            "interruption\t30.000\t2\t20");
    assertThat(folder.resolve("asked")).hasContent("-n -D -i 0.010 -W 2.000 -c 5 10.0.0.5");
  }

  @Test
  void shouldSayWhyTheSystemsPingDidNotSend() throws Exception {
    String program = printing("ping: socktype: SOCK_RAW\nping: socket: Operation not permitted\n");

    assertThatThrownBy(() -> run(program)).hasMessageContaining("Operation not permitted");
  }

  @Test
  void shouldSayThatThereIsNone() {
    assertThatThrownBy(() -> run(folder.resolve("none").toString()))
        .isInstanceOf(IOException.class);
  }
}
