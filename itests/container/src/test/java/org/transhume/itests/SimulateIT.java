// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Somebody compares the policies of the distribution on a day of load. */
public class SimulateIT {

  private static final long LIMIT_SECONDS = 180;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path traces;

  @Before
  public void drawADay() throws IOException {
    traces = folder.newFolder("day").toPath();
    Random random = new Random(4);
    for (int machine = 0; machine < 30; machine++) {
      StringBuilder lines = new StringBuilder();
      for (int sample = 0; sample < 24; sample++) {
        lines.append(5 + random.nextInt(50)).append('\n');
      }
      Files.writeString(traces.resolve("machine-" + machine), lines);
    }
  }

  @Test
  public void shouldRunTheVeryBundlesOfTheDistribution() throws Exception {
    Path summary = folder.getRoot().toPath().resolve("summary.json");
    Path page = folder.getRoot().toPath().resolve("page.html");

    String told =
        simulate(
            0,
            "--policy",
            "none,thr-mmt-0.8,hotspot,hotspot+lr-mmt-1.2",
            "--hosts",
            "20",
            "--summary",
            summary.toString(),
            "--report",
            page.toString());

    assertThat(told.lines())
        .hasSize(4)
        .allMatch(line -> line.contains(" kWh ") && line.endsWith(" hosts on"));
    assertThat(Files.readString(summary))
        .contains("\"policies\"", "\"hotspot+lr-mmt-1.2\"", "\"energyKwh\"", "\"hostsOnMean\"");
    assertThat(Files.readString(page)).contains("<tr><th>hotspot</th>", "echarts");
  }

  @Test
  public void shouldRunADayOfAServiceThroughReplicasAndMoves() throws Exception {
    Path service = folder.getRoot().toPath().resolve("service.cfg");
    Files.writeString(service, "hours = 1\nreplicas = 8\npeakRequestsPerSecond = 220\n");
    Path page = folder.getRoot().toPath().resolve("service.html");

    String told =
        simulate(
            0,
            "--policy",
            "none,replicas,consolidate,replicas+consolidate",
            "--service",
            service.toString(),
            "--hosts",
            "6",
            "--report",
            page.toString());

    assertThat(told.lines()).hasSize(4).allMatch(line -> line.contains(" requests, "));
    assertThat(Files.readString(page)).contains("<tr><th>replicas+consolidate</th>", "echarts");
  }

  @Test
  public void shouldTellThePoliciesThereAre() throws Exception {
    assertThat(simulate(1, "--policy", "hotspt"))
        .contains("there is no policy 'hotspt'; there are ", "hotspot, ", "repair");
  }

  @Test
  public void shouldNameABadFileAndTheRemedy() throws Exception {
    Files.writeString(traces.resolve("machine-7"), "5\nseven\n");

    assertThat(simulate(1, "--policy", "none"))
        .contains("machine-7: line 2 is 'seven', and must be a whole percentage");
  }

  private String simulate(int expected, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("simulate", "--traces", traces.toString()));
    arguments.addAll(List.of(options));
    return new Launcher(folder.getRoot().toPath(), LIMIT_SECONDS).run(expected, arguments);
  }
}
