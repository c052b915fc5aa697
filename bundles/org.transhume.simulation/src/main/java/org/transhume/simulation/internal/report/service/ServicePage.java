// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.report.service;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.transhume.page.PageTemplate;
import org.transhume.simulation.internal.service.ServiceDay;
import org.transhume.simulation.internal.service.ServiceSettings;
import org.transhume.simulation.internal.service.ServiceTotals;

/** One HTML page that needs nothing but itself: figures and plots of a service's days. */
public final class ServicePage {

  private static final double MILLIS = 1000;

  private ServicePage() {}

  /** The page of these days of one service. */
  public static String of(List<ServiceDay> days, ServiceSettings settings) {
    return PageTemplate.beside(ServicePage.class)
        .filled(
            Map.of(
                "rows",
                days.stream().map(ServicePage::row).collect(Collectors.joining("\n")),
                "settings",
                settings.values().entrySet().stream()
                    .map(entry -> entry.getKey() + " = " + plain(entry.getValue()))
                    .map(PageTemplate::escaped)
                    .collect(Collectors.joining("\n")),
                "days",
                days.stream().map(ServicePage::json).collect(Collectors.joining(",\n", "[", "]"))));
  }

  private static String row(ServiceDay day) {
    ServiceTotals service = day.service();
    return String.format(
        Locale.ROOT,
        "<tr><th>%s</th><td>%.2f</td><td>%.1f</td><td>%.1f</td><td>%d</td><td>%d</td><td>%d</td>"
            + "<td>%.0f</td><td>%.0f</td><td>%.1f</td><td>%.1f</td><td>%.1f</td></tr>",
        PageTemplate.escaped(day.name()),
        day.plant().energyKwh(),
        day.plant().hostsOnMean(),
        service.replicasMean(),
        day.plant().migrations(),
        service.starts(),
        service.stops(),
        service.requests().lost(),
        service.sessions().lost(),
        MILLIS * service.times().mean(),
        MILLIS * service.times().most95(),
        MILLIS * service.times().most99());
  }

  private static String json(ServiceDay day) {
    return "{\"name\":\""
        + day.name().replaceAll("[\"\\\\<>&\\p{Cntrl}]", "_")
        + "\",\"at\":"
        + numbers(day, ServiceDay.Round::atSeconds)
        + ",\"hosts\":"
        + numbers(day, ServiceDay.Round::hostsOn)
        + ",\"watts\":"
        + numbers(day, ServiceDay.Round::watts)
        + ",\"replicas\":"
        + numbers(day, ServiceDay.Round::replicas)
        + ",\"requests\":"
        + numbers(day, ServiceDay.Round::requestsPerSecond)
        + ",\"requestsLost\":"
        + numbers(day, ServiceDay.Round::requestsLost)
        + ",\"sessionsLost\":"
        + numbers(day, ServiceDay.Round::sessionsLost)
        + ",\"response\":"
        + numbers(day, round -> MILLIS * round.responseSeconds())
        + ",\"moves\":"
        + numbers(day, ServiceDay.Round::moves)
        + "}";
  }

  private static String numbers(ServiceDay day, ToDoubleFunction<ServiceDay.Round> figure) {
    return day.rounds().stream()
        .map(round -> plain(Math.round(100 * figure.applyAsDouble(round)) / 100.0))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** Without a fraction where there is none. */
  private static String plain(double value) {
    return Double.compare(value, Math.rint(value)) == 0
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
