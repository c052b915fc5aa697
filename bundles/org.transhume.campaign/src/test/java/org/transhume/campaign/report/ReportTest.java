// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  @TempDir private Path folder;

  private String page;
  private Map<String, Object> json;

  @BeforeEach
  void write() throws Exception {
    Path made = folder.resolve("a").resolve("b");
    Report.write(InventedResult.result(), made);
    page = Files.readString(made.resolve("index.html"));
    json = JSON.std.mapFrom(made.resolve("report.json").toFile());
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> test(int number) {
    return (Map<String, Object>) ((List<Object>) json.get("tests")).get(number);
  }

  @Test
  void shouldTellProgramsEveryVerdict() {
    assertThat(json)
        .containsEntry("on", "simulator")
        .containsEntry("label", "tool chain")
        .containsEntry("startedAt", "2023-11-14T22:13:20Z")
        .containsEntry("durationMillis", 192_345);
    assertThat(test(0)).containsEntry("id", "T1").containsEntry("verdict", "PASSED");
    assertThat(test(1))
        .containsEntry("id", "T2")
        .containsEntry("on", "simulator")
        .containsEntry("verdict", "FAILED")
        .containsEntry("expected", "the client's connection: no fault; the move: DONE")
        .containsEntry("observed", "the client's connection: 1 fault: reset; the move: DONE")
        .containsEntry("cause", "the stream came to its end after chunk 19");
    assertThat(test(4)).containsEntry("id", "T10").containsEntry("verdict", "NOT_RUN");
  }

  @Test
  void shouldGiveProgramsTheMeasuredValues() {
    assertThat(test(0).get("plots").toString())
        .contains("Network load", "name=pre-copy, from=0.9, to=2.6");
    assertThat(test(2).get("comparisons").toString())
        .contains("{figure=two moves of 64 MB, mean, unit=s, in2008=16.2, here=3.0}");
  }

  @Test
  void shouldTellPeopleTheSumFirst() {
    assertThat(page)
        .containsSubsequence(
            "The campaign on the simulator",
            "took 3 min 12 s",
            "tool chain",
            "3 <span class=\"verdict passed\">PASSED</span>",
            "1 <span class=\"verdict failed\">FAILED</span>",
            "1 <span class=\"verdict not_run\">NOT RUN</span>",
            "<a href=\"#T1\">",
            "Coverage",
            "<section id=\"T1\">");
  }

  @Test
  void shouldCoverRequirementsByTheirTests() {
    assertThat(page)
        .containsSubsequence(
            "<th>EF1</th><th>EF2</th><th>EF4</th><th>EF5</th><th>EF7</th><th>EF10</th>",
            "<tr><th>T2</th><td class=\"cover failed\">F</td><td class=\"cover failed\">F</td>"
                + "<td></td>",
            "<tr><th>T10</th><td class=\"cover not_run\">N</td><td></td>"
                + "<td class=\"cover not_run\">N</td>");
  }

  @Test
  void shouldShowEachTestInFull() {
    assertThat(page.substring(page.indexOf("<section id=\"T2\">")))
        .containsSubsequence(
            "FAILED",
            "it is never disconnected",
            "<b>Problem:</b> the client&#39;s connection: 1 fault: reset",
            "<b>Cause:</b> the stream came to its end after chunk 19",
            "<code>stream-client http://127.0.0.1:8080/ 20</code>",
            "<td>no fault</td><td>1 fault: reset</td><td class=\"missed\">not held</td>",
            "<details open><summary>Course: 2 events in 2.0 s",
            "2.000 s</td><td>fault &lt;reset&gt; &amp; end");
    assertThat(page).contains("<b>Not run:</b> it needs 3 hosts; there are 2");
  }

  @Test
  void shouldShowFiguresOf2008BesideOurs() {
    assertThat(page.substring(0, page.indexOf("<section")))
        .contains("<td class=\"number\">16.2</td><td class=\"number\">3.0</td>")
        .contains("<td class=\"number\">\u2013</td><td class=\"number\">0.3</td>");
  }

  @Test
  void shouldDrawEveryPlotFromThePageItself() {
    assertThat(page)
        .contains("data-plot=\"0\"", "data-plot=\"1\"", "data-plot=\"2\"", "Apache Software")
        .doesNotContain("data-plot=\"3\"", "{{", "src=\"http");
  }

  @Test
  void shouldNotLetATextEndTheScript() throws Exception {
    Plot plot = new Plot("</script><b>", "x", "y", List.of(), List.of());

    assertThat(ReportJson.script(List.of(plot)))
        .doesNotContain("<")
        .contains("\\u003c/script>\\u003cb>");
  }
}
