// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.transhume.simulation.internal.report.service.ServicePage;
import org.transhume.simulation.internal.service.ServiceDay;
import org.transhume.simulation.internal.service.ServiceSettings;
import org.transhume.simulation.internal.service.ServiceTotals;
import org.transhume.simulation.internal.trace.Trace;

/**
 * The same day of the same service, under one policy after the other.
 *
 * @param settings what the service is like
 * @param traces the recorded day that its load is taken from; empty for a made one
 * @param hosts how many there are
 */
record ServiceComparison(ServiceSettings settings, List<Trace> traces, int hosts) {

  ServiceComparison {
    traces = List.copyOf(traces);
  }

  /** Runs them, and answers as {@link Simulation#apply} does. */
  Map<String, Object> of(
      List<Contestant> contestants, Consumer<String> progress, boolean withPage) {
    int width = contestants.stream().mapToInt(each -> each.name().length()).max().orElse(0);
    List<ServiceDay> days = new ArrayList<>();
    for (Contestant contestant : contestants) {
      ServiceDay day =
          ServiceDay.run(contestant.name(), contestant.strategy(), hosts, settings, traces);
      progress.accept(line(day, width));
      days.add(day);
    }
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("service", settings.values());
    summary.put("hosts", hosts);
    summary.put("load", traces.isEmpty() ? "made" : "recorded");
    summary.put("policies", days.stream().map(ServiceComparison::summary).toList());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("summary", summary);
    if (withPage) {
      answer.put("page", ServicePage.of(days, settings));
    }
    return answer;
  }

  private static Map<String, Object> summary(ServiceDay day) {
    ServiceTotals service = day.service();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", day.name());
    values.put("energyKwh", day.plant().energyKwh());
    values.put("hostsOnMean", day.plant().hostsOnMean());
    values.put("replicasMean", service.replicasMean());
    values.put("migrations", day.plant().migrations());
    values.put("starts", service.starts());
    values.put("stops", service.stops());
    values.put("refused", day.plant().refused() + day.refused());
    values.put("requests", service.requests().arrived());
    values.put("requestsAnswered", service.requests().answered());
    values.put("requestsLost", service.requests().lost());
    values.put("sessions", service.sessions().begun());
    values.put("sessionsEnded", service.sessions().ended());
    values.put("sessionsLost", service.sessions().lost());
    values.put("responseSecondsMean", service.times().mean());
    values.put("responseSeconds95", service.times().most95());
    values.put("responseSeconds99", service.times().most99());
    return values;
  }

  private static String line(ServiceDay day, int width) {
    ServiceTotals service = day.service();
    int refused = day.plant().refused() + day.refused();
    return String.format(
        Locale.ROOT,
        "%s%s %7.2f kWh %5.1f hosts on %5.1f replicas %5d moves %4d starts %4d stops"
            + "  lost: %.0f requests, %.0f sessions  response %.1f ms, 95 %% %.1f, 99 %% %.1f%s",
        day.name(),
        " ".repeat(width - day.name().length()),
        day.plant().energyKwh(),
        day.plant().hostsOnMean(),
        service.replicasMean(),
        day.plant().migrations(),
        service.starts(),
        service.stops(),
        service.requests().lost(),
        service.sessions().lost(),
        1000 * service.times().mean(),
        1000 * service.times().most95(),
        1000 * service.times().most99(),
        refused == 0 ? "" : ", " + refused + " moves or starts not possible");
  }
}
