// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.LostDomain;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.MigrationSnapshot;

/**
 * Where there is room for one more domain, be it lost with its host or new: among the hosts that
 * are active and heard and that the rules allow, the one with the most memory. Each that finds a
 * place takes its memory away.
 */
public final class Places {

  private final Map<String, Long> roomByHost = new TreeMap<>();
  private ClusterSnapshot snapshot;
  private Gate rules;

  /**
   * The places of a cluster.
   *
   * @param reserveBytes memory that must stay free everywhere, whatever the rules say
   */
  public Places(ClusterSnapshot snapshot, long reserveBytes) {
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

  /** The host with the most room of those that take that domain; empty when none does. */
  public Optional<String> placeOf(LostDomain domain) {
    return roomByHost.entrySet().stream()
        .filter(place -> !domain.refusedBy().contains(place.getKey()))
        .filter(place -> place.getValue() >= domain.memoryBytes())
        .filter(place -> rules.againstBoot(domain, place.getKey()).isEmpty())
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey);
  }

  /** What speaks against that host; empty when it takes the domain. */
  public List<Explanation> against(LostDomain domain, String host) {
    if (!roomByHost.containsKey(host)) {
      return List.of(
          new Explanation("HOST_CLOSED", host + " is not active and heard", Map.of("host", host)));
    }
    List<Explanation> reasons = new ArrayList<>(rules.againstBoot(domain, host));
    long room = roomByHost.get(host);
    if (room < domain.memoryBytes()) {
      reasons.add(
          new Explanation(
              "NO_ROOM",
              "needs "
                  + mebibytes(domain.memoryBytes())
                  + " MiB, and "
                  + host
                  + " has room for "
                  + Math.max(0, mebibytes(room))
                  + " MiB",
              Map.of(
                  "host",
                  host,
                  "memoryMebibytes",
                  Long.toString(mebibytes(domain.memoryBytes())),
                  "roomMebibytes",
                  Long.toString(mebibytes(room)))));
    }
    return reasons;
  }

  /** How much memory a domain may have that comes to that host, as far as is known. */
  public long roomMebibytes(String host) {
    return mebibytes(roomByHost.getOrDefault(host, 0L));
  }

  /**
   * A domain comes there: its memory is taken, and rules that spread or gather have to know of it
   * for those that follow.
   *
   * @param from the host that it was lost with; empty for a new one
   */
  public void comes(LostDomain domain, String from, String target) {
    roomByHost.computeIfPresent(target, (host, room) -> room - domain.memoryBytes());
    if (!snapshot.rules().rules().isEmpty()) {
      snapshot =
          snapshot.with(
              new MigrationSnapshot(
                  "boot of " + domain.uuid(),
                  domain.uuid(),
                  from,
                  target,
                  MigrationPhase.PREPARING));
      rules = Gate.enforcing(snapshot);
    }
  }

  /** Why no host takes that domain. */
  public Explanation nowhere(LostDomain domain) {
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
