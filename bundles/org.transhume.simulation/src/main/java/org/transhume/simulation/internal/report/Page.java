// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.report;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.transhume.page.PageTemplate;
import org.transhume.simulation.internal.Day;
import org.transhume.simulation.internal.plant.Totals;

/**
 * One HTML page that needs nothing but itself: the figures, and plots of hosts on, moves and the
 * load of every host, drawn by Apache ECharts.
 */
public final class Page {

  private static final int OFF = 255;

  private Page() {}

  /** The page of these days, which were counted alike. */
  public static String of(List<Day> days, boolean isHonest) {
    return PageTemplate.beside(Page.class)
        .filled(
            Map.of(
                "accounting",
                isHonest ? "honest" : "compatible",
                "rows",
                days.stream().map(Page::row).collect(Collectors.joining("\n")),
                "days",
                days.stream().map(Page::json).collect(Collectors.joining(",\n", "[", "]"))));
  }

  private static String row(Day day) {
    Totals totals = day.totals();
    return String.format(
        Locale.ROOT,
        "<tr><th>%s</th><td>%.2f</td><td>%d</td><td>%.3f</td><td>%.4f</td><td>%.3e</td>"
            + "<td>%.3e</td><td>%.1f</td></tr>",
        escaped(day.name()),
        totals.energyKwh(),
        totals.migrations(),
        100 * totals.slatah(),
        100 * totals.pdm(),
        totals.slav(),
        totals.esv(),
        totals.hostsOnMean());
  }

  private static String json(Day day) {
    return "{\"name\":\""
        + escaped(day.name())
        + "\",\"hosts\":"
        + (day.rounds().isEmpty() ? 0 : day.rounds().get(0).loads().size())
        + ",\"on\":"
        + day.rounds().stream().map(Day.Round::hostsOn).toList()
        + ",\"moves\":"
        + day.rounds().stream().map(Day.Round::moves).toList()
        + ",\"loads\":\""
        + loads(day)
        + "\"}";
  }

  /** A byte of percent a host, round by round; 255 for one that is off. */
  private static String loads(Day day) {
    int hosts = day.rounds().isEmpty() ? 0 : day.rounds().get(0).loads().size();
    byte[] bytes = new byte[day.rounds().size() * hosts];
    int at = 0;
    for (Day.Round round : day.rounds()) {
      for (int load : round.loads()) {
        bytes[at] = (byte) (load < 0 ? OFF : load);
        at++;
      }
    }
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Safe in HTML as well as in a JSON string: names have no need of these signs. */
  private static String escaped(String name) {
    return name.replaceAll("[\"\\\\<>&\\p{Cntrl}]", "_");
  }
}
