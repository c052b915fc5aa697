// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs for domains without Java, each against one of ours. */
class ShellVersionTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  private Process shell(Path output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "src/main/scripts/workload"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    started.add(process);
    return process;
  }

  /** Waits for the end; what was printed stands behind the exit code. */
  private List<String> end(String... arguments) throws Exception {
    Path output = folder.resolve("output");
    Process process = shell(output, arguments);
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    List<String> told = new ArrayList<>(List.of(String.valueOf(process.exitValue())));
    told.addAll(Files.readAllLines(output));
    return told;
  }

  private static void await(Path output, String beginning) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (Files.readAllLines(output).stream().noneMatch(line -> line.startsWith(beginning))) {
      assertThat(System.nanoTime() - end).as(() -> "waiting for " + beginning).isNegative();
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Test
  void shouldWriteASequenceThatBothReadersFindWhole() throws Exception {
    Path file = folder.resolve("sequence");
    Path output = folder.resolve("writer");
    Process writer = shell(output, "sequence-writer", file.toString(), "1");
    await(output, "wrote\t12\t");
    writer.destroy();
    writer.waitFor();

    List<String> read = end("sequence-reader", file.toString());

    assertThat(read).hasSize(2).startsWith("0");
    try (RunningProgram reader = RunningProgram.of("sequence-reader", file.toString())) {
      assertThat(reader.code()).isZero();
      assertThat(reader.lines()).containsExactly(read.get(1));
    }
  }

  @Test
  void shouldTellOfTheSameGapsAsTheOtherReader() throws Exception {
    Path file = Files.writeString(folder.resolve("sequence"), "2\n3\n\n4\n4\n5\n6");

    assertThat(end("sequence-reader", file.toString()))
        .containsExactly("1", "gap\t0\t2", "gap\t3\t", "gap\t\t4", "gap\t4\t4", "read\t6\t4");
    try (RunningProgram reader = RunningProgram.of("sequence-reader", file.toString())) {
      assertThat(reader.code()).isEqualTo(1);
      assertThat(reader.lines())
          .containsExactly("gap\t0\t2", "gap\t3\t", "gap\t\t4", "gap\t4\t4", "read\t6\t4");
    }
  }

  @Test
  void shouldFollowTheStreamOfTheOtherServer() throws Exception {
    assumeThat(Files.exists(Path.of("/usr/bin/curl")) || Files.exists(Path.of("/usr/bin/wget")))
        .isTrue();
    try (RunningProgram server = RunningProgram.of("stream-server", "127.0.0.1", "0", "5000")) {
      List<String> told =
          end("stream-client", "http://127.0.0.1:" + server.port() + "/", "2", "--stall", "60000");

      assertThat(told.get(0)).as(told.toString()).isEqualTo("0");
      assertThat(told.get(1)).startsWith("chunk\t1\t");
      assertThat(told.get(told.size() - 1)).startsWith("received\t").endsWith("\t0");
    }
  }

  @Test
  void shouldTellThatTheOtherServerDroppedIt() throws Exception {
    assumeThat(Files.exists(Path.of("/usr/bin/curl")) || Files.exists(Path.of("/usr/bin/wget")))
        .isTrue();
    try (RunningProgram server =
        RunningProgram.of("stream-server", "127.0.0.1", "0", "5000", "--sabotage", "drop")) {
      List<String> told =
          end("stream-client", "http://127.0.0.1:" + server.port() + "/", "50", "--stall", "60000");

      assertThat(told.get(0)).isEqualTo("1");
      assertThat(told).contains("fault\treset\tthe stream came to its end");
      assertThat(told.get(told.size() - 1)).startsWith("received\t19\t").endsWith("\t1");
    }
  }

  @Test
  void shouldServeAStreamToTheOtherClient() throws Exception {
    assumeThat(Path.of("/usr/bin/busybox")).exists();
    String port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = String.valueOf(free.getLocalPort());
    }
    Path output = folder.resolve("server");
    shell(output, "stream-server", "127.0.0.1", port, "5000");
    await(output, "ready\t" + port);

    try (RunningProgram client =
        RunningProgram.of("stream-client", "http://127.0.0.1:" + port + "/", "2")) {
      assertThat(client.code()).as(() -> client.lines().toString()).isZero();
      assertThat(client.lines("chunk")).hasSizeGreaterThan(2);
    }
  }

  @Test
  void shouldHoldALoadByTheSameRule() throws Exception {
    List<String> told = end("load-control", "2", "0", "2", "--own-load");

    assertThat(told).startsWith("0", "measuring\town processes").hasSize(6);
    assertThat(told.get(3)).startsWith("load\t").endsWith("\t0.016\t1");
    assertThat(told.get(4)).startsWith("load\t").endsWith("\t0.049\t2");
    assertThat(told.get(5)).isEqualTo("reached\t2.000\t0.049");
  }

  @Test
  void shouldAnswerWrongArgumentsByOneLine() throws Exception {
    assertThat(end("load-control", "much", "0", "1"))
        .containsExactly("2", "workload: TARGET is 'much', and must be a number");
    assertThat(end("pong").get(1)).startsWith("workload: there is no program 'pong'; there are ");
  }
}
