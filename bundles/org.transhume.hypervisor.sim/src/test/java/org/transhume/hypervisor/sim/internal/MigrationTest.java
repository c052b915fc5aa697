// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.DomainState;
import org.transhume.hypervisor.sim.internal.VirtualCluster.Migrating;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HostObservation;
import org.transhume.spi.hypervisor.Reason;

class MigrationTest {

  private final VirtualCluster cluster = new VirtualCluster();

  @Test
  void shouldTakeAsLongAsItsPagesNeedOnTheLink() throws Exception {
    DomainIdentity domain = cluster.create("vm");

    Duration taken = cluster.migrate(domain, "a", "b").finish();

    // 256 MiB at 32 MiB/s, and a fraction of a second for what the tools do.
    assertThat(taken).isBetween(Duration.ofMillis(8000), Duration.ofMillis(8800));
    assertThat(cluster.copies("a")).isEmpty();
    assertThat(cluster.copies("b")).containsExactly("vm RUNNING");
  }

  @Test
  void shouldTakeTheStepsInTheirOrder() throws Exception {
    DomainIdentity domain = cluster.create("vm");

    cluster.migrate(domain, "a", "b").finish();

    assertThat(cluster.events())
        .filteredOn(event -> event.what().startsWith("step"))
        .extracting(event -> event.host() + " " + event.what())
        .containsExactly(
            "a step header",
            "b step header",
            "b step create",
            "a step pre-copy",
            "b step pre-copy",
            "a step suspend",
            "b step ready",
            "a step ready",
            "a step rename-away",
            "a step go",
            "b step go",
            "b step rename-arrived",
            "b step unpause",
            "b step report",
            "a step report");
  }

  @Test
  void shouldStandStillLongerTheFasterTheGuestDirtiesItsMemory() throws Exception {
    Duration calm = downtimeAtDirtyRate("0");
    Duration busy = downtimeAtDirtyRate("20MiB/s");
    Duration hopeless = downtimeAtDirtyRate("500MiB/s");

    assertThat(calm).isBetween(Duration.ofMillis(100), Duration.ofMillis(300));
    assertThat(busy).isBetween(calm, Duration.ofMillis(800));
    // The whole working set of 64 MiB is dirty whatever the rounds do: 2 s on the link.
    assertThat(hopeless).isBetween(Duration.ofMillis(2000), Duration.ofMillis(2400));
  }

  private static Duration downtimeAtDirtyRate(String rate) throws Exception {
    VirtualCluster cluster = new VirtualCluster();
    DomainIdentity domain = cluster.create("vm", "sim_dirty_rate='" + rate + "'");
    cluster.migrate(domain, "a", "b").finish();
    return between(cluster, "SUSPENDED", "RUNNING");
  }

  private static Duration between(VirtualCluster cluster, String first, String second) {
    long from = last(cluster, first);
    long to = last(cluster, second);
    return Duration.ofNanos(to - from);
  }

  private static long last(VirtualCluster cluster, String what) {
    return cluster.events().stream()
        .filter(event -> event.what().equals(what))
        .mapToLong(SimulationEvent::nanos)
        .max()
        .orElseThrow();
  }

  @Test
  void shouldTellWhenTheGuestWasSuspendedByTheClockOfItsHost() throws Exception {
    DomainIdentity domain = cluster.create("vm");
    cluster.cluster().stepClock("a", Duration.ofHours(1));
    Migrating migration = cluster.migrate(domain, "a", "b");
    assertThat(migration.sender().suspendedAt()).isEmpty();

    migration.finish();

    assertThat(migration.sender().suspendedAt())
        .contains(Instant.EPOCH.plusNanos(last(cluster, "SUSPENDED")).plus(Duration.ofHours(1)));
  }

  @Test
  void shouldShareTheLinkOfAHostBetweenItsMigrations() throws Exception {
    DomainIdentity first = cluster.create("vm1");
    DomainIdentity second = cluster.create("vm2");

    Migrating toB = cluster.migrate(first, "a", "b");
    Migrating toC = cluster.migrate(second, "a", "c");
    Duration taken = toB.finish().plus(toC.finish());

    assertThat(taken).isBetween(Duration.ofSeconds(16), Duration.ofMillis(17500));
  }

  @Test
  void shouldNotShareTheLinkWithMigrationsTheOtherWay() throws Exception {
    DomainIdentity there = cluster.create("vm1");
    DomainIdentity back = cluster.createOn("b", "vm2");

    Migrating forth = cluster.migrate(there, "a", "b");
    Migrating home = cluster.migrate(back, "b", "a");
    Duration taken = forth.finish().plus(home.finish());

    assertThat(taken).isLessThan(Duration.ofSeconds(9));
  }

