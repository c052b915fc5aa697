// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.CheckFinding;
import org.transhume.api.mx.CheckReport;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StepResult;

/** What sources tell their targets, and checks without a migration. */
class SideChecksTest {

  private static final Explanation PAUSED = Explanation.of("DOMAIN_PAUSED", "etch-1-1 is paused");
  private static final Explanation MEMORY = Explanation.of("TARGET_MEMORY", "too little memory");

  private final Bench bench = new Bench();
  private final FakeAgents.Host source =
      bench.agents.host("a-204-02", Samples.domain("etch-1-1", 0.3));
  private final FakeAgents.Host target = bench.agents.host("a-204-03");

  @BeforeEach
  void connect() {
    bench.agents.connectAll();
  }

  private CheckReport check() {
    var report = bench.manager.check("etch-1-1", "a-204-03").toCompletableFuture();
    bench.loop.settle();
    assertThat(report).isCompleted();
    return report.join();
  }

  private static List<String> told(CheckReport report) {
    return report.findings().stream()
        .map(finding -> finding.teller() + " " + finding.reason().code())
        .toList();
  }

  @Test
  void shouldGiveTheTargetWhatTheSourceTells() {
    source.facts.put("facts.release", "4.17");
    source.facts.put("remark.ODD", "worth knowing");
    source.facts.put("something.else", "of no concern");
    source.facts.put(MigrationOrder.DOMAIN_MAXIMUM_MEMORY_BYTES, "268435456");
    source.facts.put(MigrationOrder.SOURCE_CLOCK_EPOCH_MILLIS, "1795298161838");
    source.facts.put(MigrationOrder.SOURCE_CLOCK_TOOK_MILLIS, "40");
    source.checkMillis = 100;

    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.loop.pass(99);
    assertThat(bench.agents.orders).isEmpty();
    bench.loop.pass(2);

    assertThat(bench.agents.orders).containsExactly("a-204-03 PREPARE");
    assertThat(bench.agents.lastOrder.attachments())
        .containsEntry("facts.release", "4.17")
        .containsEntry(MigrationOrder.DOMAIN_MAXIMUM_MEMORY_BYTES, "268435456")
        .containsEntry(MigrationOrder.SOURCE_CLOCK_EPOCH_MILLIS, "1795298161838")
        .containsEntry(MigrationOrder.SOURCE_CLOCK_AGE_MILLIS, "60")
        .containsEntry(MigrationOrder.REQUESTED_BY, "operator")
        .doesNotContainKeys(
            MigrationOrder.SOURCE_CLOCK_TOOK_MILLIS, "remark.ODD", "something.else");
  }

  @Test
  void shouldPrepareWithoutFactsWhenTheSourceTellsNone() {
    source.checkMillis = -1;

    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(10_000);

    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.DONE);
  }

  @Test
  void shouldNotPrepareWhatWasCancelledWhileTheSourceWasAsked() {
    source.checkMillis = 1_000;

    String id = bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.loop.pass(500);
    bench.manager.coordinator().cancel(id, "operator");
    bench.agents.pass(10_000);

    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.CANCELLED);
    assertThat(bench.agents.orders).noneMatch(order -> order.endsWith("PREPARE"));
  }

  @Test
  void shouldTellThatNothingSpeaksAgainstItAndBeginNothing() {
    CheckReport report = check();

    assertThat(report).isEqualTo(new CheckReport(true, List.of()));
    assertThat(bench.agents.orders).isEmpty();
    assertThat(bench.manager.coordinator().statuses()).isEmpty();
    assertThat(bench.journal.entries).isEmpty();
  }

  @Test
  void shouldTellWhatEverySideHasAgainstIt() {
    target.setHostState(HostState.DRAINING);
    source.objections.add(PAUSED);
    source.facts.put("facts.release", "4.17");
    target.objections.add(MEMORY);
    target.facts.put(StepResult.REMARK + "CPU_POLICY_UNKNOWN", "nobody knows");

    CheckReport report = check();

    assertThat(report.possible()).isFalse();
    assertThat(told(report))
        .containsExactly(
            "manager TARGET_STATE",
            "a-204-02 DOMAIN_PAUSED",
            "a-204-03 TARGET_MEMORY",
            "a-204-03 CPU_POLICY_UNKNOWN");
    assertThat(report.findings().get(3))
        .isEqualTo(
            new CheckFinding(
                "a-204-03", false, Explanation.of("CPU_POLICY_UNKNOWN", "nobody knows")));
    assertThat(target.lastChecked.attachments()).containsEntry("facts.release", "4.17");
  }

  @Test
  void shouldNotTellTwiceWhatTheSourceTellsItself() {
    Explanation stopped =
        new Explanation(
            "DOMAIN_STATE",
            "only a running domain moves live, and this one is PAUSED",
            Map.of("state", DomainState.PAUSED.name()));
    source.objections.add(stopped);
    source.replace(Samples.domain("etch-1-1", 0.3, DomainState.PAUSED));

    assertThat(told(check())).containsExactly("a-204-02 DOMAIN_STATE");
  }

  @Test
  void shouldTakeSilenceForAnObjection() {
    target.lose();
    bench.loop.settle();

    CheckReport report = check();

    assertThat(report.possible()).isFalse();
    assertThat(told(report)).contains("a-204-03 NOT_ANSWERED");
  }
}
