// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.ReplicaState;
import org.transhume.api.mx.ReplicaStatus;
import org.transhume.cli.internal.CommandFailure;

class ApplicationReportTest {

  @TempDir Path folder;

  @Test
  void shouldShowEachReplicaAndWhatStandsInTheWay() {
    ApplicationReport report =
        new ApplicationReport(
            "shop",
            "CHANGING",
            "the manager's mode is ADVISE",
            List.of(
                new ReplicaStatus(
                    "clerk",
                    1,
                    "shop-clerk-1",
                    "8b74",
                    "a-204-02",
                    ReplicaState.RUNNING,
                    "RUNNING: it runs",
                    null,
                    List.of()),
                new ReplicaStatus(
                    "front",
                    1,
                    "shop-front-1",
                    "8b75",
                    null,
                    ReplicaState.ABSENT,
                    null,
                    "creates shop-front-1",
                    List.of(Explanation.of("NO_ROOM", "no host has room")))),
            List.of("creates shop-front-1: it is wanted and nowhere"));

    assertThat(report.lines())
        .map(line -> line.replaceAll(" +", " ").strip())
        .containsExactly(
            "shop is CHANGING",
            "nothing is done: the manager's mode is ADVISE",
            "COMPONENT DOMAIN HOST STATE SOFTWARE NOTE",
            "clerk shop-clerk-1 a-204-02 RUNNING RUNNING: it runs -",
            "front shop-front-1 - ABSENT - no host has room",
            "next: creates shop-front-1: it is wanted and nowhere");
  }

  @Test
  void shouldTakeTheNameFromTheDescriptorAndElseAsItIsGiven() throws Exception {
    Path file = Files.writeString(folder.resolve("shop.cfg"), "# ours\napplication = shop\n");
    Path other = Files.writeString(folder.resolve("other.cfg"), "# nothing\n");

    assertThat(ApplicationChoice.name(file.toString())).isEqualTo("shop");
    assertThat(ApplicationChoice.name("shop")).isEqualTo("shop");
    assertThatThrownBy(() -> ApplicationChoice.name(other.toString()))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("application is missing");
  }
}