  @Test
  void shouldWaitWhileTheStreamIsStalledAndGoOnAfterwards() throws Exception {
    DomainIdentity domain = cluster.create("vm");
    Migrating migration = cluster.migrate(domain, "a", "b");
    cluster.advance(Duration.ofSeconds(2));
    migration.carrier().stall(true);
    cluster.advance(Duration.ofSeconds(1));
    long carried = migration.carrier().forwardBytes();

    cluster.advance(Duration.ofMinutes(5));
    assertThat(migration.carrier().forwardBytes()).isEqualTo(carried);
    assertThat(cluster.copies("a")).containsExactly("vm RUNNING");

    migration.carrier().stall(false);
    migration.finish();
    assertThat(migration.senderFailure()).isEmpty();
    assertThat(cluster.copies("b")).containsExactly("vm RUNNING");
  }

  @Test
  void shouldLetTheCopyGrowAtTheTarget() throws Exception {
    DomainIdentity domain = cluster.create("vm");
    long free = cluster.host("b").observe().freeMemoryBytes();
    cluster.migrate(domain, "a", "b");

    cluster.advance(Duration.ofSeconds(4));

    DomainObservation copy = cluster.look("b", "vm--incoming");
    assertThat(copy.state()).isEqualTo(DomainState.PAUSED);
    assertThat(copy.memoryBytes() / (double) VirtualCluster.MEBIBYTE).isCloseTo(120, within(10.0));
    assertThat(cluster.host("b").observe().freeMemoryBytes())
        .isLessThanOrEqualTo(free - copy.memoryBytes());
  }

  @Test
  void shouldCostTheControlDomainsOfBothHostsProcessorTime() throws Exception {
    DomainIdentity domain = cluster.create("vm");
    cluster.migrate(domain, "a", "b");
    cluster.advance(Duration.ofSeconds(1));

    assertThat(controlDomainLoadOverASecond("a")).isCloseTo(0.04 + 0.35, within(0.02));
    assertThat(controlDomainLoadOverASecond("b")).isCloseTo(0.04 + 0.35, within(0.02));
    assertThat(controlDomainLoadOverASecond("c")).isCloseTo(0.04, within(0.001));

    cluster.advance(Duration.ofSeconds(10));
    assertThat(controlDomainLoadOverASecond("a")).isCloseTo(0.04, within(0.001));
  }

  private double controlDomainLoadOverASecond(String host) throws Exception {
    HostObservation before = cluster.host(host).observe();
    cluster.advance(Duration.ofSeconds(1));
    HostObservation after = cluster.host(host).observe();
    return after.controlDomainCpuTime().minus(before.controlDomainCpuTime()).toNanos() / 1e9;
  }

  @Test
  void shouldGoOnWithItsLoadAndItsScriptWhereItArrives() throws Exception {
    DomainIdentity domain = cluster.create("vm", "sim_demand='0.2*60s+0.8*60s'");
    cluster.advance(Duration.ofSeconds(30));

    cluster.migrate(domain, "a", "b").finish();

    assertThat(loadOverASecond("b", "vm")).isCloseTo(0.2, within(0.001));
    cluster.advance(Duration.ofSeconds(30));
    assertThat(loadOverASecond("b", "vm")).isCloseTo(0.8, within(0.001));
  }

  private double loadOverASecond(String host, String name) throws Exception {
    Duration before = cluster.look(host, name).cpuTime();
    cluster.advance(Duration.ofSeconds(1));
    return cluster.look(host, name).cpuTime().minus(before).toNanos() / 1e9;
  }

  @Test
  void shouldBuildTheDomainFromItsStreamAloneOnAHostThatSharesNothing() throws Exception {
    VirtualCluster elsewhere = new VirtualCluster();
    String configuration = "sim_demand='0.3'\ncpu_weight=512\ncap=75\nvif=['bridge=xenbr0']";
    DomainIdentity domain = cluster.create("vm", configuration);
    cluster.cluster().setDemand("vm", 0.6);
    Sender sender = (Sender) cluster.host("a").send(domain, "m-1");
    Receiver receiver = (Receiver) elsewhere.host("b").receive("m-1");
    VirtualCarrier carrier = new VirtualCarrier(cluster.timeline(), sender, receiver);

    for (int tick = 0; tick < 2000 && VirtualCluster.outcome(sender).isEmpty(); tick++) {
      cluster.advance(Duration.ofMillis(10));
      elsewhere.advance(Duration.ofMillis(10));
    }

    assertThat(VirtualCluster.outcome(sender)).hasValueSatisfying(o -> o.succeeded());
    assertThat(carrier.forwardBytes()).isPositive();
    DomainObservation arrived = elsewhere.look("b", "vm");
    assertThat(arrived.identity().uuid()).isEqualTo(domain.uuid());
    assertThat(arrived.weight()).isEqualTo(512);
    assertThat(arrived.capPercent()).isEqualTo(75);
    assertThat(arrived.devices()).hasSize(1);
    assertThat(elsewhere.host("b").configuration(domain.uuid()))
        .isEqualTo(Optional.of("name='vm'\nmemory=256\n" + configuration + "\n"));
    Duration before = arrived.cpuTime();
    elsewhere.advance(Duration.ofSeconds(10));
    assertThat(elsewhere.look("b", "vm").cpuTime().minus(before).toMillis()).isEqualTo(6000);
  }

