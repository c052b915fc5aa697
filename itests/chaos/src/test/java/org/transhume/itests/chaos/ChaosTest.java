// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is run ten thousand times on request is run a few hundred times with every build. */
class ChaosTest {

  @TempDir Path folder;

  @Test
  void shouldLoseNoDomainAndRunNoneTwiceInThreeHundredRuns() throws IOException {
    Path file = folder.resolve("summary.json");

    int exit = Main.run("--runs", "300", "--seed", "1", "--summary", file.toString());

    String summary = Files.readString(file);
    assertThat(exit).as(summary).isZero();
    assertThat(summary)
        .contains("\"lost\" : 0", "\"doubled\" : 0", "\"stale\" : 0", "\"unfinished\" : 0");
    assertThat(number(summary, "runsWithAMigrationHit")).isGreaterThanOrEqualTo(270);
  }

  @Test
  void shouldTellOfTheHeapUnderLoadAndThatFewMigrationsDoNotShowWhetherItIsBounded()
      throws IOException {
    Path file = folder.resolve("load.json");

    int exit =
        Main.run(
            ("load --agents 3 --domains 6 --migrations 2 --until-ended 24 --summary " + file)
                .split(" "));

    String summary = Files.readString(file);
    assertThat(exit).as(summary).isZero();
    assertThat(summary).contains("\"lost\" : 0", "\"verdict\" : \"NOT_JUDGED\"");
    assertThat(summary).containsPattern("\"DONE\" : [1-9]");
  }

  @Test
  void shouldRepeatARunToItsLastEvent() {
    assertThat(trace(7)).hasSizeGreaterThan(50).isEqualTo(trace(7));
  }

  private static List<String> trace(long seed) {
    List<String> lines = new ArrayList<>();
    new ChaosRun(seed, lines::add).run();
    return lines;
  }

  private static int number(String json, String name) {
    String rest = json.substring(json.indexOf('"' + name + "\" : ") + name.length() + 5);
    return Integer.parseInt(rest.substring(0, rest.indexOf(',')).strip());
  }
}
