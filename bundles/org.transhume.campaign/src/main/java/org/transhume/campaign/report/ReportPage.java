// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.report;

import static org.transhume.page.PageTemplate.escaped;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.transhume.page.PageTemplate;

/** The report as a page: the summary first, then each test. */
final class ReportPage {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String ABOUT_TOOL_CHAIN =
      "Hosts and domains are simulated, domains by processes: the verdicts are about everything"
          + " but Xen.";
  private static final String ABOUT_XEN = "Hosts and domains are real.";

  private final CampaignResult result;

  private ReportPage(CampaignResult result) {
    this.result = result;
  }

  static String of(CampaignResult result) throws IOException {
    return new ReportPage(result).page();
  }

  private String page() throws IOException {
    List<Plot> plots = result.tests().stream().flatMap(test -> test.plots().stream()).toList();
    return PageTemplate.beside(ReportPage.class)
        .filled(
            Map.ofEntries(
                Map.entry("on", escaped(result.on())),
                Map.entry("version", escaped(result.version())),
                Map.entry(
                    "started", MOMENT.format(Instant.ofEpochMilli(result.startedAtEpochMillis()))),
                Map.entry("duration", text(result.duration())),
                Map.entry("label", escaped(result.label())),
                Map.entry(
                    "meaning",
                    result.label().equals(CampaignResult.XEN) ? ABOUT_XEN : ABOUT_TOOL_CHAIN),
                Map.entry("sum", sum()),
                Map.entry(
                    "summary",
                    result.tests().stream().map(this::summary).collect(Collectors.joining("\n"))),
                Map.entry("matrix", matrix()),
                Map.entry("figures", figures()),
                Map.entry("tests", tests()),
                Map.entry("plots", ReportJson.script(plots))));
  }

  /** How many tests have come to which verdict. */
  private String sum() {
    StringBuilder sum = new StringBuilder();
    for (Verdict verdict : Verdict.values()) {
      long count = result.tests().stream().filter(test -> test.verdict() == verdict).count();
      sum.append("<span>").append(count).append(' ').append(badge(verdict)).append("</span>");
    }
    return sum.toString();
  }

  private String summary(TestResult test) {
    long held = test.findings().stream().filter(Finding::held).count();
    return "<tr><th><a href=\"#"
        + escaped(test.id())
        + "\">"
        + escaped(test.id())
        + "</a></th><td>"
        + badge(test.verdict())
        + "</td><td>"
        + escaped(test.statement())
        + "</td><td>"
        + escaped(String.join(" ", test.requirements()))
        + "</td><td class=\"number\">"
        + (test.findings().isEmpty() ? "" : held + " of " + test.findings().size())
        + "</td><td class=\"number\">"
        + (test.course().size() < 2 ? "" : text(TestSection.length(test)))
        + "</td></tr>";
  }

  private String matrix() {
    SortedSet<String> requirements =
        new TreeSet<>(
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
    result.tests().forEach(test -> requirements.addAll(test.requirements()));
    StringBuilder matrix = new StringBuilder("<tr><th></th>");
    requirements.forEach(name -> matrix.append("<th>").append(escaped(name)).append("</th>"));
    matrix.append("</tr>");
    for (TestResult test : result.tests()) {
      matrix.append("\n<tr><th>").append(escaped(test.id())).append("</th>");
      for (String requirement : requirements) {
        matrix.append(
            test.requirements().contains(requirement)
                ? "<td class=\"cover " + style(test.verdict()) + "\">" + letter(test) + "</td>"
                : "<td></td>");
      }
      matrix.append("</tr>");
    }
    return matrix.toString();
  }

  private static char letter(TestResult test) {
    return test.verdict().name().charAt(0);
  }

  private String figures() {
    List<String> rows =
        result.tests().stream()
            .flatMap(
                test ->
                    test.comparisons().stream()
                        .map(
                            figure ->
                                "<tr><th><a href=\"#"
                                    + escaped(test.id())
                                    + "\">"
                                    + escaped(test.id())
                                    + "</a></th>"
                                    + TestSection.cells(figure)
                                    + "</tr>"))
            .toList();
    return rows.isEmpty()
        ? "<p>No test that was run has one.</p>"
        : "<table><thead><tr><th>test</th>"
            + TestSection.FIGURE_HEADINGS
            + "</tr></thead><tbody>\n"
            + String.join("\n", rows)
            + "\n</tbody></table>";
  }

  private String tests() {
    StringBuilder tests = new StringBuilder();
    int plots = 0;
    for (TestResult test : result.tests()) {
      tests.append(new TestSection(test, plots).html());
      plots += test.plots().size();
    }
    return tests.toString();
  }

  static String badge(Verdict verdict) {
    return "<span class=\"verdict "
        + style(verdict)
        + "\">"
        + verdict.name().replace('_', ' ')
        + "</span>";
  }

  static String style(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }

  /** Such as {@code 42.3 s} or {@code 3 min 12 s}. */
  static String text(Duration duration) {
    return duration.toMinutes() == 0
        ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3)
        : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
  }
}
