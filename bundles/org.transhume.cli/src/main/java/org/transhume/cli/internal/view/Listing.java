// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import static org.transhume.cli.internal.view.Table.left;
import static org.transhume.cli.internal.view.Table.right;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.StoppedDomain;
import org.transhume.api.model.ThresholdState;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.PolicyMXBean;

/** The tables of {@code transhume list}, made from what was read and from nothing else. */
public final class Listing {

  private Listing() {}

  /** Hosts, with the reason beside those that are stale. */
  static Table hosts(List<HostSample> hosts, List<String> staleHosts) {
    Map<String, String> notes = staleNotes(staleHosts);
    Table table =
        new Table(
            left("HOST"),
            left("STATE"),
            right("CPUS"),
            right("LOAD"),
            right("DOM0"),
            right("MEMORY"),
            right("FREE"),
            right("DOMAINS"),
            left("NOTE"));
    for (HostSample host : byName(hosts)) {
      table.row(
          host.host(),
          host.state().name(),
          Integer.toString(host.physicalCpus()),
          Quantity.percent(host.cpuLoad()),
          Quantity.percent(host.controlDomainCpuLoad()),
          Quantity.bytes(host.totalMemoryBytes()),
          Quantity.bytes(host.freeMemoryBytes()),
          Integer.toString(host.domains().size()),
          Optional.ofNullable(notes.remove(host.host())).orElseGet(() -> high(host)));
    }
    notes.forEach((host, note) -> table.row(host, "", "", "", "", "", "", "", note));
    return table;
  }

  /** Domains, each where it is now. */
  static Table domains(List<HostSample> hosts) {
    Table table =
        new Table(
            left("DOMAIN"),
            left("HOST"),
            left("STATE"),
            left("TYPE"),
            right("ID"),
            right("VCPUS"),
            right("LOAD"),
            right("MEMORY"),
            left("NOT MOVABLE BECAUSE"));
    hosts.stream()
        .flatMap(host -> host.domains().stream().map(domain -> new Place(host.host(), domain)))
        .sorted(Comparator.comparing((Place place) -> place.domain().name()))
        .forEach(place -> table.row(place.cells()));
    return table;
  }

  /** Domains that are stopped on purpose. */
  static Table stopped(List<StoppedDomain> domains) {
    Table table =
        new Table(
            left("DOMAIN"),
            left("LAST HOST"),
            left("SINCE"),
            right("VCPUS"),
            right("MEMORY"),
            left("TAGS"));
    domains.stream()
        .sorted(Comparator.comparing(StoppedDomain::name))
        .forEach(
            domain ->
                table.row(
                    domain.name(),
                    domain.lastHost(),
                    Instant.ofEpochMilli(domain.stoppedAtEpochMillis())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString(),
                    Integer.toString(domain.vcpus()),
                    Quantity.bytes(domain.memoryBytes()),
                    domain.tags().stream().sorted().collect(Collectors.joining(", "))));
    return table;
  }

  /** Migrations, the newest last. */
  static Table migrations(List<MigrationEvent> migrations) {
    Table table =
        new Table(
            left("ID"),
            left("DOMAIN"),
            left("FROM"),
            left("TO"),
            left("PHASE"),
            right("SENT"),
            right("DURATION"),
            right("DOWNTIME"),
            left("REASON"));
    for (MigrationEvent migration : migrations) {
      table.row(
          migration.id(),
          migration.domain(),
          migration.source(),
          migration.target(),
          migration.phase().name(),
          Quantity.bytes(migration.bytesSent()),
          Quantity.millis(migration.durationMillis()),
          Quantity.millis(migration.downtimeMillis()),
          reasons(migration.reasons()));
    }
    return table;
  }

