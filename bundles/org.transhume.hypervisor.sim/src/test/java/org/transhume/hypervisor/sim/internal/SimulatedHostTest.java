// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.DomainState;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

class SimulatedHostTest {

  private final VirtualCluster cluster = new VirtualCluster();

  @Test
  void shouldAccountExactlyWhatADomainUses() throws Exception {
    cluster.create("vm", "sim_demand='0.3*60s+0.9*30s'");

    cluster.advance(Duration.ofHours(25));

    // Each 90 s: 60 s of 0.3 and 30 s of 0.9 processors.
    assertThat(used("vm")).isCloseTo(45.0 * 1000, within(1e-3));
    assertThat(cluster.host("a").observe().controlDomainCpuTime().toMillis())
        .isEqualTo(3600L * 1000);
  }

  @Test
  void shouldAccountTheSameHoweverOftenOneLooks() throws Exception {
    VirtualCluster watched = noisy();
    VirtualCluster alone = noisy();

    for (int look = 0; look < 1000; look++) {
      watched.advance(Duration.ofMillis(137));
      watched.host("a").observe();
    }
    alone.advance(Duration.ofSeconds(137));

    double seconds = watched.look("a", "vm").cpuTime().toNanos() / 1e9;
    assertThat(seconds)
        .isCloseTo(alone.look("a", "vm").cpuTime().toNanos() / 1e9, within(1e-6))
        .isCloseTo(137 * 0.5, within(3.0))
        .isNotEqualTo(137 * 0.5);
  }

  private static VirtualCluster noisy() throws HypervisorException {
    VirtualCluster cluster =
        new VirtualCluster(
            new ClusterSettings(9, VirtualCluster.hosts(), Costs.ordinary(), 0.3, 4096));
    cluster.create("vm", "sim_demand='0.5'");
    return cluster;
  }

  @Test
  void shouldDivideAnOverloadedMachineByWeight() throws Exception {
    cluster.create("light", "vcpus=2", "sim_demand='2'", "cpu_weight=128");
    cluster.create("heavy", "vcpus=2", "sim_demand='2'", "cpu_weight=256");

    cluster.advance(Duration.ofSeconds(100));

    // Dom0 has its 0.04 processors; the other 1.96 are divided one to two.
    assertThat(used("light")).isCloseTo(196 / 3.0, within(1e-3));
    assertThat(used("heavy")).isCloseTo(2 * 196 / 3.0, within(1e-3));
  }

  @Test
  void shouldNeverGiveADomainMoreThanItsCapOrItsVcpus() throws Exception {
    cluster.create("capped", "sim_demand='1'", "cap=45");
    cluster.create("narrow", "vcpus=1", "sim_demand='5'");

    cluster.advance(Duration.ofSeconds(10));

    assertThat(used("capped")).isCloseTo(4.5, within(1e-6));
    assertThat(used("narrow")).isCloseTo(10, within(1e-6));
  }

  @Test
  void shouldUseNothingWhilePaused() throws Exception {
    DomainIdentity domain = cluster.create("vm", "sim_demand='1'", "sim_network='1MiB/s'");
    cluster.advance(Duration.ofSeconds(5));

    cluster.host("a").pause(domain);
    cluster.advance(Duration.ofSeconds(60));
    cluster.host("a").unpause(domain);
    cluster.advance(Duration.ofSeconds(5));

    assertThat(used("vm")).isCloseTo(10, within(1e-6));
    assertThat(cluster.look("a", "vm").networkBytes()).hasValue(10L << 20);
  }

  @Test
  void shouldChangeTheDemandFromNowOn() throws Exception {
    cluster.create("vm", "sim_demand='0.1'");
    cluster.advance(Duration.ofSeconds(10));

    cluster.cluster().setDemand("vm", 0.8);
    cluster.advance(Duration.ofSeconds(10));

    assertThat(used("vm")).isCloseTo(1 + 8, within(1e-6));
  }

