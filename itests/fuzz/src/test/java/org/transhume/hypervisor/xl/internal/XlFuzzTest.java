// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.transhume.itests.fuzz.Samples;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/** What xl and its like print: sense that stands there, or the one exception. */
class XlFuzzTest {

  static Stream<Arguments> rowSamples() throws IOException {
    return Samples.recorded("list-v");
  }

  @MethodSource("rowSamples")
  @FuzzTest
  void rows(byte[] printed) {
    CommandResult result = result(printed);
    try {
      for (DomainRow row : DomainRow.parse(result)) {
        assertThat(result.output()).contains(row.identity().name());
        assertThat(result.output()).containsIgnoringCase(row.identity().uuid());
        assertThat(row.memoryMebibytes() << 20).isNotNegative();
        assertThat(row.state()).isNotNull();
      }
    } catch (HypervisorException e) {
      assertThat(e.reason()).isEqualTo(Reason.GARBAGE);
    }
  }

  static Stream<Arguments> detailSamples() throws IOException {
    return Samples.recorded("list-l");
  }

  @MethodSource("detailSamples")
  @FuzzTest
  void details(byte[] printed) {
    try {
      for (DomainDetails details : DomainDetails.parse(result(printed)).values()) {
        assertThat(details.maximumMemoryBytes()).isNotNegative();
        details.share().ifPresent(share -> assertThat(share.weight()).isPositive());
        assertThat(details.obstacles(true)).isNotNull();
      }
    } catch (HypervisorException e) {
      assertThat(e.reason()).isEqualTo(Reason.GARBAGE);
    }
  }

  static Stream<Arguments> hostSamples() throws IOException {
    return Samples.recorded("info");
  }

  @MethodSource("hostSamples")
  @FuzzTest
  void host(byte[] printed) {
    try {
      HostFacts facts = HostFacts.parse(result(printed));
      assertThat(facts.physicalCpus()).isNotNegative();
      assertThat(facts.totalMemoryBytes()).isNotNegative();
      assertThat(facts.freeMemoryBytes()).isNotNegative();
    } catch (HypervisorException e) {
      assertThat(e.reason()).isEqualTo(Reason.GARBAGE);
    }
  }

  static Stream<Arguments> otherSamples() throws IOException {
    return Stream.concat(
        Samples.recorded("sched"),
        Stream.concat(Samples.recorded("migrate"), Samples.recorded("xenstore")));
  }

  /** What has no exception at all. */
  @MethodSource("otherSamples")
  @FuzzTest
  void others(byte[] printed) {
    CommandResult result = result(printed);
    Share.parse(result).values().forEach(share -> assertThat(share.weight()).isNotNegative());
    assertThat(GuestFeatures.abilityIn(result.output())).isNotNull();
    assertThat(Diagnosis.SENDER.of(result.command(), 1, result.complaints()).reason()).isNotNull();
    assertThat(Diagnosis.RECEIVER.outcome(result.command(), 0, result.complaints())).isNotNull();
  }

  private static CommandResult result(byte[] printed) {
    return new CommandResult(
        new Command(List.of("xl"), Duration.ofSeconds(1)),
        0,
        new String(printed, StandardCharsets.UTF_8),
        "");
  }
}