  /** How each probe stands on each host. */
  static Table probes(List<HostSample> hosts) {
    Table table =
        new Table(
            left("HOST"),
            left("PROBE"),
            left("LEVEL"),
            right("VALUE"),
            right("HIGH"),
            right("LOW"));
    for (HostSample host : byName(hosts)) {
      for (ThresholdState threshold : host.thresholds()) {
        table.row(
            host.host(),
            threshold.probe(),
            threshold.level().name(),
            Quantity.processors(threshold.value()),
            Quantity.processors(threshold.highThreshold()),
            Quantity.processors(threshold.lowThreshold()));
      }
    }
    return table;
  }

  /** Policies with what each said last. */
  static Table policies(List<PolicyRow> policies) {
    Table table =
        new Table(
            left("POLICY"),
            left("VERSION"),
            left("MODE"),
            right("MOVES"),
            right("REFUSALS"),
            left("LAST REASON"));
    for (PolicyRow policy : policies) {
      table.row(
          policy.name(),
          policy.version(),
          policy.mode(),
          policy.moves() == null ? "" : policy.moves().toString(),
          policy.refusals() == null ? "" : policy.refusals().toString(),
          policy.lastReason());
    }
    return table;
  }

  /** All reasons in one line. */
  public static String reasons(List<Explanation> reasons) {
    return reasons.stream().map(Explanation::text).collect(Collectors.joining("; "));
  }

  private static String high(HostSample host) {
    return host.thresholds().stream()
        .filter(threshold -> threshold.level() != org.transhume.api.model.ThresholdLevel.NORMAL)
        .filter(threshold -> threshold.level() != org.transhume.api.model.ThresholdLevel.UNKNOWN)
        .map(threshold -> threshold.probe() + " " + threshold.level())
        .collect(Collectors.joining(", "));
  }

  private static Map<String, String> staleNotes(List<String> staleHosts) {
    Map<String, String> notes = new LinkedHashMap<>();
    for (String line : staleHosts) {
      int colon = line.indexOf(": ");
      notes.put(
          colon < 0 ? line : line.substring(0, colon),
          "stale: " + (colon < 0 ? "" : line.substring(colon + 2)));
    }
    return notes;
  }

  private static List<HostSample> byName(List<HostSample> hosts) {
    return hosts.stream().sorted(Comparator.comparing(HostSample::host)).toList();
  }

  /** A domain and the host that it is on. */
  record Place(String host, DomainSample domain) {

    private String[] cells() {
      return new String[] {
        domain.name(),
        host,
        domain.state().name(),
        domain.type() == null ? "" : domain.type().name(),
        Integer.toString(domain.domainId()),
        Integer.toString(domain.vcpus()),
        Quantity.processors(domain.cpuLoad()),
        Quantity.bytes(domain.memoryBytes()),
        reasons(domain.notMovableReasons())
      };
    }
  }

  /**
   * A policy as the list shows it.
   *
   * @param name its name
   * @param version version of the bundle that serves
   * @param mode how far it may go
   * @param moves number of moves in its last proposal; null before the first
   * @param refusals number of refusals in it; null before the first
   * @param lastReason why it proposed or refused; null when it said nothing
   */
  record PolicyRow(
      String name,
      String version,
      String mode,
      Integer moves,
      Integer refusals,
      String lastReason) {

    /** Reads the policy's MBean. */
    static PolicyRow of(PolicyMXBean policy) {
      var proposal = policy.getLastProposal();
      return new PolicyRow(
          policy.getName(),
          policy.getVersion(),
          policy.getMode().name(),
          proposal == null ? null : proposal.moves().size(),
          proposal == null ? null : proposal.refusals().size(),
          proposal == null ? null : reason(proposal));
    }

    private static String reason(org.transhume.api.model.Proposal proposal) {
      return java.util.stream.Stream.concat(
              proposal.moves().stream().map(move -> move.reason()),
              proposal.refusals().stream().map(refusal -> refusal.reason()))
          .map(Explanation::text)
          .findFirst()
          .orElse(null);
    }
  }
}
