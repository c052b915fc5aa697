// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.DomainState;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HostObservation;
import org.transhume.spi.probe.ProbeInput;

class LoadMeterTest {

  private final LoadMeter meter = new LoadMeter();

  private static DomainObservation domain(
      String uuid, int domainId, double cpuSeconds, long bytes) {
    return new DomainObservation(
        new DomainIdentity(uuid, domainId, "d-" + uuid),
        "d-" + uuid,
        CopyKind.ORDINARY,
        DomainState.RUNNING,
        Optional.empty(),
        1,
        1,
        2,
        256,
        0,
        Duration.ofMillis((long) (cpuSeconds * 1000)),
        OptionalLong.of(bytes),
        List.of(),
        false,
        List.of());
  }

  private static HostObservation look(
      double second, double controlSeconds, DomainObservation... domains) {
    return new HostObservation(
        "h",
        Instant.EPOCH,
        (long) (second * 1e9),
        "Xen",
        4,
        1,
        1,
        Duration.ofMillis((long) (controlSeconds * 1000)),
        "",
        List.of(domains));
  }

  @Test
  void shouldKnowNothingFromOneLook() {
    LoadMeter.Loads loads = meter.measure(look(10, 5, domain("a", 1, 7, 100)));

    assertThat(loads.input().hostCpuLoad()).isEmpty();
    assertThat(loads.input().domainCpuLoads()).isEmpty();
    assertThat(loads.networkBytesPerSecond()).isEmpty();
  }

  @Test
  void shouldComputeRatesOverTheTimeBetweenTwoLooks() {
    meter.measure(look(10, 5, domain("a", 1, 7, 1000)));

    LoadMeter.Loads loads = meter.measure(look(12, 5.8, domain("a", 1, 10, 5000)));

    assertThat(loads.input().domainCpuLoads().get("a")).isCloseTo(1.5, within(1e-9));
    assertThat(loads.input().controlDomainCpuLoad().getAsDouble()).isCloseTo(0.1, within(1e-9));
    assertThat(loads.input().hostCpuLoad().getAsDouble()).isCloseTo(0.475, within(1e-9));
    assertThat(loads.networkBytesPerSecond().get("a")).isCloseTo(2000, within(1e-6));
  }

  @Test
  void shouldNotTakeANewDomidForTheSameRun() {
    meter.measure(look(10, 0, domain("a", 1, 100, 0)));

    assertThat(meter.measure(look(12, 0, domain("a", 2, 101, 0))).input().domainCpuLoads())
        .isEmpty();
  }

  @Test
  void shouldLeaveOutADomainThatHasJustArrived() {
    meter.measure(look(10, 0));

    assertThat(meter.measure(look(12, 0, domain("a", 1, 1, 0))).input().domainCpuLoads()).isEmpty();
  }

  @Test
  void shouldKnowNothingWhenTimeDidNotAdvance() {
    meter.measure(look(10, 0, domain("a", 1, 1, 0)));

    assertThat(meter.measure(look(10, 0, domain("a", 1, 2, 0))).input().hostCpuLoad()).isEmpty();
    assertThat(meter.measure(look(9, 0, domain("a", 1, 3, 0))).input().domainCpuLoads()).isEmpty();
  }

  @Test
  void shouldKnowNothingOfACounterThatFell() {
    meter.measure(look(10, 5, domain("a", 1, 9, 0)));

    LoadMeter.Loads loads = meter.measure(look(12, 4, domain("a", 1, 8, 0)));

    assertThat(loads.input().domainCpuLoads()).isEmpty();
    assertThat(loads.input().controlDomainCpuLoad()).isEmpty();
    assertThat(loads.input().hostCpuLoad()).isEmpty();
  }

  @Test
  void shouldTakeALittleMoreThanTheMachineHasForAnErrorInDating() {
    meter.measure(look(10, 0, domain("a", 1, 0, 0), domain("b", 2, 0, 0)));

    ProbeInput input =
        meter.measure(look(12, 4.8, domain("a", 1, 4, 0), domain("b", 2, 0.8, 0))).input();

    assertThat(input.hostCpuLoad().getAsDouble()).isCloseTo(1, within(1e-9));
    assertThat(input.controlDomainCpuLoad().getAsDouble()).isCloseTo(0.5, within(1e-9));
    assertThat(input.domainCpuLoads().get("a")).isCloseTo(2 / 1.2, within(1e-9));
  }

  @Test
  void shouldGiveNoDomainMoreThanItsProcessorsForAnErrorInDating() {
    meter.measure(look(10, 0, domain("a", 1, 0, 0)));

    assertThat(meter.measure(look(12, 0, domain("a", 1, 4.4, 0))).input().domainCpuLoads())
        .containsEntry("a", 2.0);
  }

  @Test
  void shouldLeaveWhatNoDatingExplainsForOthersToRefuse() {
    meter.measure(look(10, 0, domain("a", 1, 0, 0)));

    ProbeInput input = meter.measure(look(12, 16, domain("a", 1, 8, 0))).input();

    assertThat(input.hostCpuLoad().getAsDouble()).isCloseTo(3, within(1e-9));
    assertThat(input.domainCpuLoads()).containsEntry("a", 4.0);
  }
}
