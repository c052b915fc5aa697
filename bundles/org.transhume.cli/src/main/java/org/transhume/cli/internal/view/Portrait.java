// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.ThresholdState;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.PolicyMXBean;
import org.transhume.api.mx.PolicyParameter;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.client.ClusterView;

/** Everything about one thing: the facts behind {@code transhume show}, in their order. */
final class Portrait {

  private final ClusterView cluster;

  Portrait(ClusterView cluster) {
    this.cluster = cluster;
  }

  /** The facts of the host, domain, migration or policy of that name. */
  Map<String, Object> of(String name) throws CommandFailure, IOException {
    if (name.equals("manager") && cluster.manager().isPresent()) {
      return manager(cluster.manager().get());
    }
    Optional<HostSample> host =
        cluster.hosts().stream().filter(sample -> sample.host().equals(name)).findFirst();
    if (host.isPresent()) {
      return host(host.get());
    }
    Optional<DomainMXBean> domain = cluster.domain(name);
    if (domain.isPresent()) {
      return domain(domain.get());
    }
    Optional<MigrationMXBean> migration = cluster.migration(name);
    if (migration.isPresent()) {
      return migration(migration.get());
    }
    Optional<PolicyMXBean> policy = cluster.policy(name);
    if (policy.isPresent()) {
      return policy(policy.get());
    }
    throw new CommandFailure(
        "no host, domain, migration or policy is called '"
            + name
            + "'; 'transhume list' and 'transhume list domains' show the names");
  }

  /** The facts as a table of two columns. */
  static Table table(Map<String, Object> facts) {
    Table table = new Table(Table.left("WHAT"), Table.left("VALUE"));
    facts.forEach((what, value) -> rows(table, what, value));
    return table;
  }

  private static void rows(Table table, String what, Object value) {
    if (value instanceof List<?> items && !items.isEmpty()) {
      table.row(what, items.get(0).toString());
      items.stream().skip(1).forEach(item -> table.row(" ", item.toString()));
    } else {
      table.row(what, value == null || value instanceof List<?> ? "" : text(what, value));
    }
  }

  private static String text(String what, Object value) {
    if (value instanceof Number number) {
      if (what.endsWith("BytesPerSecond") || what.endsWith("bytesPerSecond")) {
        return Quantity.rate(number);
      }
      if (what.endsWith("Bytes") || what.equals("bytesSent")) {
        return Quantity.bytes(number);
      }
      if (what.endsWith("Millis") && !what.endsWith("EpochMillis")) {
        return Quantity.millis(number.longValue());
      }
      if (what.endsWith("EpochMillis")) {
        return java.time.Instant.ofEpochMilli(number.longValue()).toString();
      }
      if (value instanceof Double fraction) {
        return Quantity.processors(fraction);
      }
    }
    return value.toString();
  }

