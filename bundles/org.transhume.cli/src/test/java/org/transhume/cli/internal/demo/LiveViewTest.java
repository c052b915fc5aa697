// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.transhume.cli.internal.ClusterFixture.domain;
import static org.transhume.cli.internal.ClusterFixture.host;
import static org.transhume.cli.internal.ClusterFixture.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.mx.HostSample;
import org.transhume.cli.internal.demo.Scene.LossScene;
import org.transhume.cli.internal.demo.Scene.MigrationScene;
import org.transhume.cli.internal.demo.Scene.RefusalScene;

class LiveViewTest {

  private final LiveView view = new LiveView(List.of("JMX address  127.0.0.1:7099"), false);

  @Test
  void shouldDrawLoadProgressReasonAndRefusals() {
    Scene scene =
        new Scene(
            List.of(host("a-204-02", 0.5, ThresholdLevel.NORMAL, domain("etch-1-1", 1.0))),
            List.of(
                new MigrationScene(
                    migration("etch-1-1", "a-204-02", "a-204-03", MigrationPhase.SENDING),
                    "it brings the host to 52 %",
                    25,
                    1e8)),
            List.of(new RefusalScene("hotspot", "a-204-04", "TARGET_HOT", "would rise to 91 %")),
            List.of(),
            Set.of());

    assertThat(draw(scene, 120, 40))
        .contains("JMX address  127.0.0.1:7099")
        .contains("a-204-02  ############............  50%   8.0 GiB   etch-1-1 ")
        .contains(
            "etch-1-1  a-204-02 -> a-204-03  ######..................  25% SENDING  64.0 MiB,"
                + " 95.4 MiB/s, 8.2 s")
        .contains("  because it brings the host to 52 %")
        .contains("a-204-04 by hotspot: would rise to 91 %");
  }

  @Test
  void shouldFitAnyTerminalAndThenShowTheBusiestHosts() {
    List<HostSample> hosts = new ArrayList<>();
    for (int i = 2; i < 52; i++) {
      hosts.add(host(String.format("a-204-%02d", i), i / 100.0, ThresholdLevel.NORMAL));
    }
    List<String> lines = draw(new Scene(hosts, List.of(), List.of(), List.of(), Set.of()), 40, 24);

    assertThat(lines).hasSizeLessThanOrEqualTo(24);
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(40));
    assertThat(lines)
        .anySatisfy(line -> assertThat(line).startsWith("a-204-51"))
        .anySatisfy(line -> assertThat(line).startsWith("and 42 hosts with less load"));
  }

  @Test
  void shouldBreakLongReasonsBetweenWords() {
    Scene scene =
        new Scene(
            List.of(),
            List.of(
                new MigrationScene(
                    migration("etch-1-1", "a", "b", MigrationPhase.DONE),
                    "without it the host comes down to 52 % and b rises",
                    null,
                    null)),
            List.of(),
            List.of(),
            Set.of());

    assertThat(draw(scene, 30, 24))
        .contains("  because without it the host", "    comes down to 52 % and b", "    rises");
  }

  @Test
  void shouldShowNothingOfALostHostButWhatBecameOfIt() {
    Scene scene =
        new Scene(
            List.of(host("a-204-02", 0.5, ThresholdLevel.NORMAL, domain("etch-1-1", 1.0))),
            List.of(),
            List.of(),
            List.of(new LossScene("a-204-02", List.of("etch-1-1 of a-204-02: BOOTED on a-204-03"))),
            Set.of());

    assertThat(draw(scene, 80, 24))
        .contains("a-204-02  lost", "LOST", "etch-1-1 of a-204-02: BOOTED on a-204-03");
  }

  private List<String> draw(Scene scene, int columns, int rows) {
    Story story = new Story(new HotSpotPlot(1));
    story.next(scene, 0);
    return view.lines(story, 1_000, columns, rows).stream()
        .map(AttributedString::toString)
        .toList();
  }
}
