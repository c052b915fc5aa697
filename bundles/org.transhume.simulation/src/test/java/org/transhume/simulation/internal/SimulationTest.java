// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.simulation.internal.trace.Trace;

class SimulationTest {

  @TempDir Path folder;

  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void writeADay() throws IOException {
    for (Trace trace : SyntheticTraces.drawn(3, 12, 24)) {
      StringBuilder lines = new StringBuilder();
      for (int sample = 0; sample < trace.samples(); sample++) {
        lines.append(Math.round(100 * trace.shareAt(300.0 * sample))).append('\n');
      }
      Files.writeString(folder.resolve(trace.name()), lines);
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void shouldSumUpEachPolicyUnderTheNamesThatScriptsKnow() {
    Map<String, Object> answer = new Simulation().apply(request("none,thr-mmt-0.8", false));

    Map<String, Object> summary = (Map<String, Object>) answer.get("summary");
    assertThat(summary).containsOnlyKeys("policies");
    List<Map<String, Object>> policies = (List<Map<String, Object>>) summary.get("policies");
    assertThat(policies)
        .extracting(policy -> policy.get("name"))
        .containsExactly("none", "thr-mmt-0.8");
    assertThat(policies.get(1))
        .containsOnlyKeys(
            "name", "energyKwh", "migrations", "slatah", "pdm", "slav", "esv", "hostsOnMean");
    assertThat(told).hasSize(2);
    assertThat(told.get(1)).startsWith("thr-mmt-0.8 ").contains("kWh", "migrations", "SLATAH");
    assertThat(answer).doesNotContainKey("page");
  }

  @Test
  void shouldMakeAPageThatNeedsNothingElse() {
    String page = (String) new Simulation().apply(request("none,lr-mmt-1.2", true)).get("page");

    assertThat(page)
        .contains("<tr><th>none</th>", "<tr><th>lr-mmt-1.2</th>", "Apache Software Foundation")
        .contains("\"name\":\"lr-mmt-1.2\",\"hosts\":16,")
        .doesNotContain("{{", "<script src", "<link", "@import");
  }

  @Test
  @SuppressWarnings("unchecked")
  void shouldRunADayOfAServiceThatFollowsTheRecordedOne() throws IOException {
    Path service = folder.resolveSibling("service.cfg");
    Files.writeString(service, "hours = 1\nreplicas = 6\npeakRequestsPerSecond = 210\n");
    Map<String, Object> request = request("none,thr-mmt-0.8", true);
    request.put("service", service.toString());

    Map<String, Object> answer = new Simulation().apply(request);

    Map<String, Object> summary = (Map<String, Object>) answer.get("summary");
    assertThat(summary).containsOnlyKeys("service", "hosts", "load", "policies");
    assertThat(summary).containsEntry("load", "recorded").containsEntry("hosts", 16);
    assertThat((Map<String, Double>) summary.get("service")).containsEntry("replicas", 6.0);
    List<Map<String, Object>> policies = (List<Map<String, Object>>) summary.get("policies");
    assertThat(policies.get(0))
        .containsEntry("name", "none")
        .containsEntry("migrations", 0)
        .containsEntry("sessionsLost", 0.0)
        .containsKeys("energyKwh", "requests", "requestsLost", "responseSeconds99");
    assertThat(told.get(0)).startsWith("none ").contains("kWh", "requests", "sessions");
    assertThat((String) answer.get("page")).contains("<tr><th>thr-mmt-0.8</th>");
  }

  @Test
  void shouldTellAServiceThatCannotBeReadInWords() {
    Map<String, Object> request = request("none", false);
    request.put("service", folder.resolve("nowhere.cfg").toString());

    assertThatThrownBy(() -> new Simulation().apply(request))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("nowhere.cfg: does not exist; name a file of settings, or default");
  }

  @Test
  void shouldTellAFileThatCannotBeReadInWords() {
    Map<String, Object> request = request("none", false);
    request.put("traces", folder.resolve("missing").toString());

    assertThatThrownBy(() -> new Simulation().apply(request))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("missing: does not exist");
  }

  private Map<String, Object> request(String policies, boolean page) {
    Map<String, Object> request = new HashMap<>();
    request.put("traces", folder.toString());
    request.put("policies", policies);
    request.put("honest", true);
    request.put("hosts", 16);
    request.put("page", page);
    request.put("progress", (Consumer<String>) told::add);
    return request;
  }
}