  private static Map<String, Object> manager(ManagerMXBean manager) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", "manager");
    facts.put("version", manager.getVersion());
    facts.put("startedAtEpochMillis", manager.getStartedAtEpochMillis());
    facts.put("role", manager.getRole());
    facts.put("epoch", manager.getEpoch().toString());
    facts.put("mode", manager.getMode());
    facts.put("migrationsPerSource", manager.getMigrationsPerSource());
    facts.put("migrationsPerTarget", manager.getMigrationsPerTarget());
    facts.put("migrationsPerCluster", manager.getMigrationsPerCluster());
    facts.put("bandwidthLimitBytesPerSecond", manager.getBandwidthLimitBytesPerSecond());
    facts.put("policies", manager.getPolicies());
    facts.put("connections", manager.getConnections());
    facts.put("migrations", manager.getMigrations());
    facts.put("warnings", manager.getWarnings());
    return facts;
  }

  private static Map<String, Object> host(HostSample host) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", "host");
    facts.put("host", host.host());
    facts.put("state", host.state());
    facts.put("atEpochMillis", host.atEpochMillis());
    facts.put("hypervisorVersion", host.hypervisorVersion());
    facts.put("physicalCpus", host.physicalCpus());
    facts.put("cpuLoad", host.cpuLoad());
    facts.put("controlDomainCpuLoad", host.controlDomainCpuLoad());
    facts.put("totalMemoryBytes", host.totalMemoryBytes());
    facts.put("freeMemoryBytes", host.freeMemoryBytes());
    facts.put("probes", host.thresholds().stream().map(Portrait::threshold).toList());
    facts.put("domains", host.domains().stream().map(DomainSample::name).sorted().toList());
    return facts;
  }

  private static Map<String, Object> domain(DomainMXBean domain) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", "domain");
    facts.put("name", domain.getName());
    facts.put("host", domain.getHost());
    facts.put("uuid", domain.getUuid());
    facts.put("domainId", domain.getDomainId());
    facts.put("state", domain.getState());
    facts.put("type", domain.getType());
    facts.put("memoryBytes", domain.getMemoryBytes());
    facts.put("vcpus", domain.getVcpus());
    facts.put("weight", domain.getWeight());
    facts.put("cap", domain.getCap());
    facts.put("cpuLoad", domain.getCpuLoad());
    facts.put("networkBytesPerSecond", domain.getNetworkBytesPerSecond());
    facts.put("tags", domain.getTags());
    facts.put("movable", domain.isMovable());
    facts.put("notMovableReason", domain.getNotMovableReason());
    return facts;
  }

  private static Map<String, Object> migration(MigrationMXBean migration) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", "migration");
    facts.put("id", migration.getId());
    facts.put("domain", migration.getDomain());
    facts.put("domainUuid", migration.getDomainUuid());
    facts.put("source", migration.getSource());
    facts.put("target", migration.getTarget());
    facts.put("phase", migration.getPhase());
    facts.put("progressPercent", migration.getProgressPercent());
    facts.put("bytesSent", migration.getBytesSent());
    facts.put("bytesPerSecond", migration.getBytesPerSecond());
    facts.put("round", migration.getRound());
    facts.put("downtimeMillis", migration.getDowntimeMillis());
    facts.put("answeredMillis", migration.getAnsweredMillis());
    facts.put("clockOffsetBeforeMillis", migration.getClockOffsetBeforeMillis());
    facts.put("clockOffsetAfterMillis", migration.getClockOffsetAfterMillis());
    facts.put("durationMillis", migration.getDurationMillis());
    facts.put("reason", migration.getReason());
    facts.put("requestedBy", migration.getRequestedBy());
    facts.put(
        "outcomeReasons", migration.getOutcomeReasons().stream().map(Explanation::text).toList());
    return facts;
  }

  private static Map<String, Object> policy(PolicyMXBean policy) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", "policy");
    facts.put("name", policy.getName());
    facts.put("version", policy.getVersion());
    facts.put("otherVersions", policy.getOtherVersions());
    facts.put("mode", policy.getMode());
    facts.put("parameters", policy.getParameters().stream().map(Portrait::parameter).toList());
    facts.put("lastProposalAtEpochMillis", policy.getLastProposalAtEpochMillis());
    var proposal = policy.getLastProposal();
    facts.put(
        "moves",
        proposal == null
            ? null
            : proposal.moves().stream()
                .map(
                    move ->
                        move.domain()
                            + " from "
                            + move.source()
                            + " to "
                            + move.target()
                            + ": "
                            + move.reason().text())
                .toList());
    facts.put(
        "refusals",
        proposal == null
            ? null
            : proposal.refusals().stream()
                .map(refusal -> refusal.subject() + ": " + refusal.reason().text())
                .toList());
    return facts;
  }

  private static String threshold(ThresholdState state) {
    return List.of(
            state.probe(),
            state.level().name(),
            "at " + Quantity.processors(state.value()),
            "high above " + Quantity.processors(state.highThreshold()),
            "normal below " + Quantity.processors(state.lowThreshold()))
        .stream()
        .collect(Collectors.joining(", "));
  }

  private static String parameter(PolicyParameter parameter) {
    return parameter.name()
        + " = "
        + Quantity.processors(parameter.value())
        + " ("
        + Quantity.processors(parameter.minimum())
        + " to "
        + Quantity.processors(parameter.maximum())
        + "): "
        + parameter.description();
  }
}
