// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.agent.internal.journal.AgentJournal;
import org.transhume.agent.internal.journal.RememberedOrder;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.Attendance;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StopOrder;
import org.transhume.journal.DiskFolder;

/** Domains are stopped for the leader: each guest is asked once, and what is seen tells the end. */
@Timeout(180)
class StopOnAgentTest {

  private static final String HOST = "a-204-03";
  private static final String DOMAIN = "etch-1-1";

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

  private static StopOrder order(String id, long epoch, long timeLimitMillis, boolean force) {
    return new StopOrder(id, new Epoch(0, epoch), "uuid-" + DOMAIN, DOMAIN, timeLimitMillis, force);
  }

  private static StopOrder order(String id) {
    return order(id, 1, 60_000, false);
  }

  private static List<String> codes(StepResult result) {
    return result.reasons().stream().map(Explanation::code).toList();
  }

  private FakeHost.Copy domain() throws Exception {
    FakeHost.Copy copy = host.add("uuid-" + DOMAIN, DOMAIN);
    bench.awaitSample();
    return copy;
  }

  /** As the manager does: asks again until it is decided. */
  private StepResult ending(StopOrder order) throws Exception {
    StepResult[] last = {bench.bean().stop(order)};
    AgentBench.await(
        "the stop has ended",
        () -> {
          last[0] = last[0].phase().isFinal() ? last[0] : bench.bean().abortStop(order);
          return last[0].phase().isFinal();
        });
    return last[0];
  }

  @Test
  void shouldAskTheGuestOnceAndAnswerWhenItIsGone() throws Exception {
    domain();
    StepResult done = ending(order("s-1"));

    assertThat(done.phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(done.attachments()).containsKey(StepResult.GONE_AT_EPOCH_MILLIS);
    assertThat(host.copies()).isEmpty();
    assertThat(bench.bean().getLastSample().domains()).isEmpty();
    assertThat(bench.bean().stop(order("s-1")).phase()).isEqualTo(MigrationPhase.DONE);
    restart();
    assertThat(bench.bean().stop(order("s-1", 2, 60_000, false)).phase())
        .isEqualTo(MigrationPhase.DONE);
    assertThat(host.asked).hasValue(1);
  }

  @Test
  void shouldSayWhenTheGuestDoesNotObeyAndDestroyItOnlyWhenItIsToldTo() throws Exception {
    domain();
    host.obedience = Optional.empty();
    StepResult refused = ending(order("s-1", 1, 2_000, false));

    assertThat(refused.phase()).isEqualTo(MigrationPhase.REFUSED);
    assertThat(codes(refused)).containsExactly(StepResult.GUEST_DID_NOT_OBEY);
    assertThat(refused.reasons().get(0).text()).contains("--force");
    assertThat(host.copies()).hasSize(1);
    assertThat(ending(order("s-2", 1, 2_000, true)).phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(host.copies()).isEmpty();
    assertThat(host.asked).hasValue(1);
  }

  @Test
  void shouldTellAGuestThatReboots() throws Exception {
    domain();
    host.obedience = Optional.of(DomainState.REBOOTING);

    assertThat(codes(ending(order("s-1")))).containsExactly("GUEST_REBOOTS");
    assertThat(host.copies()).hasSize(1);
  }

  @Test
  void shouldTellAGuestThatIsThereAgainAsAnotherCopy() throws Exception {
    FakeHost.Copy before = domain();
    host.obedience = Optional.empty();
    bench.bean().attend(new Attendance("leader", new Epoch(0, 1), 60_000));
    Thread rebooting =
        new Thread(
            () -> {
              AgentBench.await("it was asked", () -> host.asked.get() == 1);
              host.replace(before);
            });
    rebooting.start();

    assertThat(codes(ending(order("s-1")))).containsExactly("GUEST_REBOOTS");
    rebooting.join();
    assertThat(host.copies()).hasSize(1);
  }

  @Test
  void shouldRefuseWhatIsPausedOrMovedOrNotThere() throws Exception {
    assertThat(codes(ending(order("s-1")))).containsExactly("NOT_HERE");
    FakeHost.Copy copy = domain();
    copy.state = DomainState.PAUSED;
    assertThat(codes(ending(order("s-2")))).containsExactly("DOMAIN_PAUSED");
    copy.state = DomainState.RUNNING;
    copy.transferring = true;
    assertThat(codes(ending(order("s-3")))).containsExactly("DOMAIN_BUSY");
    assertThat(host.asked).hasValue(0);
  }

  @Test
  void shouldStopNothingThatWasGivenUpAndObeyNoOlderLeader() throws Exception {
    domain();
    assertThat(bench.bean().abortStop(order("s-1")).phase()).isEqualTo(MigrationPhase.CANCELLED);
    restart();
    assertThat(bench.bean().stop(order("s-1")).phase()).isEqualTo(MigrationPhase.CANCELLED);
    bench.bean().attend(new Attendance("next", new Epoch(0, 5), 10_000));
    assertThat(codes(bench.bean().stop(order("s-2", 4, 60_000, false))))
        .containsExactly(StepResult.STALE_EPOCH);
    assertThat(host.asked).hasValue(0);
  }

  @Test
  void shouldNotAskAgainAfterACrashButLook() throws Exception {
    domain();
    bench.close();
    try (AgentJournal journal = AgentJournal.open(DiskFolder.at(data.resolve(HOST))).journal()) {
      for (String id : List.of("s-1", "s-2")) {
        journal.stop(id, new RememberedOrder("uuid-" + DOMAIN, DOMAIN, MigrationPhase.PREPARING));
      }
    }
    start();

    assertThat(codes(ending(order("s-1", 2, 1_000, false))))
        .containsExactly(StepResult.GUEST_DID_NOT_OBEY);
    host.destroy(host.copies().get(0).identity());
    assertThat(ending(order("s-2", 2, 60_000, false)).phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(host.asked).hasValue(0);
  }

  @Test
  void shouldCreateNothingMeanwhile() throws Exception {
    domain();
    host.obedience = Optional.empty();
    bench.bean().attend(new Attendance("leader", new Epoch(0, 1), 60_000));
    assertThat(bench.bean().stop(order("s-1")).phase()).isEqualTo(MigrationPhase.PREPARING);
    AgentBench.await("it was asked", () -> host.asked.get() == 1);

    assertThat(
            codes(
                bench
                    .bean()
                    .checkCreation(new BootOrder("c-1", new Epoch(0, 1), "", "", "", DOMAIN))))
        .contains("DOMAIN_BUSY", "ALREADY_HERE");
    assertThat(codes(ending(order("s-2")))).containsExactly("DOMAIN_BUSY");
  }
}
