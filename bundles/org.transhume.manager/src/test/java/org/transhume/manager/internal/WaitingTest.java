// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.manager.internal.journal.JournalEntry.MigrationBegun;
import org.transhume.manager.internal.journal.JournalEntry.MigrationQueued;

/** Migrations that cannot begin yet, at the manager or at their target. */
class WaitingTest {

  private final Bench bench = new Bench();
  private final FakeAgents.Host source =
      bench.agents.host(
          "a-204-02", Samples.domain("etch-1-1", 0.1), Samples.domain("etch-1-2", 0.1));
  private final FakeAgents.Host target = bench.agents.host("a-204-03");

  @BeforeEach
  void connect() {
    bench.agents.connectAll();
  }

  private MigrationStatus status(String id) {
    return bench.manager.coordinator().status(id).orElseThrow();
  }

  @Test
  void shouldTryAgainUnderTheSameIdUntilTheTargetHasRoom() {
    bench.agents.refusesForNow = what -> what.endsWith("PREPARE");
    String id = bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(3_000);
    assertThat(status(id).phase()).isEqualTo(MigrationPhase.CHECKING);
    assertThat(status(id).outcomeReasons()).extracting(Explanation::code).containsExactly("BUSY");

    bench.agents.refusesForNow = what -> false;
    bench.agents.pass(10_000);

    assertThat(status(id).phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(bench.agents.orders).contains("a-204-03 PREPARE", "a-204-02 SEND");
  }

  @Test
  void shouldAskABusyTargetEverLessOftenAndGiveUpWhenItHasWaitedTooLong() {
    bench.agents.refusesForNow = what -> what.endsWith("PREPARE");
    String id = bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(Bench.PACE.queueMillis() + 1_000);

    assertThat(status(id).phase()).isEqualTo(MigrationPhase.REFUSED);
    assertThat(status(id).outcomeReasons())
        .extracting(Explanation::code)
        .containsExactly("BUSY", "QUEUED_TOO_LONG");
    // After 0.5, 1, 2 and then each 4 s.
    assertThat(bench.agents.orders).hasSizeBetween(15, 18).containsOnly("a-204-03 PREPARE");
    assertThat(bench.journal.reopened().opened().unfinished()).isEmpty();
    assertThat(bench.journal.opened().queued()).isEmpty();
  }

  @Test
  void shouldNotHoldUpOthersWhileItsTargetPutsItOff() {
    FakeAgents.Host other = bench.agents.host("a-204-04");
    other.connect();
    bench.agents.refusesForNow = "a-204-03 PREPARE"::equals;
    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(2_000);
    String second = bench.manager.migrate("etch-1-2", "a-204-04", "operator");
    bench.agents.pass(5_000);

    assertThat(status(second).phase()).isEqualTo(MigrationPhase.DONE);
  }

  @Test
  void shouldGoOnWaitingAfterARestart() {
    bench.agents.refusesForNow = what -> what.endsWith("PREPARE");
    String id = bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    String behind = bench.manager.migrate("etch-1-2", "a-204-03", "operator");
    bench.agents.pass(3_000);
    assertThat(bench.journal.entries).hasAtLeastOneElementOfType(MigrationQueued.class);

    bench.start();
    bench.agents.refusesForNow = what -> false;
    bench.agents.connectAll();
    assertThat(status(id).request().requestedBy()).isEqualTo("operator");
    bench.agents.pass(15_000);

    assertThat(status(id).phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(status(behind).phase()).isEqualTo(MigrationPhase.DONE);
  }

  @Test
  void shouldRefuseAfterARestartWhatShouldHaveBegunLongAgo() {
    bench.agents.refusesForNow = what -> what.endsWith("PREPARE");
    String id = bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(3_000);
    source.lose();
    target.lose();
    bench.start();
    bench.agents.refusesForNow = what -> false;
    bench.loop.pass(Bench.PACE.queueMillis() + 1_000);
    bench.agents.connectAll();
    bench.agents.pass(5_000);

    assertThat(status(id).phase()).isEqualTo(MigrationPhase.REFUSED);
    assertThat(status(id).outcomeReasons())
        .extracting(Explanation::code)
        .contains("QUEUED_TOO_LONG");
    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-02");
    assertThat(bench.journal.reopened().opened().queued()).isEmpty();
  }

  @Test
  void shouldNotWaitForWhatDoesNotPass() {
    target.state = HostState.MAINTENANCE;
    target.sample();
    String id = bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(1_000);

    assertThat(status(id).phase()).isEqualTo(MigrationPhase.REFUSED);
    assertThat(bench.agents.orders).isEmpty();
    assertThat(bench.journal.entries)
        .noneMatch(MigrationQueued.class::isInstance)
        .noneMatch(MigrationBegun.class::isInstance);
  }
}
