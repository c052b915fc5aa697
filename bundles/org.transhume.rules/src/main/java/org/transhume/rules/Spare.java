// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;

/**
 * Memory that hosts have to spare for each other's domains. A host may die when its domains, the
 * largest first, each find a place where most memory is free. There may be a cleverer way to place
 * them where this finds none; where it finds one it is there.
 *
 * @param free bytes, by the hosts that could take domains
 * @param needs bytes of the domains on each host that is heard
 */
record Spare(Map<String, Long> free, Map<String, List<Long>> needs) {

  static final Spare NONE = new Spare(Map.of(), Map.of());

  static Spare in(ClusterSnapshot snapshot) {
    Map<String, Long> free = new TreeMap<>();
    Map<String, List<Long>> needs = new TreeMap<>();
    for (HostSnapshot host : snapshot.hosts()) {
      if (!host.stale()) {
        needs.put(host.name(), new ArrayList<>());
        if (host.state() == HostState.ACTIVE) {
          free.put(host.name(), host.freeMemoryBytes());
        }
      }
    }
    for (DomainSnapshot domain : snapshot.domains()) {
      if (needs.containsKey(domain.host())) {
        needs.get(domain.host()).add(domain.memoryBytes());
      }
    }
    return new Spare(free, needs);
  }

  /** The same with that domain there. */
  Spare afterMove(DomainSnapshot domain, String target) {
    Map<String, Long> freeThen = new TreeMap<>(free);
    freeThen.computeIfPresent(domain.host(), (host, bytes) -> bytes + domain.memoryBytes());
    freeThen.computeIfPresent(target, (host, bytes) -> bytes - domain.memoryBytes());
    Map<String, List<Long>> needsThen = new TreeMap<>(needs);
    needsThen.computeIfPresent(
        domain.host(),
        (host, bytes) -> {
          List<Long> rest = new ArrayList<>(bytes);
          rest.remove(Long.valueOf(domain.memoryBytes()));
          return rest;
        });
    needsThen.computeIfPresent(target, (host, bytes) -> with(bytes, domain.memoryBytes()));
    return new Spare(freeThen, needsThen);
  }

  /** The same with one more domain there, of so much memory. */
  Spare with(long memoryBytes, String target) {
    Map<String, Long> freeThen = new TreeMap<>(free);
    freeThen.computeIfPresent(target, (host, bytes) -> bytes - memoryBytes);
    Map<String, List<Long>> needsThen = new TreeMap<>(needs);
    needsThen.computeIfPresent(target, (host, bytes) -> with(bytes, memoryBytes));
    return new Spare(freeThen, needsThen);
  }

  private static List<Long> with(List<Long> bytes, long more) {
    List<Long> all = new ArrayList<>(bytes);
    all.add(more);
    return all;
  }

  /** Hosts whose domains the others have no room for. */
  Set<String> hostsThatMayNotDie() {
    List<String> roomiest =
        free.keySet().stream()
            .sorted(Comparator.<String>comparingLong(free::get).reversed())
            .toList();
    Set<String> found = new TreeSet<>();
    needs.forEach(
        (host, bytes) -> {
          if (!fit(host, bytes, roomiest)) {
            found.add(host);
          }
        });
    return found;
  }

  /** Of n domains none comes to a host that is not among the n roomiest. */
  private boolean fit(String dead, List<Long> bytes, List<String> roomiest) {
    PriorityQueue<Long> rooms = new PriorityQueue<>(Collections.reverseOrder());
    roomiest.stream()
        .filter(host -> !host.equals(dead))
        .limit(bytes.size())
        .forEach(host -> rooms.add(free.get(host)));
    return bytes.stream()
        .sorted(Comparator.reverseOrder())
        .allMatch(
            needed -> {
              Long room = rooms.poll();
              if (room == null || room < needed) {
                return false;
              }
              rooms.add(room - needed);
              return true;
            });
  }
}
