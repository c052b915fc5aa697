// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.report;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The report as JSON. */
final class ReportJson {

  private ReportJson() {}

  static String of(CampaignResult result) throws IOException {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("version", result.version());
    report.put("on", result.on());
    report.put("label", result.label());
    report.put("startedAt", Instant.ofEpochMilli(result.startedAtEpochMillis()).toString());
    report.put("durationMillis", result.duration().toMillis());
    report.put("tests", result.tests().stream().map(ReportJson::test).toList());
    return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(report);
  }

  /** Plots as the script of the page wants them; it must not end in the middle of them. */
  static String script(List<Plot> plots) throws IOException {
    return JSON.std.asString(plots.stream().map(ReportJson::plot).toList()).replace("<", "\\u003c");
  }

  private static Map<String, Object> test(TestResult test) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", test.id());
    map.put("on", test.on());
    map.put("verdict", test.verdict().name());
    map.put("expected", joined(test, Finding::expected));
    map.put("observed", joined(test, Finding::observed));
    map.put("problem", test.problem());
    map.put("cause", test.cause());
    map.put("statement", test.statement());
    map.put("requirements", test.requirements());
    map.put("programs", test.programs());
    map.put(
        "course",
        test.course().stream()
            .map(event -> Map.of("epochMillis", event.epochMillis(), "text", event.text()))
            .toList());
    map.put("findings", test.findings().stream().map(ReportJson::finding).toList());
    map.put("comparisons", test.comparisons().stream().map(ReportJson::comparison).toList());
    map.put("plots", test.plots().stream().map(ReportJson::plot).toList());
    return map;
  }

  private static String joined(TestResult test, Function<Finding, String> side) {
    return test.findings().stream()
        .map(finding -> finding.subject() + ": " + side.apply(finding))
        .collect(Collectors.joining("; "));
  }

  private static Map<String, Object> finding(Finding finding) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("subject", finding.subject());
    map.put("expected", finding.expected());
    map.put("observed", finding.observed());
    map.put("held", finding.held());
    return map;
  }

  private static Map<String, Object> comparison(Comparison comparison) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("figure", comparison.figure());
    map.put("unit", comparison.unit());
    map.put("in2008", comparison.in2008());
    map.put("here", comparison.here());
    return map;
  }

  private static Map<String, Object> plot(Plot plot) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("title", plot.title());
    map.put("xLabel", plot.xLabel());
    map.put("yLabel", plot.yLabel());
    map.put("lines", plot.lines().stream().map(ReportJson::line).toList());
    map.put("phases", plot.phases().stream().map(ReportJson::phase).toList());
    return map;
  }

  private static Map<String, Object> line(Line line) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", line.name());
    map.put("points", line.points().stream().map(point -> List.of(point.x(), point.y())).toList());
    return map;
  }

  private static Map<String, Object> phase(Phase phase) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", phase.name());
    map.put("from", phase.fromX());
    map.put("to", phase.toX());
    return map;
  }
}
