// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.manager.internal.Settings.Guarding;

class CapsTest {

  private final Bench bench = new Bench();
  private final FakeAgents.Host left =
      bench.agents.host(
          "a-204-02", Samples.domain("etch-1-1", 0.1), Samples.domain("etch-1-2", 0.1));
  private final FakeAgents.Host middle =
      bench.agents.host("a-204-03", Samples.domain("etch-2-1", 0.1));
  private final FakeAgents.Host right = bench.agents.host("a-204-04");

  private MigrationStatus status(String id) {
    return bench.manager.coordinator().status(id).orElseThrow();
  }

  @Test
  void shouldBeginWhatWaitsAsSoonAsTheCapsAreRaised() {
    bench.agents.connectAll();
    String first = bench.manager.migrate("etch-1-1", "a-204-04", "operator");
    String second = bench.manager.migrate("etch-1-2", "a-204-04", "operator");
    bench.loop.pass(100);
    assertThat(status(second).outcomeReasons())
        .extracting(Explanation::code)
        .containsExactly("SOURCE_BUSY", "TARGET_BUSY");

    bench.manager.setCap(Cap.MIGRATIONS_PER_SOURCE, 2);
    bench.manager.setCap(Cap.MIGRATIONS_PER_TARGET, 2);
    bench.loop.pass(Bench.PACE.pollMillis() + 10);

    assertThat(status(first).phase()).isEqualTo(MigrationPhase.SENDING);
    assertThat(status(second).phase()).isEqualTo(MigrationPhase.SENDING);
  }

  @Test
  void shouldLetWhatIsUnderWayGoOnAndBeginNothingMoreWhenACapIsLowered() {
    bench.agents.connectAll();
    bench.manager.setCap(Cap.MIGRATIONS_PER_CLUSTER, 2);
    String first = bench.manager.migrate("etch-1-1", "a-204-04", "operator");
    String second = bench.manager.migrate("etch-2-1", "a-204-02", "operator");
    bench.loop.pass(100);
    bench.manager.setCap(Cap.MIGRATIONS_PER_CLUSTER, 1);
    String third = bench.manager.migrate("etch-1-2", "a-204-03", "operator");
    bench.loop.pass(600);

    assertThat(status(first).phase()).isEqualTo(MigrationPhase.SENDING);
    assertThat(status(second).phase()).isEqualTo(MigrationPhase.SENDING);
    assertThat(status(third).outcomeReasons())
        .extracting(Explanation::code)
        .contains("CLUSTER_BUSY");

    bench.agents.pass(10_000);
    assertThat(status(third).phase()).isEqualTo(MigrationPhase.DONE);
  }

  @Test
  void shouldTellEveryAgentACapOnBandwidthAtOnce() {
    bench.agents.connectAll();
    bench.manager.setCap(Cap.BANDWIDTH, 50_000_000);
    bench.loop.settle();

    assertThat(left.attendance.bandwidthLimitBytesPerSecond()).isEqualTo(50_000_000);
    assertThat(right.attendance.bandwidthLimitBytesPerSecond()).isEqualTo(50_000_000);
  }

  @Test
  void shouldHoldWhatAnOperatorHasSetAfterARestart() {
    bench.manager.setCap(Cap.BANDWIDTH, 50_000_000);
    bench.manager.setCap(Cap.MIGRATIONS_PER_SOURCE, 3);
    bench.loop.settle();
    bench.start();
    bench.agents.connectAll();

    assertThat(bench.manager.cap(Cap.MIGRATIONS_PER_SOURCE)).isEqualTo(3);
    assertThat(middle.attendance.bandwidthLimitBytesPerSecond()).isEqualTo(50_000_000);
  }

  @Test
  void shouldGiveWayToThePropertyThatIsConfiguredAnewAndToNoOther() {
    bench.manager.setCap(Cap.MIGRATIONS_PER_SOURCE, 3);
    bench.manager.setCap(Cap.MIGRATIONS_PER_TARGET, 4);
    bench.loop.settle();
    Settings before = bench.settings;
    bench.settings =
        new Settings(
            before.name(),
            before.endpoints(),
            before.mode(),
            before.policyModes(),
            before.epochGeneration(),
            new Guarding(1, 1_000, 5_000, 0.01, 2, 1),
            before.times());
    bench.start();

    assertThat(bench.manager.cap(Cap.MIGRATIONS_PER_SOURCE)).isEqualTo(2);
    assertThat(bench.manager.cap(Cap.MIGRATIONS_PER_TARGET)).isEqualTo(4);
  }

  @Test
  void shouldRefuseWhatNoConfigurationMayHoldEither() {
    assertThatThrownBy(() -> bench.manager.setCap(Cap.MIGRATIONS_PER_SOURCE, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("migrationsPerSource = 0: give 1 to 100");
    assertThat(bench.manager.cap(Cap.MIGRATIONS_PER_SOURCE)).isEqualTo(1);
    assertThat(bench.journal.entries).isEmpty();
  }
}