  @Test
  void shouldRefuseControlsThatMakeNoSenseNamingWhatThereIs() throws Exception {
    cluster.create("vm");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> cluster.cluster().setDemand("nobody", 0.5))
        .withMessageContaining("nobody");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cluster.cluster().setDemand("vm", 1.5))
        .withMessageContaining("0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cluster.cluster().setDirtyRate("vm", Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cluster.cluster().injectFault("z", "stream-cut"))
        .withMessageContaining("a, b, c");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cluster.cluster().injectFault("a", "stream-kut"))
        .withMessageContaining("stream-cut");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cluster.cluster().injectFault("a", "no-memory@go"))
        .withMessageContaining("create");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cluster.cluster().injectFault("a", "stream-cut@sometime"))
        .withMessageContaining("pre-copy");
  }

  @Test
  void shouldCountWhatXenKeepsBesideTheGuestsMemory() throws Exception {
    long free = cluster.host("a").observe().freeMemoryBytes();
    assertThat(free).isEqualTo(3072L << 20);

    cluster.host("a").create("name='lab'\nmemory=128\n");

    // As measured on a real host: 132 MiB for a guest of 128.
    assertThat(cluster.host("a").observe().freeMemoryBytes()).isEqualTo(free - (132L << 20));
  }

  @Test
  void shouldSayHowMuchMemoryIsMissing() {
    HypervisorException refusal =
        catchThrowableOfType(
            HypervisorException.class, () -> cluster.host("a").create("name='big'\nmemory=4000\n"));

    assertThat(refusal.reason()).isEqualTo(Reason.NO_MEMORY);
    assertThat(refusal.operands())
        .containsEntry("host", "a")
        .containsEntry("freeBytes", Long.toString(3072L << 20))
        .containsKey("neededBytes");
  }

  @Test
  void shouldRebootUnderANewDomainIdByItself() throws Exception {
    DomainIdentity before = cluster.create("vm", "sim_events=['reboot@60s']");
    List<DomainState> states = statesOf("vm", Duration.ofSeconds(61));

    DomainIdentity after = cluster.look("a", "vm").identity();
    assertThat(states)
        .containsExactly(DomainState.RUNNING, DomainState.REBOOTING, DomainState.RUNNING);
    assertThat(after.uuid()).isEqualTo(before.uuid());
    assertThat(after.domainId()).isNotEqualTo(before.domainId());
    cluster.advance(Duration.ofMinutes(10));
    assertThat(cluster.look("a", "vm").identity()).as("it reboots once").isEqualTo(after);
  }

  private List<DomainState> statesOf(String name, Duration duration) throws Exception {
    List<DomainState> states = new ArrayList<>();
    for (long millis = 0; millis < duration.toMillis(); millis += 50) {
      DomainState state = cluster.look("a", name).state();
      if (states.isEmpty() || states.get(states.size() - 1) != state) {
        states.add(state);
      }
      cluster.advance(Duration.ofMillis(50));
    }
    return states;
  }

  @Test
  void shouldEndAsItsConfigurationSays() throws Exception {
    cluster.create("off", "sim_events=['poweroff@10s']");
    cluster.create("crash", "sim_events=['crash@10s']", "on_crash='preserve'");
    cluster.create("again", "sim_events=['crash@10s']", "on_crash='restart'");

    cluster.advance(Duration.ofSeconds(11));

    assertThat(cluster.copies("a")).containsExactlyInAnyOrder("crash CRASHED", "again RUNNING");
  }

  @Test
  void shouldHearARequestWhenItIsUnpaused() throws Exception {
    DomainIdentity domain = cluster.create("vm");
    cluster.host("a").pause(domain);

    cluster.host("a").shutdown(domain);
    cluster.advance(Duration.ofMinutes(1));
    assertThat(cluster.copies("a")).containsExactly("vm PAUSED");

    cluster.host("a").unpause(domain);
    cluster.advance(Duration.ofSeconds(5));
    assertThat(cluster.copies("a")).isEmpty();
  }

  @Test
  void shouldKeepGuestEventsThroughAMove() throws Exception {
    DomainIdentity domain = cluster.create("vm", "sim_events=['poweroff@60s']");
    cluster.migrate(domain, "a", "b").finish();
    assertThat(cluster.copies("b")).containsExactly("vm RUNNING");

    cluster.advance(Duration.ofSeconds(60));

    assertThat(cluster.copies("b")).isEmpty();
  }

  @Test
  void shouldLetItsClockDriftAndBeStepped() throws Exception {
    HostShape fast = new HostShape("fast", 1, 1L << 30, 0, 1e6, Duration.ofSeconds(2), 100);
    VirtualCluster drifting =
        new VirtualCluster(new ClusterSettings(1, List.of(fast), Costs.ordinary(), 0, 4096));

    drifting.advance(Duration.ofSeconds(10_000));
    assertThat(drifting.host("fast").observe().takenAt())
        .isEqualTo(Instant.EPOCH.plusSeconds(10_000 + 2 + 1));

    drifting.cluster().stepClock("fast", Duration.ofSeconds(-3));
    assertThat(drifting.host("fast").observe().takenAt())
        .isEqualTo(Instant.EPOCH.plusSeconds(10_000));
    assertThat(drifting.host("fast").observe().monotonicNanos())
        .isEqualTo(Duration.ofSeconds(10_000).toNanos());
  }

  @Test
  void shouldAnswerThatAMachineIsOff() throws Exception {
    DomainIdentity domain = cluster.create("vm");
    cluster.cluster().powerOff("a");

    assertThat(catchThrowableOfType(HypervisorException.class, cluster.host("a")::observe).reason())
        .isEqualTo(Reason.NOT_AVAILABLE);

    cluster.cluster().powerOn("a");
    assertThat(cluster.copies("a")).isEmpty();
    assertThat(cluster.host("a").configuration(domain.uuid())).isPresent();
    assertThat(cluster.create("other").domainId()).isEqualTo(domain.domainId());
  }

  @Test
  void shouldStartAtBootWhatItIsToldTo() throws Exception {
    cluster.create("vm");
    cluster.create("other");
    cluster.cluster().equip("a", "starts=vm");
    cluster.cluster().powerOff("a");
    cluster.cluster().powerOn("a");
    cluster.advance(Duration.ofSeconds(5));

    assertThat(cluster.copies("a")).containsExactly("vm RUNNING");
  }

  private double used(String name) throws HypervisorException {
    return cluster.look("a", name).cpuTime().toNanos() / 1e9;
  }
}
