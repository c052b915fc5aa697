// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Somebody runs tests of the campaign by the distribution's launcher, and one that is sabotaged.
 */
public class CampaignIT {

  private static final long LIMIT_SECONDS = 900;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void shouldPassAllTestsOnProcessBackedDomainsAndReport() throws Exception {
    Path report = folder.getRoot().toPath().resolve("report");

    String told = campaign(0, "--runs", "3", "--out", report.toString());

    assertThat(told.lines()).filteredOn(line -> line.contains(" PASSED ")).hasSize(12);
    assertThat(Files.readString(report.resolve("report.json")))
        .contains("\"T1\"", "\"T6\"", "\"T12\"", "\"tool chain\"")
        .doesNotContain("FAILED", "NOT_RUN");
    assertThat(Files.readString(report.resolve("index.html"))).contains("echarts", "tool chain");
  }

  @Test
  public void shouldFailTheTestWhoseConnectionIsDropped() throws Exception {
    Path report = folder.getRoot().toPath().resolve("report");

    String told =
        campaign(1, "--tests", "T2", "--sabotage", "connection", "--out", report.toString());

    assertThat(told).contains("TCP connection of the stream: expected open");
    assertThat(Files.readString(report.resolve("report.json"))).contains("\"FAILED\"");
  }

  @Test
  public void shouldRefuseInOneLineWhatIsNotThere() throws Exception {
    String out = folder.getRoot().toPath().resolve("report").toString();

    assertThat(campaign(1, "--on", "lab", "--out", out)).contains("cannot be run on 'lab' yet");
    assertThat(campaign(2, "--tests", "T13", "--out", out)).contains("there is no T13");
  }

  private String campaign(int expected, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("campaign"));
    arguments.addAll(List.of(options));
    return new Launcher(folder.getRoot().toPath(), LIMIT_SECONDS).run(expected, arguments);
  }
}
