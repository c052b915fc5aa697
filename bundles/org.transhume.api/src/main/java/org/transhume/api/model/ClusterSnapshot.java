// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A whole cluster at one moment, as the manager knows it. Lists are sorted (hosts by name, domains
 * by uuid, migrations by id), so that equal knowledge is an equal value and a decision can be
 * recomputed.
 *
 * @param atEpochMillis the manager's time
 * @param hosts every configured host that has ever been seen, stale ones included and marked
 * @param domains every domain under its own name; the copies that migrations make are not listed
 * @param migrations those that are not finished
 * @param losses hosts that nobody hears any more, with what they held
 * @param rules what operators demand of where domains are
 * @param stopped domains on no host that could be started; null, as in what was recorded before
 *     they were told, means none
 */
public record ClusterSnapshot(
    long atEpochMillis,
    List<HostSnapshot> hosts,
    List<DomainSnapshot> domains,
    List<MigrationSnapshot> migrations,
    List<HostLoss> losses,
    PlacementRules rules,
    List<StoppedDomain> stopped) {

  /** Sorts and copies the lists. */
  public ClusterSnapshot {
    hosts = sorted(hosts, Comparator.comparing(HostSnapshot::name));
    domains =
        sorted(
            domains,
            Comparator.comparing(DomainSnapshot::uuid).thenComparing(DomainSnapshot::host));
    migrations = sorted(migrations, Comparator.comparing(MigrationSnapshot::id));
    losses = sorted(losses, Comparator.comparing(HostLoss::host));
    Objects.requireNonNull(rules, "rules");
    stopped =
        stopped == null ? List.of() : sorted(stopped, Comparator.comparing(StoppedDomain::uuid));
  }

  /** A cluster in which nothing is known that could be started. */
  public ClusterSnapshot(
      long atEpochMillis,
      List<HostSnapshot> hosts,
      List<DomainSnapshot> domains,
      List<MigrationSnapshot> migrations,
      List<HostLoss> losses,
      PlacementRules rules) {
    this(atEpochMillis, hosts, domains, migrations, losses, rules, List.of());
  }

  /** A cluster without rules. */
  public ClusterSnapshot(
      long atEpochMillis,
      List<HostSnapshot> hosts,
      List<DomainSnapshot> domains,
      List<MigrationSnapshot> migrations,
      List<HostLoss> losses) {
    this(atEpochMillis, hosts, domains, migrations, losses, PlacementRules.NONE);
  }

  /** A cluster that has lost no host, and has no rules. */
  public ClusterSnapshot(
      long atEpochMillis,
      List<HostSnapshot> hosts,
      List<DomainSnapshot> domains,
      List<MigrationSnapshot> migrations) {
    this(atEpochMillis, hosts, domains, migrations, List.of());
  }

  /** The same with these losses. */
  public ClusterSnapshot with(List<HostLoss> those) {
    return new ClusterSnapshot(atEpochMillis, hosts, domains, migrations, those, rules, stopped);
  }

  /** The same with more migrations. */
  public ClusterSnapshot with(MigrationSnapshot... more) {
    List<MigrationSnapshot> moves = new ArrayList<>(migrations);
    moves.addAll(List.of(more));
    return new ClusterSnapshot(atEpochMillis, hosts, domains, moves, losses, rules, stopped);
  }

  /** The same in which these domains could be started. */
  public ClusterSnapshot withStopped(List<StoppedDomain> those) {
    return new ClusterSnapshot(atEpochMillis, hosts, domains, migrations, losses, rules, those);
  }

  /** The host of that name. */
  public Optional<HostSnapshot> host(String name) {
    return hosts.stream().filter(host -> host.name().equals(name)).findFirst();
  }

  /** The domains on that host. */
  public List<DomainSnapshot> domainsOn(String host) {
    return domains.stream().filter(domain -> domain.host().equals(host)).toList();
  }

  /** The unfinished migration of that domain. */
  public Optional<MigrationSnapshot> migrationOf(String domainUuid) {
    return migrations.stream().filter(move -> move.domainUuid().equals(domainUuid)).findFirst();
  }

  private static <T> List<T> sorted(List<T> items, Comparator<T> order) {
    return List.copyOf(items.stream().sorted(order).toList());
  }
}
