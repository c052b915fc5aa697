// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationSnapshot;
import org.transhume.manager.internal.Settings.Powering;

/** What speaks against powering a host down. All objections are told, not only the first. */
final class PowerGuards {

  private final Powering settings;

  PowerGuards(Powering settings) {
    this.settings = settings;
  }

  /**
   * Whoever wants it.
   *
   * @param snapshot as agents tell it
   * @param moves migrations that run or wait
   * @param goingDown hosts that are powered down or on their way
   */
  List<Explanation> objections(
      ClusterSnapshot snapshot, List<MigrationSnapshot> moves, Set<String> goingDown, String host) {
    List<Explanation> objections = new ArrayList<>();
    HostSnapshot there = snapshot.host(host).orElse(null);
    if (there == null || there.stale()) {
      objections.add(
          because(
              "HOST_STALE",
              host
                  + " is not heard, or its data cannot be decided on: whether it is empty is"
                  + " unknown",
              host));
    }
    List<String> domains =
        snapshot.domainsOn(host).stream().map(DomainSnapshot::name).sorted().toList();
    if (!domains.isEmpty()) {
      objections.add(
          because("DOMAINS_THERE", host + " still has " + String.join(", ", domains), host));
    }
    moves.stream()
        .filter(move -> move.source().equals(host) || move.target().equals(host))
        .forEach(
            move ->
                objections.add(
                    because(
                        "MIGRATION", "migration " + move.id() + " is from or to " + host, host)));
    List<HostSnapshot> others = others(snapshot, goingDown, host);
    if (others.size() < settings.hostsOnAtLeast()) {
      objections.add(
          because(
              "LAST_HOSTS",
              others.size()
                  + " hosts would be left that are on and heard; hostsOnAtLeast is "
                  + settings.hostsOnAtLeast(),
              host));
    }
    return objections;
  }

  /** In addition when a policy wants it. */
  List<Explanation> policyObjections(ClusterSnapshot snapshot, Set<String> goingDown, String host) {
    List<Explanation> objections = new ArrayList<>();
    snapshot
        .host(host)
        .filter(there -> there.state() != HostState.ACTIVE)
        .ifPresent(
            there ->
                objections.add(
                    because(
                        "HOST_STATE",
                        host + " is " + there.state() + ", which is an operator's matter",
                        host)));
    Set<String> used =
        snapshot.domains().stream().map(DomainSnapshot::host).collect(Collectors.toSet());
    long spare =
        others(snapshot, goingDown, host).stream()
            .filter(other -> other.state() == HostState.ACTIVE && !used.contains(other.name()))
            .count();
    if (spare < settings.spareHostsOn()) {
      objections.add(
          because(
              "NO_SPARE",
              spare + " empty hosts would stay on; spareHostsOn is " + settings.spareHostsOn(),
              host));
    }
    return objections;
  }

  private static List<HostSnapshot> others(
      ClusterSnapshot snapshot, Set<String> goingDown, String host) {
    return snapshot.hosts().stream()
        .filter(other -> !other.stale() && !other.name().equals(host))
        .filter(other -> !goingDown.contains(other.name()))
        .toList();
  }

  private static Explanation because(String code, String text, String host) {
    return new Explanation(code, text, Map.of("host", host));
  }
}
