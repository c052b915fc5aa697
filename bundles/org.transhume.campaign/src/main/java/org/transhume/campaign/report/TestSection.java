// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.report;

import static org.transhume.page.PageTemplate.escaped;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One test on the page.
 *
 * @param test what became of it
 * @param firstPlot the number of its first plot among all of the page
 */
record TestSection(TestResult test, int firstPlot) {

  static final String FIGURE_HEADINGS =
      "<th>figure</th><th>unit</th><th class=\"number\">2008</th><th class=\"number\">here</th>";

  String html() {
    return "\n<section id=\""
        + escaped(test.id())
        + "\">\n<h2>"
        + escaped(test.id())
        + " "
        + ReportPage.badge(test.verdict())
        + "</h2>\n<p>"
        + escaped(test.statement())
        + " <span class=\"label\">"
        + escaped(String.join(" ", test.requirements()))
        + "</span></p>\n"
        + problem()
        + programs()
        + findings()
        + figures()
        + plots()
        + course()
        + "</section>\n";
  }

  /** From the first to the last moment of its course. */
  static Duration length(TestResult test) {
    List<Event> course = test.course();
    return course.isEmpty()
        ? Duration.ZERO
        : Duration.ofMillis(
            course.get(course.size() - 1).epochMillis() - course.get(0).epochMillis());
  }

  static String cells(Comparison figure) {
    return "<td>"
        + escaped(figure.figure())
        + "</td><td>"
        + escaped(figure.unit())
        + "</td><td class=\"number\">"
        + escaped(figure.in2008().isEmpty() ? "\u2013" : figure.in2008())
        + "</td><td class=\"number\">"
        + escaped(figure.here().isEmpty() ? "\u2013" : figure.here())
        + "</td>";
  }

  private String problem() {
    if (test.problem().isEmpty() && test.cause().isEmpty()) {
      return "";
    }
    return "<div class=\"problem "
        + ReportPage.style(test.verdict())
        + "\"><b>"
        + (test.verdict() == Verdict.NOT_RUN ? "Not run:" : "Problem:")
        + "</b> "
        + escaped(test.problem())
        + (test.cause().isEmpty() ? "" : "<br><b>Cause:</b> " + escaped(test.cause()))
        + "</div>\n";
  }

  private String programs() {
    return list(
        "Programs",
        "<ul>",
        test.programs().stream()
            .map(program -> "<li><code>" + escaped(program) + "</code></li>")
            .toList(),
        "</ul>");
  }

  private String findings() {
    return list(
        "Expected and observed",
        "<table><thead><tr><th>subject</th><th>expected</th><th>observed</th><th></th></tr></thead>"
            + "<tbody>",
        test.findings().stream()
            .map(
                finding ->
                    "<tr><td>"
                        + escaped(finding.subject())
                        + "</td><td>"
                        + escaped(finding.expected())
                        + "</td><td>"
                        + escaped(finding.observed())
                        + "</td><td class=\""
                        + (finding.held() ? "held\">held" : "missed\">not held")
                        + "</td></tr>")
            .toList(),
        "</tbody></table>");
  }

  private String figures() {
    return list(
        "Figures of 2008 beside ours",
        "<table><thead><tr>" + FIGURE_HEADINGS + "</tr></thead><tbody>",
        test.comparisons().stream().map(figure -> "<tr>" + cells(figure) + "</tr>").toList(),
        "</tbody></table>");
  }

  private String plots() {
    StringBuilder plots = new StringBuilder();
    for (int number = firstPlot; number < firstPlot + test.plots().size(); number++) {
      plots.append("<div class=\"plot\" data-plot=\"").append(number).append("\"></div>");
    }
    return plots.isEmpty() ? "" : "<div class=\"plots\">" + plots + "</div>\n";
  }

  private String course() {
    if (test.course().isEmpty()) {
      return "";
    }
    long begun = test.course().get(0).epochMillis();
    return "<details"
        + (test.verdict() == Verdict.FAILED ? " open" : "")
        + "><summary>Course: "
        + test.course().size()
        + " events in "
        + ReportPage.text(length(test))
        + "</summary><table class=\"course\"><tbody>\n"
        + test.course().stream()
            .map(
                event ->
                    "<tr><td class=\"number\">"
                        + String.format(Locale.ROOT, "%.3f s", (event.epochMillis() - begun) / 1e3)
                        + "</td><td>"
                        + escaped(event.text())
                        + "</td></tr>")
            .collect(Collectors.joining("\n"))
        + "\n</tbody></table></details>\n";
  }

  private static String list(String heading, String before, List<String> items, String after) {
    return items.isEmpty()
        ? ""
        : "<h3>" + heading + "</h3>\n" + before + "\n" + String.join("\n", items) + after + "\n";
  }
}