  @Test
  void shouldNeverStartADomainFromAStreamThatWasChanged() throws Exception {
    byte[] stream = recordStream();
    Random random = new Random(5);
    for (int run = 0; run < 300; run++) {
      byte[] changed = stream.clone();
      int position = random.nextInt(changed.length);
      changed[position] ^= (byte) (1 << random.nextInt(8));
      Receiver receiver = receive(changed);

      assertThat(VirtualCluster.outcome(receiver))
          .as("changed at %d", position)
          .hasValueSatisfying(outcome -> assertThat(outcome.failure()).isPresent());
    }
    assertThat(cluster.copies("c")).isEmpty();
  }

  @Test
  void shouldUnderstandTheVeryStreamThatItIsChangedFrom() throws Exception {
    Receiver receiver = receive(recordStream());

    assertThat(VirtualCluster.outcome(receiver))
        .hasValueSatisfying(
            outcome ->
                assertThat(outcome.failure())
                    .hasValueSatisfying(
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.STREAM_CUT)));
    assertThat(cluster.events()).anyMatch(event -> event.what().equals("step ready"));
  }

  /** Everything that a sender says before it waits for READY. */
  private byte[] recordStream() throws Exception {
    DomainIdentity domain =
        cluster.host("a").create("name='vm'\nmemory=4\nsim_dirty_rate='1MiB/s'\n");
    Sender sender = (Sender) cluster.host("a").send(domain, "m-1");
    sender.inputPipe().offer(ByteBuffer.wrap(Wire.BANNER));
    ByteBuffer recorded = ByteBuffer.allocate(1 << 16);
    for (int tick = 0; tick < 100; tick++) {
      cluster.advance(Duration.ofMillis(50));
      sender.outputPipe().poll(recorded);
    }
    sender.cut();
    cluster.advance(Duration.ofSeconds(1));
    return Arrays.copyOf(recorded.array(), recorded.position());
  }

  private Receiver receive(byte[] stream) throws Exception {
    Receiver receiver = (Receiver) cluster.host("c").receive("m-2");
    ByteBuffer left = ByteBuffer.wrap(stream);
    for (int tick = 0; tick < 40 && VirtualCluster.outcome(receiver).isEmpty(); tick++) {
      receiver.inputPipe().offer(left);
      if (!left.hasRemaining()) {
        receiver.inputPipe().closeWriter();
      }
      cluster.advance(Duration.ofMillis(50));
    }
    receiver.cut();
    cluster.advance(Duration.ofSeconds(5));
    return receiver;
  }

  @Test
  void shouldRepeatItselfExactlyFromTheSameSeed() throws Exception {
    assertThat(run(1)).isEqualTo(run(1));
    assertThat(run(1)).isNotEqualTo(run(2));
  }

  /** Some life: noise, two migrations, a fault, a reboot, a host that fails. */
  private static List<Object> run(long seed) throws Exception {
    VirtualCluster cluster =
        new VirtualCluster(
            new ClusterSettings(seed, VirtualCluster.hosts(), Costs.ordinary(), 0.2, 4096));
    DomainIdentity first = cluster.create("vm1", "sim_demand='0.7'", "sim_dirty_rate='9MiB/s'");
    DomainIdentity second = cluster.create("vm2", "sim_demand='0.9'", "sim_events=['reboot@40s']");
    cluster.cluster().injectFault("b", "receiver-dies@ready");
    Migrating toB = cluster.migrate(first, "a", "b");
    Migrating toC = cluster.migrate(second, "a", "c");
    toB.finish();
    toC.finish();
    cluster.advance(Duration.ofMinutes(1));
    List<Object> trace = new ArrayList<>(cluster.events());
    for (String host : List.of("a", "b", "c")) {
      trace.add(cluster.host(host).observe());
    }
    return trace;
  }
}
