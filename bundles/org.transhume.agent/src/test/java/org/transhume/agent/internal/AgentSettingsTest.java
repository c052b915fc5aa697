// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentSettingsTest {

  private static final Path HOME = Path.of("data");

  private final List<String> problems = new ArrayList<>();

  @Test
  void shouldTakeTheDefaults() {
    assertThat(AgentSettings.checked(given(Map.of()), HOME, AgentSettings.usual(HOME), problems))
        .isEqualTo(AgentSettings.usual(HOME));
    assertThat(problems).isEmpty();
  }

  @Test
  void shouldGoOnWithWhatWasConfiguredBeforeWhereAValueIsWrong() {
    AgentSettings before =
        AgentSettings.checked(
            given(Map.of("periodMillis", 700L, "memoryReserveMebibytes", 64L, "patience", 3)),
            HOME,
            AgentSettings.usual(HOME),
            problems);
    AgentSettings after =
        AgentSettings.checked(
            given(
                Map.of(
                    "periodMillis",
                    "soon",
                    "memoryReserveMebibytes",
                    -1L,
                    "patience",
                    0,
                    "bandwidthLimitBytesPerSecond",
                    9L)),
            HOME,
            before,
            problems);

    assertThat(after.periodMillis()).isEqualTo(700);
    assertThat(after.memoryReserveBytes()).isEqualTo(64L << 20);
    assertThat(after.patience()).isEqualTo(before.patience());
    assertThat(after.bandwidthLimitBytesPerSecond()).isEqualTo(9);
    assertThat(problems)
        .hasSize(3)
        .allMatch(problem -> problem.startsWith("etc/org.transhume.agent.cfg: "))
        .anyMatch(problem -> problem.contains("-1 cannot be used, 64 stays in force; give from 0"));
  }

  private static AgentConfiguration given(Map<String, Object> values) {
    return (AgentConfiguration)
        Proxy.newProxyInstance(
            AgentSettingsTest.class.getClassLoader(),
            new Class<?>[] {AgentConfiguration.class},
            (proxy, method, arguments) ->
                values.getOrDefault(method.getName(), method.getDefaultValue()));
  }
}
