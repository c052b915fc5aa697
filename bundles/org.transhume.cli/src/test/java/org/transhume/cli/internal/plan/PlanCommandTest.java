// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.cli.internal.ClusterFixture;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import picocli.CommandLine;

class PlanCommandTest {

  /** Three hosts of four processors; the first one wants 370 % of the 320 that are its cap. */
  private static final String TABS =
      """
      #hosts 3 16384 4
      vm0\t2048\t2\t0\t200\t-1\t
      vm1\t4096\t2\t0\t170\t7\t
      vm2\t1024\t1\t1\t60\t7\t2
      """;

  private static final String HTOOLS =
      """
      default|f0000000-0000-4000-8000-000000000001|preferred||

      node0|16384|1024|3072|1048576|1048576|4|M|f0000000-0000-4000-8000-000000000001|1||N|1|1|1.0
      node1|16384|1024|15360|1048576|1048576|4|N|f0000000-0000-4000-8000-000000000001|1||N|1|1|1.0

      a|4096|10240|1|running|Y|node0||ext||1|-
      b|4096|10240|1|running|Y|node0||ext||1|-
      c|4096|10240|2|running|Y|node0||ext||1|-

      htools:iextags:service
      """;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final AtomicReference<String> failure = new AtomicReference<>("");

  private int run(String content, String... options) throws IOException {
    Path cluster = Files.writeString(folder.resolve("cluster"), content);
    CommandLine line =
        new CommandLine(new PlanCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setExecutionExceptionHandler(
                (problem, command, parsed) -> {
                  failure.set(problem.getMessage());
                  return ExitCode.ERROR;
                });
    List<String> arguments = new ArrayList<>(List.of("--cluster", cluster.toString()));
    arguments.addAll(List.of("--out", folder.resolve("plan").toString()));
    arguments.addAll(List.of(options));
    return line.execute(arguments.toArray(String[]::new));
  }

  private String plan() throws IOException {
    return Files.readString(folder.resolve("plan"));
  }

  @Test
  void shouldWriteTheMovesOfATabSeparatedCluster() throws IOException {
    assertThat(run(TABS, "--goal", "relieve")).isEqualTo(ExitCode.OK);

    assertThat(plan()).isEqualTo("1\tvm0\thost0000\thost0002\n");
    assertThat(out.toString()).startsWith("1 moves in 1 steps");
  }

  @Test
  void shouldSummariseWhatItCameTo() throws IOException {
    Path summary = folder.resolve("summary");

    run(TABS, "--goal", "relieve", "--summary", summary.toString());

    Map<String, Object> told = JSON.std.mapFrom(Files.readString(summary));
    assertThat(told)
        .containsOnlyKeys(
            "goal",
            "feasible",
            "moves",
            "steps",
            "hostsUsed",
            "hostsHot",
            "scoreBefore",
            "scoreAfter",
            "planMillisCold",
            "planMillisWarm",
            "reasons")
        .containsEntry("goal", "relieve")
        .containsEntry("feasible", true)
        .containsEntry("moves", 1)
        .containsEntry("hostsUsed", 3)
        .containsEntry("hostsHot", 0)
        .containsEntry("reasons", List.of());
    assertThat((Double) told.get("planMillisWarm")).isPositive();
  }

  @Test
  void shouldKeepGroupsAndBansWhenItDrains() throws IOException {
    // vm2 is banned from the third host, and its group's other member has to leave the first one.
    assertThat(run(TABS, "--goal", "drain:host0001")).isEqualTo(ExitCode.OK);

    assertThat(plan()).isEqualTo("1\tvm1\thost0000\thost0002\n2\tvm2\thost0001\thost0000\n");
  }

  @Test
  void shouldTellWhyThereIsNoPlan() throws IOException {
    String banned = TABS.replace("7\t2", "7\t0,2");

    assertThat(run(banned, "--goal", "drain:host0001")).isEqualTo(ExitCode.NO_PLAN);
    assertThat(err.toString())
        .startsWith(
            "transhume: no plan: vm2 finds no host: host0000: [vm2] are never on [host0000,"
                + " host0002]");
    assertThat(folder.resolve("plan")).doesNotExist();
  }

  @Test
  void shouldTellInTheSummaryWhyThereIsNoPlan() throws IOException {
    Path summary = folder.resolve("summary");

    int code = run(TABS, "--goal", "relieve", "--cpu-cap", "30", "--summary", summary.toString());

    assertThat(code).isEqualTo(ExitCode.NO_PLAN);
    assertThat(JSON.std.mapFrom(Files.readString(summary)))
        .containsEntry("feasible", false)
        .containsEntry(
            "reasons",
            List.of("cluster: demand of all domains 430 > 360 % on all hosts that are not off"));
  }

  @Test
  void shouldReadHtoolsTextFormat() throws IOException {
    assertThat(run(HTOOLS, "--goal", "balance")).isEqualTo(ExitCode.OK);

    assertThat(plan()).matches("1\t[abc]\tnode0\tnode1\n");
  }

  @Test
  void shouldReadOurOwnSnapshot() throws CommandFailure, IOException {
    String snapshot =
        SnapshotFormat.write(
            List.of(
                ClusterFixture.host(
                    "a-204-02", 0.9, ThresholdLevel.NORMAL, ClusterFixture.domain("etch", 0.9)),
                ClusterFixture.host("a-204-03", 0.1, ThresholdLevel.NORMAL)));

    assertThat(run(snapshot, "--goal", "drain:a-204-02", "--reserve-mib", "0"))
        .as(failure.get() + err)
        .isEqualTo(ExitCode.OK);
    assertThat(plan()).isEqualTo("1\tetch\ta-204-02\ta-204-03\n");
  }

  @TestFactory
  Stream<DynamicTest> shouldNameFileLineAndRemedy() {
    return Stream.of(
        wrong("#hosts 3 16384", "line 1 is no '#hosts COUNT MEMORY_MIB CORES'", "three numbers"),
        wrong("#hosts 1 9 1\nvm0\t1", "line 2 has 2 columns instead of 7", "write NAME"),
        wrong("#hosts 1 9 1\nv\tx\t1\t0\t1\t-1\t", "line 2 has 'x' as memory", "whole number"),
        wrong("#hosts 1 9 1\nv\t1\t1\t4\t1\t-1\t", "line 2 names host 4 of 1", "end at 0"),
        wrong(
            "#hosts 1 9 1\nv\t1\t1\t0\t1\t-1\t\nv\t1\t1\t0\t1\t-1\t",
            "line 3 has domain v a second time",
            "rename"),
        wrong("hello", "line 1 begins neither with", "transhume snapshot"),
        wrong("g|u|preferred||\n", "ends before the section of instances", "hscan"),
        wrong("{\"format\": 3}", "\"format\" is not", "transhume snapshot"),
        wrong("{\"format\": ", "is no JSON", "transhume snapshot"));
  }

  private DynamicTest wrong(String content, String what, String remedy) {
    return DynamicTest.dynamicTest(
        what,
        () -> {
          assertThat(run(content, "--goal", "relieve")).isEqualTo(ExitCode.ERROR);
          assertThat(failure.get()).contains("cluster").contains(what).contains(remedy);
        });
  }

  @Test
  void shouldNameTheHostsThatCanBeDrained() throws IOException {
    assertThat(run(TABS, "--goal", "drain:nowhere")).isEqualTo(ExitCode.ERROR);
    assertThat(failure.get()).contains("no host nowhere", "host0000 to host0002");
  }

  @Test
  void shouldNotUnderstandAnotherGoal() throws IOException {
    assertThat(run(TABS, "--goal", "enlarge")).isEqualTo(ExitCode.USAGE);
    assertThat(run(TABS, "--goal", "drain:")).isEqualTo(ExitCode.USAGE);
    assertThat(run(TABS, "--goal", "relieve", "--cpu-cap", "0")).isEqualTo(ExitCode.USAGE);
  }
}
