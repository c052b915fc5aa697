// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.report.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transhume.simulation.internal.plant.Totals;
import org.transhume.simulation.internal.service.ServiceDay;
import org.transhume.simulation.internal.service.ServiceSettings;
import org.transhume.simulation.internal.service.ServiceTotals;

class ServicePageTest {

  @Test
  void shouldShowFiguresAndPlotsFromThePageItself() {
    ServiceDay day =
        new ServiceDay(
            "a<b",
            new Totals(12.345, 7, 0, 0, 0, 9.5),
            new ServiceTotals(
                new ServiceTotals.Requests(1000, 980, 15, 5),
                new ServiceTotals.Sessions(100, 80, 12, 8),
                new ServiceTotals.Times(0.0461, 0.147, 0.2389),
                27.3,
                3,
                4),
            0,
            List.of(new ServiceDay.Round(60, 2, 180.126, 4, 99.5, 0, 12, 0.05, 1)));

    assertThat(ServicePage.of(List.of(day), ServiceSettings.with(Map.of("replicas", 5.0))))
        .contains("<tr><th>a&lt;b</th><td>12.35</td><td>9.5</td><td>27.3</td><td>7</td>")
        .contains("<td>15</td><td>12</td><td>46.1</td><td>147.0</td><td>238.9</td></tr>")
        .contains("{\"name\":\"a_b\",\"at\":[60],\"hosts\":[2],\"watts\":[180.13],")
        .contains("replicas = 5\n", "Apache Software", "lines('hosts', 'hosts'")
        .doesNotContain("{{");
  }
}
