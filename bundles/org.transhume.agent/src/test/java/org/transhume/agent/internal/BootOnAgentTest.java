// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.agent.internal.journal.AgentJournal;
import org.transhume.agent.internal.journal.RememberedOrder;
import org.transhume.api.model.ConfigurationOrigin;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.Attendance;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.DomainConfiguration;
import org.transhume.api.mx.StepResult;
import org.transhume.journal.DiskFolder;

/** Domains of a dead host are booted here, each once. */
@Timeout(120)
class BootOnAgentTest {

  private static final String HOST = "a-204-03";

  @TempDir Path data;

  private final FakeHost host = new FakeHost(HOST);
  private AgentBench bench;

  @BeforeEach
  void start() throws Exception {
    bench = new AgentBench(host, data).awaitSample();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private void restart() throws Exception {
    bench.close();
    start();
  }

  /** The fake host calls a domain like its configuration. */
  private static BootOrder order(String id, String domain, long epoch) {
    return new BootOrder(id, new Epoch(0, epoch), "uuid-" + domain, domain, "a-204-02", domain);
  }

  private static List<String> codes(StepResult result) {
    return result.reasons().stream().map(Explanation::code).toList();
  }

  @Test
  void shouldBootADomainOnceHoweverOftenItIsOrdered() throws Exception {
    assertThat(bench.bean().boot(order("b-1", "etch-1-1", 1)).phase())
        .isEqualTo(MigrationPhase.DONE);
    assertThat(bench.bean().boot(order("b-1", "etch-1-1", 1)).phase())
        .isEqualTo(MigrationPhase.DONE);
    restart();

    assertThat(bench.bean().boot(order("b-1", "etch-1-1", 2)).phase())
        .isEqualTo(MigrationPhase.DONE);
    assertThat(bench.bean().abortBoot(order("b-1", "etch-1-1", 2)).phase())
        .isEqualTo(MigrationPhase.DONE);
    assertThat(host.observe().domains()).hasSize(1);
  }

  @Test
  void shouldNeverBootWhatWasGivenUp() throws Exception {
    StepResult aborted = bench.bean().abortBoot(order("b-1", "etch-1-1", 1));
    assertThat(aborted.accepted()).isTrue();
    assertThat(aborted.phase()).isEqualTo(MigrationPhase.CANCELLED);
    restart();

    assertThat(bench.bean().boot(order("b-1", "etch-1-1", 1)).phase())
        .isEqualTo(MigrationPhase.CANCELLED);
    assertThat(host.observe().domains()).isEmpty();
  }

  @Test
  void shouldRememberTheLastBootsAsItsJournalDoes() {
    for (int number = 0; number <= AgentJournal.REMEMBERED + 1; number++) {
      bench.bean().abortBoot(order("b-" + number, "etch-1-" + number, 1));
    }

    assertThat(bench.bean().boot(order("b-2", "etch-1-2", 1)).phase())
        .isEqualTo(MigrationPhase.CANCELLED);
    assertThat(bench.bean().boot(order("b-0", "etch-1-0", 1)).phase())
        .isEqualTo(MigrationPhase.DONE);
  }

  @Test
  void shouldRefuseAnOlderLeader() throws Exception {
    bench.bean().attend(new Attendance("next", new Epoch(0, 5), 10_000));

    assertThat(codes(bench.bean().boot(order("b-1", "etch-1-1", 4))))
        .containsExactly(StepResult.STALE_EPOCH);
    assertThat(host.observe().domains()).isEmpty();
  }

  @Test
  void shouldRefuseADomainOfWhichItHasACopyOrTheName() {
    host.add("uuid-etch-1-1", "other-name");
    host.add("another-uuid", "etch-1-2");

    assertThat(codes(bench.bean().boot(order("b-1", "etch-1-1", 1))))
        .containsExactly("ALREADY_HERE");
    assertThat(codes(bench.bean().boot(order("b-2", "etch-1-2", 1))))
        .containsExactly("ALREADY_HERE");
  }

  @Test
  void shouldGoOnRefusingWhatItHasRefused() {
    bench.hostBean().setState(HostState.DRAINING);
    AgentBench.await("it drains", () -> bench.hostBean().getState() == HostState.DRAINING);
    assertThat(codes(bench.bean().boot(order("b-1", "etch-1-1", 1))))
        .containsExactly("TARGET_STATE");
    bench.hostBean().setState(HostState.ACTIVE);

    assertThat(bench.bean().boot(order("b-1", "etch-1-1", 1)).phase())
        .isEqualTo(MigrationPhase.REFUSED);
    assertThat(bench.bean().boot(order("b-2", "etch-1-1", 1)).phase())
        .isEqualTo(MigrationPhase.DONE);
  }

  @Test
  void shouldLookForWhatACrashLeftOpen() throws Exception {
    host.add("uuid-etch-1-1", "etch-1-1");
    bench.close();
    try (AgentJournal journal = AgentJournal.open(DiskFolder.at(data.resolve(HOST))).journal()) {
      journal.boot(
          "b-1", new RememberedOrder("uuid-etch-1-1", "etch-1-1", MigrationPhase.PREPARING));
      journal.boot(
          "b-2", new RememberedOrder("uuid-etch-1-2", "etch-1-2", MigrationPhase.PREPARING));
    }
    start();

    assertThat(bench.bean().abortBoot(order("b-1", "etch-1-1", 1)).phase())
        .isEqualTo(MigrationPhase.DONE);
    StepResult undecided = bench.bean().abortBoot(order("b-2", "etch-1-2", 1));
    assertThat(undecided.phase()).isEqualTo(MigrationPhase.REPAIR);
    assertThat(undecided.reasons().get(0).text()).contains("xl list");
    assertThat(host.observe().domains()).hasSize(1);
  }

  @Test
  void shouldSayThatItsHypervisorTellsNoConfigurationAndSayItOnce() {
    host.add("u", "etch-1-1");
    AgentBench.await("it is seen", () -> !bench.bean().configurations(Map.of()).isEmpty());
    DomainConfiguration told = bench.bean().configurations(Map.of()).get(0);

    assertThat(told.origin()).isEqualTo(ConfigurationOrigin.NONE);
    assertThat(told.problem()).contains("tells no configuration");
    assertThat(bench.bean().configurations(Map.of("u", told.digest()))).isEmpty();
  }
}
