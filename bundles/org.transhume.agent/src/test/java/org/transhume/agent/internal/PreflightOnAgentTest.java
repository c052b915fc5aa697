// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.agent.internal.AgentSettings.Patience;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.StepResult;

/** What a target promises to several migrations at once, and checks that begin nothing. */
@Timeout(120)
class PreflightOnAgentTest {

  private static final String UUID = "8b74d785-336c-45d4-a578-90a6facbe4fe";
  private static final Patience HASTY = new Patience(5_000, 300, 60_000, 5_000, 20_000, 250);

  @TempDir Path data;

  private final FakeHost here = new FakeHost("a-204-02");
  private final FakeHost there = new FakeHost("a-204-03");
  private AgentBench source;
  private AgentBench target;

  @BeforeEach
  void start() throws Exception {
    here.add(UUID, "etch-1-1");
    source = new AgentBench(here, data).awaitSample();
    target = new AgentBench(there, data, HASTY).awaitSample();
  }

  @AfterEach
  void stop() {
    source.close();
    target.close();
  }

  private void arrivalsAtOnce(int most, Patience patience) {
    AgentSettings now = target.settings;
    target.settings =
        new AgentSettings(
            now.periodMillis(), now.streams(), now.dataFolder(), 0, 0, patience, most);
  }

  /** An order for a domain of 128 MiB, which takes 132 at the target. */
  private static MigrationOrder order(String id, String uuid, String name) {
    return new MigrationOrder(
        id,
        new Epoch(0, 1),
        uuid,
        name,
        "a-204-02",
        "a-204-03",
        60_000,
        Map.of(MigrationOrder.DOMAIN_MEMORY_BYTES, Long.toString(128 * FakeHost.MEBI)));
  }

  @Test
  void shouldPromiseNoMemoryTwice() {
    arrivalsAtOnce(5, AgentBench.SHORT);
    there.freeMemoryBytes = 300 * FakeHost.MEBI;

    assertThat(target.bean().prepare(order("m-1", "u-1", "one")).reasons()).isEmpty();
    assertThat(target.bean().prepare(order("m-2", "u-2", "two")).reasons()).isEmpty();
    StepResult third = target.bean().prepare(order("m-3", "u-3", "three"));

    assertThat(third.reasons()).extracting(Explanation::code).containsExactly("TARGET_MEMORY");
    assertThat(third.reasons().get(0).operands())
        .containsEntry("promisedBytes", Long.toString(264 * FakeHost.MEBI));
  }

  @Test
  void shouldTakeAPromiseBackThatNobodyUses() {
    arrivalsAtOnce(5, HASTY);
    there.freeMemoryBytes = 200 * FakeHost.MEBI;
    assertThat(target.bean().prepare(order("m-1", "u-1", "one")).accepted()).isTrue();

    AgentBench.await(
        "the reservation expires",
        () -> target.migration("m-1").getPhase().compareTo(MigrationPhase.FINISHING) >= 0);

    assertThat(target.bean().prepare(order("m-2", "u-2", "two")).reasons()).isEmpty();
    assertThat(target.migration("m-1").getOutcomeReasons())
        .extracting(Explanation::code)
        .contains("RESERVATION_EXPIRED");
  }

  @Test
  void shouldTakeAPromiseBackWhenItsMigrationIsAborted() {
    arrivalsAtOnce(5, AgentBench.SHORT);
    there.freeMemoryBytes = 200 * FakeHost.MEBI;
    assertThat(target.bean().prepare(order("m-1", "u-1", "one")).accepted()).isTrue();
    assertThat(target.bean().prepare(order("m-2", "u-2", "two")).accepted()).isFalse();

    assertThat(target.bean().abort(order("m-1", "u-1", "one")).accepted()).isTrue();

    assertThat(target.bean().prepare(order("m-3", "u-3", "three")).accepted()).isTrue();
  }

  @Test
  void shouldNotHoldARefusedMigrationAgainstAnother() {
    there.freeMemoryBytes = 64 * FakeHost.MEBI;
    assertThat(target.bean().prepare(order("m-1", "u-1", "one")).accepted()).isFalse();
    there.freeMemoryBytes = 200 * FakeHost.MEBI;

    assertThat(target.bean().prepare(order("m-2", "u-2", "two")).reasons()).isEmpty();
  }

  @Test
  void shouldCheckOnBothSidesAndBeginNothing() {
    there.add("u-9", "etch-1-1");
    there.freeMemoryBytes = 64 * FakeHost.MEBI;

    StepResult atSource = source.bean().check(order("check-1", UUID, "etch-1-1"));
    assertThat(atSource.accepted()).isTrue();
    assertThat(atSource.attachments())
        .containsEntry(MigrationOrder.DOMAIN_MEMORY_BYTES, Long.toString(128 * FakeHost.MEBI))
        .containsEntry(MigrationOrder.DOMAIN_VCPUS, "1")
        .containsKeys(
            MigrationOrder.SOURCE_CLOCK_EPOCH_MILLIS, MigrationOrder.SOURCE_CLOCK_TOOK_MILLIS);

    StepResult atTarget = target.bean().check(order("check-1", UUID, "etch-1-1"));
    assertThat(atTarget.reasons())
        .extracting(Explanation::code)
        .containsExactly("NAME_IN_USE", "TARGET_MEMORY");
    assertThat(atTarget.attachments())
        .containsKey(StepResult.REMARK + "CPU_POLICY_UNKNOWN")
        .containsKey(StepResult.REMARK + "CLOCKS_UNKNOWN");

    for (AgentBench side : List.of(source, target)) {
      assertThat(side.registered(ObjectNames.migration(side.host.host(), "check-1"))).isFalse();
      assertThat(side.bean().getManagerEpoch()).isEqualTo(Epoch.NONE);
    }
  }

  @Test
  void shouldTellAllThatHoldsADomainAtItsSource() {
    here.copies().get(0).transferring = true;
    here.set(here.copies().get(0), here.copies().get(0).kind, DomainState.PAUSED);

    assertThat(source.bean().check(order("check-1", UUID, "etch-1-1")).reasons())
        .extracting(Explanation::code)
        .containsExactly("DOMAIN_PAUSED", "ALREADY_MOVING");
  }

  @Test
  void shouldRefuseATargetWhoseClockIsBehindItsSource() {
    Map<String, String> facts = new TreeMap<>(order("m-1", "u-1", "one").attachments());
    facts.put(
        MigrationOrder.SOURCE_CLOCK_EPOCH_MILLIS,
        Long.toString(System.currentTimeMillis() + 3_600_000));
    facts.put(MigrationOrder.SOURCE_CLOCK_AGE_MILLIS, "5");
    MigrationOrder order =
        new MigrationOrder(
            "m-1", new Epoch(0, 1), "u-1", "one", "a-204-02", "a-204-03", 60_000, facts);

    assertThat(target.bean().prepare(order).reasons())
        .extracting(Explanation::code)
        .containsExactly("CLOCKS_APART");
  }
}
