// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.transhume.cli.internal.ClusterFixture.domain;
import static org.transhume.cli.internal.ClusterFixture.host;
import static org.transhume.cli.internal.ClusterFixture.migration;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.StoppedDomain;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.mx.HostSample;

class ListingTest {

  private final List<HostSample> hosts =
      List.of(
          host("a-204-03", null, ThresholdLevel.UNKNOWN),
          host(
              "a-204-02",
              0.934,
              ThresholdLevel.HIGH,
              domain("etch-1-1", 1.5),
              domain("dapper-1-1", null)));

  @Test
  void shouldListHostsByNameWithTheirLoadAndWhatIsHigh() {
    assertThat(Listing.hosts(hosts, List.of()).lines())
        .hasSize(3)
        .satisfies(
            lines -> {
              assertThat(lines.get(1))
                  .startsWith("a-204-02  ACTIVE")
                  .contains("93%", "16.0 GiB", "8.0 GiB", "cpu HIGH");
              assertThat(lines.get(2)).startsWith("a-204-03  ACTIVE").endsWith("-");
            });
  }

  @Test
  void shouldShowStaleHostsWithTheirReasonAlsoWhenNothingElseIsKnown() {
    assertThat(
            Listing.hosts(hosts, List.of("a-204-03: no sample for 12 s", "a-204-09: unreachable"))
                .lines())
        .anySatisfy(
            line -> assertThat(line).startsWith("a-204-03").endsWith("stale: no sample for 12 s"))
        .anySatisfy(line -> assertThat(line).startsWith("a-204-09").endsWith("stale: unreachable"));
  }

  @Test
  void shouldListDomainsWhereTheyAre() {
    assertThat(Listing.domains(hosts).lines())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).startsWith("dapper-1-1  a-204-02  RUNNING  PVH"))
        .anySatisfy(line -> assertThat(line).startsWith("etch-1-1").contains("1.50", "1.0 GiB"));
  }

  @Test
  void shouldListWhatIsStoppedWithWhereItWasAndSinceWhen() {
    StoppedDomain stopped =
        new StoppedDomain(
            "8b74", "web-3", "a-204-03", 128L << 20, 1, Set.of("service.web"), Set.of(), 0);

    assertThat(Listing.stopped(List.of(stopped)).lines().get(1))
        .isEqualTo("web-3   a-204-03   1970-01-01T00:00:00Z      1  128 MiB  service.web");
  }

  @Test
  void shouldListMigrationsWithTheirTimesAndReasons() {
    assertThat(
            Listing.migrations(
                    List.of(
                        migration(
                            "etch-1-1", "a-204-02", "a-204-03", MigrationPhase.DONE, "hot", "x")))
                .lines()
                .get(1))
        .isEqualTo(
            "m-1  etch-1-1  a-204-02  a-204-03  DONE   64.0 MiB     8.2 s     85 ms  hot; x");
  }

  @Test
  void shouldListHowProbesStand() {
    assertThat(Listing.probes(hosts).lines())
        .contains("a-204-02  cpu    HIGH      0.93  0.80  0.60")
        .contains("a-204-03  cpu    UNKNOWN      -  0.80  0.60");
  }

  @Test
  void shouldPrintEveryComponentAsJsonWithNullForTheUnknown() throws Exception {
    assertThat(Output.json(hosts))
        .contains("\"host\" : \"a-204-03\"", "\"cpuLoad\" : null", "\"level\" : \"HIGH\"");
  }
}
