// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
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

  @Test
  void shouldKnowWhereDomainsAnswer() {
    AgentSettings settings =
        AgentSettings.checked(
            given(Map.of("answers", new String[] {"a=10.0.0.9:22", " b = 10.0.0.10,c=[::1]:80"})),
            HOME,
            AgentSettings.usual(HOME),
            problems);

    assertThat(problems).isEmpty();
    assertThat(settings.guests().answers())
        .isEqualTo(
            Map.of(
                "a", new GuestAddress("10.0.0.9", OptionalInt.of(22)),
                "b", new GuestAddress("10.0.0.10", OptionalInt.empty()),
                "c", new GuestAddress("::1", OptionalInt.of(80))));
    for (String wrong : List.of("a", "=10.0.0.9", "a=", "a=10.0.0.9:high", "a=10.0.0.9:99999")) {
      problems.clear();
      assertThat(
              AgentSettings.checked(
                      given(Map.of("answers", new String[] {wrong})), HOME, settings, problems)
                  .guests())
          .isEqualTo(settings.guests());
      assertThat(problems).singleElement().asString().contains("answers = ", "NAME=ADDRESS");
    }
  }

  @Test
  void shouldKnowWhereDomainsTellTheirTime() {
    AgentSettings settings =
        AgentSettings.checked(
            given(Map.of("clocks", new String[] {"a=10.0.0.9", "b=10.0.0.10:1123"})),
            HOME,
            AgentSettings.usual(HOME),
            problems);

    assertThat(problems).isEmpty();
    assertThat(settings.guests().answers()).isEmpty();
    assertThat(settings.guests().clocks())
        .isEqualTo(
            Map.of(
                "a", new GuestAddress("10.0.0.9", OptionalInt.empty()),
                "b", new GuestAddress("10.0.0.10", OptionalInt.of(1123))));
    assertThat(
            AgentSettings.checked(
                    given(Map.of("clocks", new String[] {"a"})), HOME, settings, problems)
                .guests())
        .isEqualTo(settings.guests());
    assertThat(problems).singleElement().asString().contains("clocks = ", "NAME=ADDRESS");
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
