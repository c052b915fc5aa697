// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transhume.api.fuzz.Mutations;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/**
 * Recordings of real tools, damaged at random: whatever is read ends soon, as values that make
 * sense and stand in what was printed, or as the one exception that says what was printed instead.
 */
class DamagedSamplesTest {

  private static final int ROUNDS = Mutations.rounds(20);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** One of the readers, and what has to hold of what it has read. */
  private interface Reader {
    void read(CommandResult result) throws HypervisorException;
  }

  private static final List<Reader> READERS =
      List.of(
          DamagedSamplesTest::readRows,
          DamagedSamplesTest::readDetails,
          DamagedSamplesTest::readHost,
          DamagedSamplesTest::readShares,
          DamagedSamplesTest::readTheRest);

  @TestFactory
  Stream<DynamicTest> shouldEndAsSenseOrAsGarbageHoweverASampleIsDamaged() throws IOException {
    return Stream.concat(Sample.all("samples").stream(), Sample.all("samples-lab").stream())
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.name(),
                    () -> Assertions.assertTimeoutPreemptively(PATIENCE, () -> damage(sample))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "[null]",
        "[1, \"a\", [], {}]",
        "[{\"domid\": 1, \"config\": {\"b_info\": {\"max_memkb\": 18446744073709551615}}}]",
        "[{\"domid\": 1, \"config\": {\"nics\": [null], \"disks\": {}, \"c_info\": []}}]",
        """
        nr_cpus : 9999999999
        xen_version : 4
        xen_major : 4
        xen_minor : 1
        total_memory : 9999999999
        free_memory : 1
        """
      })
  void shouldEndAsSenseOrAsGarbageOnWhatNobodyPrints(String output) throws IOException {
    Sample any = Sample.all("samples").get(0);

    readAll(any.printing(output));
  }

  private static void damage(Sample sample) {
    byte[] whole = sample.output().getBytes(StandardCharsets.UTF_8);
    Command command = sample.command();
    Mutations mutations = new Mutations(sample.name().hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      String output = new String(mutations.of(whole), StandardCharsets.UTF_8);
      readAll(new CommandResult(command, 0, output, ""));
    }
  }

  private static void readAll(CommandResult result) {
    for (Reader reader : READERS) {
      try {
        reader.read(result);
      } catch (HypervisorException e) {
        assertThat(e.reason()).isEqualTo(Reason.GARBAGE);
        assertThat(e.getMessage().length()).isLessThan(10_000);
      }
    }
  }

  private static void readRows(CommandResult result) throws HypervisorException {
    for (DomainRow row : DomainRow.parse(result)) {
      assertThat(result.output()).contains(row.identity().name());
      assertThat(result.output()).containsIgnoringCase(row.identity().uuid());
      assertThat(row.memoryMebibytes() << 20).isNotNegative();
      assertThat(row.cpuTime()).isGreaterThanOrEqualTo(Duration.ZERO);
      assertThat(row.state()).isNotNull();
    }
  }

  private static void readDetails(CommandResult result) throws HypervisorException {
    for (DomainDetails details : DomainDetails.parse(result).values()) {
      assertThat(details.maximumMemoryBytes()).isNotNegative();
      assertThat(details.obstacles(true)).isNotNull();
      details
          .share()
          .ifPresent(
              share -> {
                assertThat(share.weight()).isPositive();
                assertThat(share.capPercent()).isNotNegative();
              });
    }
  }

  private static void readHost(CommandResult result) throws HypervisorException {
    HostFacts facts = HostFacts.parse(result);
    assertThat(facts.physicalCpus()).isNotNegative();
    assertThat(facts.totalMemoryBytes()).isNotNegative();
    assertThat(facts.freeMemoryBytes()).isNotNegative();
  }

  private static void readShares(CommandResult result) {
    Share.parse(result)
        .forEach(
            (domainId, share) -> {
              assertThat(domainId).isNotNegative();
              assertThat(share.weight()).isNotNegative();
            });
  }

  private static void readTheRest(CommandResult result) {
    assertThat(GuestFeatures.abilityIn(result.output())).isNotNull();
    assertThat(Diagnosis.SENDER.of(result.command(), 1, result.complaints()).reason()).isNotNull();
    assertThat(Diagnosis.RECEIVER.outcome(result.command(), 0, result.complaints())).isNotNull();
    assertThat(ResumeTool.isKnownTo(result.output())).isIn(true, false);
  }
}
