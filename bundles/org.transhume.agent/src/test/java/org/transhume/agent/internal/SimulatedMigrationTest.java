// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.management.JMException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transhume.agent.internal.AgentSettings.Patience;
import org.transhume.agent.internal.relay.PlainStreams;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.StepResult;
import org.transhume.authority.CertificateAuthority;
import org.transhume.hypervisor.sim.internal.SimulatedCluster;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.transport.SecureTransport;

/** Two agents over the simulator: a move over TLS, and what every fault leaves behind. */
@Timeout(180)
class SimulatedMigrationTest {

  private static final String HERE = SimulatedHosts.HERE;
  private static final String THERE = SimulatedHosts.THERE;
  private static final String NAME = "etch-1-1";
  private static final Patience IMPATIENT = new Patience(5_000, 10_000, 1_500, 2_000, 20_000, 250);

  @TempDir Path folder;

  private final SimulatedHosts hosts = new SimulatedHosts(SimulatedHosts.quick());
  private SimulatedCluster cluster;
  private DomainIdentity domain;
  private AgentBench source;
  private AgentBench target;

  @BeforeEach
  void build() throws HypervisorException {
    cluster = hosts.cluster();
    domain =
        cluster
            .hypervisor(HERE)
            .create("name = \"" + NAME + "\"\nmemory = 64\nsim_demand = \"0.9\"\n");
  }

  private void start(SecureTransport here, SecureTransport there) throws IOException, JMException {
    source = new AgentBench(cluster.hypervisor(HERE), folder, IMPATIENT, here).awaitSample();
    target = new AgentBench(cluster.hypervisor(THERE), folder, IMPATIENT, there).awaitSample();
  }

  @AfterEach
  void stop() {
    source.close();
    target.close();
    hosts.close();
  }

  private TestLeader.Ends move(String id) {
    return new TestLeader(source, target, id, domain.uuid(), NAME).move();
  }

  private List<DomainObservation> copies(String host) throws HypervisorException {
    return cluster.hypervisor(host).observe().domains();
  }

  @Test
  void shouldMoveADomainOverTls() throws Exception {
    CertificateAuthority authority = CertificateAuthority.init(folder.resolve("authority"), "lab");
    start(
        SimulatedHosts.transport(authority, HERE, folder),
        SimulatedHosts.transport(authority, THERE, folder));

    TestLeader.Ends ends = move("m-tls");

    assertThat(ends.target().phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(ends.source().phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(copies(HERE)).isEmpty();
    assertThat(copies(THERE)).hasSize(1);
    assertThat(copies(THERE).get(0).state()).isEqualTo(DomainState.RUNNING);
    assertThat(source.migration("m-tls").getBytesSent()).isGreaterThanOrEqualTo(64L << 20);
    assertThat(source.migration("m-tls").getDowntimeMillis()).isNotNull();
    assertThat(cluster.violations()).isEmpty();
    assertThat(source.door.unauthenticated()).isFalse();
  }

  @Test
  void shouldBeDoneAndTellOfAGuestThatStaysSilentAfterItsMove() throws Exception {
    start(new PlainStreams(), new PlainStreams());
    cluster.injectFault(THERE, "guest-stays-silent");

    TestLeader.Ends ends = move("m-silent");

    assertThat(ends.target().phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(ends.source().phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(StepResult.remarks(ends.target().attachments()))
        .extracting("code")
        .containsExactly("GUEST_SILENT");
    assertThat(target.migration("m-silent").getOutcomeReasons())
        .extracting("code")
        .containsExactly("GUEST_SILENT");
    assertThat(copies(HERE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sender-dies@pre-copy",
        "sender-dies@suspend",
        "sender-dies@ready",
        "sender-dies@rename-away",
        "sender-dies@go",
        "sender-dies@report",
        "receiver-dies@create",
        "receiver-dies@pre-copy",
        "receiver-dies@ready",
        "receiver-dies@go",
        "receiver-dies@rename-arrived",
        "receiver-dies@unpause",
        "receiver-dies@report",
        "stream-cut@pre-copy",
        "stream-cut@suspend",
        "stream-cut@ready",
        "stream-cut@rename-away",
        "stream-cut@go",
        "stream-cut@report",
        "receiver-stream-cut@pre-copy",
        "receiver-stream-cut@ready",
        "receiver-stream-cut@go",
        "receiver-stream-cut@rename-arrived",
        "receiver-stream-cut@report",
        "stream-stalls",
        "guest-does-not-suspend",
        "no-memory",
        "name-in-use",
        "target-start-fails",
        "grant-is-lost",
        "source-stays"
      })
  void shouldEndWithOneRunningCopyOrAskForAPersonWhenThereIsA(String fault) throws Exception {
    start(new PlainStreams(), new PlainStreams());
    boolean atSource =
        fault.startsWith("sender")
            || fault.startsWith("stream")
            || fault.startsWith("guest")
            || fault.startsWith("source");
    cluster.injectFault(atSource ? HERE : THERE, fault);

    TestLeader.Ends ends = move("m-1");

    assertThat(cluster.violations()).isEmpty();
    assertThat(ends.target().phase().isFinal()).as("target %s", ends).isTrue();
    assertThat(ends.source().phase().isFinal()).as("source %s", ends).isTrue();
    boolean repair =
        ends.target().phase() == MigrationPhase.REPAIR
            || ends.source().phase() == MigrationPhase.REPAIR;
    long running =
        copies(HERE).stream().filter(copy -> copy.state().isRunning()).count()
            + copies(THERE).stream().filter(copy -> copy.state().isRunning()).count();
    if (repair) {
      assertThat(running).as("%s", ends).isLessThanOrEqualTo(1);
    } else {
      assertThat(running).as("%s %s %s", ends, copies(HERE), copies(THERE)).isEqualTo(1);
      assertThat(copies(HERE)).allMatch(copy -> copy.copyKind() == CopyKind.ORDINARY);
      assertThat(copies(THERE)).allMatch(copy -> copy.copyKind() == CopyKind.ORDINARY);
      boolean moved = ends.target().phase() == MigrationPhase.DONE;
      assertThat(ends.source().phase() == MigrationPhase.DONE).as("%s", ends).isEqualTo(moved);
      assertThat(copies(moved ? THERE : HERE)).hasSize(1);
    }
  }
}
