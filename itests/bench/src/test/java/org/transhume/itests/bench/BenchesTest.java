// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs benches at their smallest; what they measure is not looked at, only what they carry. */
class BenchesTest {

  @TempDir Path folder;

  @BeforeAll
  static void nameTheSourcesOfTheDistribution() {
    // Of the distribution the relay needs the agent's Java options only.
    System.setProperty(
        "transhume.home",
        Path.of("..", "..", "karaf-assembly", "src", "main", "distribution")
            .toAbsolutePath()
            .normalize()
            .toString());
  }

  @Test
  void shouldAnswerHotSpotsByMigrations() throws IOException {
    Map<String, Object> figures = figures("reaction", "--events", "2", "--warm-up", "0");

    assertThat(figures).containsEntry("hot spots answered by a migration", 2.0);
  }

  @Test
  void shouldLoseNoNotification() throws IOException {
    Map<String, Object> figures =
        figures(
            "notifications", "--agents", "2", "--windows", "1", "--seconds", "3", "--warm-up", "0");

    for (String listener :
        List.of(
            "MANAGER beside BARE",
            "BARE beside MANAGER",
            "BARE beside PLAIN",
            "PLAIN beside BARE")) {
      assertThat(figures).containsEntry("2 agents: " + listener + ", lost", 0.0);
      assertThat((Double) figures.get("2 agents: " + listener + ", heard"))
          .isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void shouldCarryTheSameBytesByEveryWay() throws IOException {
    assumeTrue(isInstalled("socat"), "socat is not installed");
    byte[] bytes = new byte[3_000_001];
    new Random(1).nextBytes(bytes);
    Path content = Files.write(folder.resolve("content"), bytes);

    // It compares what arrives itself, and fails otherwise.
    Map<String, Object> figures = figures("relay", "--pairs", "2", "--content", content.toString());

    assertThat(figures).containsKey("relay, ChaCha20-Poly1305, median, MB/s");
  }

  private Map<String, Object> figures(String... arguments) throws IOException {
    Path file = folder.resolve("figures.json");
    String[] all =
        Stream.concat(Stream.of(arguments), Stream.of("--json", file.toString()))
            .toArray(String[]::new);

    assertThat(Main.run(all)).isZero();
    return JSON.std.mapFrom(Files.readString(file));
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
  }
}
