// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.repair.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.transhume.api.model.Boot;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostLoss;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.LostDomain;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.MigrationSnapshot;
import org.transhume.api.model.Refusal;
import org.transhume.rules.Gate;

/** Where there is room for one more domain; each that finds a place takes its memory away. */
final class Places {

  private final Map<String, Long> roomByHost = new TreeMap<>();
  private ClusterSnapshot snapshot;
  private Gate rules;

  Places(ClusterSnapshot snapshot, long reserveBytes) {
    this.snapshot = snapshot;
    this.rules = Gate.enforcing(snapshot);
    snapshot.hosts().stream()
        .filter(host -> !host.stale() && host.state() == HostState.ACTIVE)
        .forEach(
            host ->
                roomByHost.put(
                    host.name(), host.freeMemoryBytes() - reserveBytes - coming(snapshot, host)));
  }

  private static long coming(ClusterSnapshot snapshot, HostSnapshot host) {
    return snapshot.migrations().stream()
        .filter(move -> move.target().equals(host.name()))
        .mapToLong(move -> memoryOf(snapshot, move))
        .sum();
  }

  private static long memoryOf(ClusterSnapshot snapshot, MigrationSnapshot move) {
    return snapshot.domains().stream()
        .filter(domain -> domain.uuid().equals(move.domainUuid()))
        .mapToLong(DomainSnapshot::memoryBytes)
        .max()
        .orElse(0);
  }

  /** Where the domains of that host should be booted; tells of each that stays why. */
  List<Boot> boots(HostLoss loss, Consumer<Refusal> refusals) {
    List<Boot> boots = new ArrayList<>();
    loss.domains().stream()
        .sorted(
            Comparator.comparingLong(LostDomain::memoryBytes)
                .reversed()
                .thenComparing(LostDomain::uuid))
        .forEach(
            domain -> {
              if (domain.obstacles().isEmpty()) {
                place(loss.host(), domain, boots::add, refusals);
              } else {
                domain.obstacles().forEach(why -> refusals.accept(new Refusal(domain.name(), why)));
              }
            });
    return boots;
  }

  private void place(
      String lostHost, LostDomain domain, Consumer<Boot> boots, Consumer<Refusal> refusals) {
    Optional<String> target =
        roomByHost.entrySet().stream()
            .filter(place -> !domain.refusedBy().contains(place.getKey()))
            .filter(place -> place.getValue() >= domain.memoryBytes())
            .filter(place -> rules.againstBoot(domain, place.getKey()).isEmpty())
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey);
    if (target.isEmpty()) {
      refusals.accept(new Refusal(domain.name(), nowhere(domain)));
      return;
    }
    boots.accept(
        new Boot(domain.uuid(), domain.name(), target.get(), why(lostHost, domain, target.get())));
    roomByHost.merge(target.get(), -domain.memoryBytes(), Long::sum);
    comes(domain, lostHost, target.get());
  }

  /** Rules that spread or gather have to know of it for those that follow. */
  private void comes(LostDomain domain, String lostHost, String target) {
    if (!snapshot.rules().rules().isEmpty()) {
      snapshot =
          snapshot.with(
              new MigrationSnapshot(
                  "boot of " + domain.uuid(),
                  domain.uuid(),
                  lostHost,
                  target,
                  MigrationPhase.PREPARING));
      rules = Gate.enforcing(snapshot);
    }
  }

  private Explanation why(String lostHost, LostDomain domain, String target) {
    return new Explanation(
        "HOST_LOST",
        "was on "
            + lostHost
            + "; "
            + target
            + " has the most room, "
            + mebibytes(roomByHost.get(target))
            + " MiB beyond the reserve, of which it takes "
            + mebibytes(domain.memoryBytes()),
        Map.of("host", lostHost, "target", target));
  }

  private Explanation nowhere(LostDomain domain) {
    List<String> lines = new ArrayList<>();
    roomByHost.forEach(
        (host, room) ->
            lines.add(
                domain.refusedBy().contains(host)
                    ? host + " could not boot it"
                    : rules.againstBoot(domain, host).stream()
                        .map(Explanation::text)
                        .findFirst()
                        .orElse(host + " has room for " + Math.max(0, mebibytes(room)) + " MiB")));
    return new Explanation(
        "NO_ROOM",
        "needs "
            + mebibytes(domain.memoryBytes())
            + " MiB, and no host takes it: "
            + (lines.isEmpty() ? "none is active and heard" : String.join("; ", lines)),
        Map.of("memoryMebibytes", Long.toString(mebibytes(domain.memoryBytes()))));
  }

  private static long mebibytes(long bytes) {
    return bytes >> 20;
  }
}
