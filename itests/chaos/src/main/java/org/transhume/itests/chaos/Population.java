// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.transhume.hypervisor.sim.internal.SimulatedCluster;
import org.transhume.hypervisor.sim.internal.SimulationEvent;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.hypervisor.HypervisorException;

/** The domains of a run: where each was last seen running, and which may have ended. */
final class Population {

  private static final int STARTED_AT_BOOT_ONE_IN = 12;

  /** A manager tells after 80 s that a wish takes long. */
  private static final long LONGEST_WISH_NANOS = 100_000_000_000L;

  private final SimulatedCluster cluster;
  private final Random random;
  private final Consumer<String> trace;
  private final Map<String, String> names = new TreeMap<>();
  private final Map<String, String> places = new TreeMap<>();
  private final Map<String, Set<String>> placesEver = new TreeMap<>();
  private final Map<String, String> configurations = new TreeMap<>();
  private final Map<String, String> lostWith = new TreeMap<>();
  private final Set<String> ended = new HashSet<>();
  private final Map<String, Integer> changes = new TreeMap<>();
  private final Set<String> startedAtBoot = new HashSet<>();
  private final Set<String> excused = new HashSet<>();

  /** Stopped on purpose as somebody was told, and not wanted since. */
  private final Set<String> stopped = new HashSet<>();

  private final List<String> revived = new ArrayList<>();

  /** When somebody wanted one to run, by name. */
  private final Map<String, Long> wantedAt = new TreeMap<>();

  private final LongSupplier nanoTime;

  Population(
      SimulatedCluster cluster, LongSupplier nanoTime, Random random, Consumer<String> trace) {
    this.cluster = cluster;
    this.nanoTime = nanoTime;
    this.random = random;
    this.trace = trace;
  }

  /** Creates up to so many domains on any of the hosts. */
  void create(int count, List<String> hosts) {
    for (int i = 1; i <= count; i++) {
      create("domain-" + i, hosts.get(random.nextInt(hosts.size())));
    }
  }

  /** Enters some of the domains where they are, so that each boot of the host starts them. */
  void startSomeAtBoot(List<String> hosts) {
    for (String host : hosts) {
      List<String> entries = new ArrayList<>();
      places.forEach(
          (name, place) -> {
            if (place.equals(host) && random.nextInt(STARTED_AT_BOOT_ONE_IN) == 0) {
              entries.add("starts=" + name);
              startedAtBoot.add(name);
              trace.accept(name + " is started by " + host + " at boot");
            }
          });
      cluster.equip(host, String.join(" ", entries));
    }
  }

  /** What a domain of that name and uuid could be made of. */
  String draw(String name, UUID uuid) {
    return "name = \""
        + name
        + "\"\nuuid = \""
        + uuid
        + "\"\nmemory = "
        + (32 << random.nextInt(3))
        + "\nsim_dirty_rate = \""
        + random.nextInt(8)
        + "MiB/s\"\non_poweroff = \"destroy\"\non_reboot = \"restart\"\non_crash = \""
        + (random.nextBoolean() ? "destroy" : "restart")
        + "\"\n";
  }

  /**
   * Somebody was told that a domain was created. From now on it must not be lost, unless it has
   * been before he was told.
   */
  void created(String name, UUID uuid, String configuration) {
    if (!ended.contains(name) && !lostWith.containsKey(name)) {
      names.put(uuid.toString(), name);
      configurations.put(name, configuration);
    }
  }

  /** Somebody was told that it is stopped: from now on nobody boots it unasked. */
  void stopped(String name) {
    if (!isRunning(name)) {
      stopped.add(name);
    }
  }

  /** Somebody wants it to run, here or there; that may take its time. */
  void wantedAgain(String name) {
    stopped.remove(name);
    wantedAt.put(name, nanoTime.getAsLong());
  }

  private boolean isWanted(String name) {
    Long at = wantedAt.get(name);
    return at != null && nanoTime.getAsLong() - at < LONGEST_WISH_NANOS;
  }

  /** Somebody was told that it is started: as {@link #created}. */
  void started(String name) {
    if (!ended.contains(name) && !lostWith.containsKey(name)) {
      excused.remove(uuidOf(name));
    }
  }

  /** What has begun to run though it was stopped on purpose and nobody wanted it. */
  List<String> revived() {
    return revived;
  }

  /** Whether any host has a copy of it that runs. */
  private boolean isRunning(String name) {
    String uuid = uuidOf(name);
    return cluster.hypervisors().stream().anyMatch(host -> isRunning(host, uuid));
  }

  private static boolean isRunning(Hypervisor host, String uuid) {
    try {
      return host.observe().domains().stream()
          .anyMatch(copy -> copy.identity().uuid().equals(uuid) && copy.state().isRunning());
    } catch (HypervisorException e) {
      // A host without power runs nothing.
      return false;
    }
  }

  /** Whether its host starts it at each boot. */
  boolean isStartedAtBoot(String name) {
    return startedAtBoot.contains(name);
  }

  private void create(String name, String host) {
    String configuration = draw(name, new UUID(random.nextLong(), random.nextLong()));
    try {
      DomainIdentity domain = cluster.hypervisor(host).create(configuration);
      names.put(domain.uuid(), name);
      places.put(name, host);
      configurations.put(name, configuration);
    } catch (HypervisorException e) {
      trace.accept(name + " finds no room on " + host + ": " + e.getMessage());
    }
  }

  /** Names of all domains by uuid. */
  Map<String, String> names() {
    return names;
  }

  /** Name of any of them. */
  String any() {
    List<String> all = List.copyOf(names.values());
    return all.get(random.nextInt(all.size()));
  }

  /** Where it was last seen running. */
  String placeOf(String name) {
    return places.get(name);
  }

  /** What it was created from. */
  String configurationOf(String name) {
    return configurations.get(name);
  }

  /** Its uuid. */
  String uuidOf(String name) {
    return names.entrySet().stream()
        .filter(one -> one.getValue().equals(name))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** How often it has begun to run, or ended, anywhere. */
  int changesOf(String name) {
    return changes.getOrDefault(name, 0);
  }

  /** Hosts that have had it, besides the one where it was last seen running. */
  List<String> formerPlacesOf(String name) {
    return placesEver.getOrDefault(name, Set.of()).stream()
        .filter(host -> !host.equals(places.get(name)))
        .toList();
  }

  /**
   * Those that ran when the host under them lost its power, each with it, and have not since. A
   * host that comes back has none of them: should it be lost later, they do not go with it.
   */
  Map<String, String> lostWith() {
    return lostWith;
  }

  /**
   * Uuids of those that ended by what no migration has to do with: their guest powered itself off
   * or crashed, or the host under them lost its power and does not start them at boot.
   */
  Set<String> excused() {
    return excused;
  }

  /** Keeps account of ends that no migration has to answer for. */
  void follow(SimulationEvent event) {
    String name = event.domain().split("--", 2)[0];
    switch (event.what()) {
      case "SHUT_DOWN", "CRASHED" -> {
        changes.merge(name, 1, Integer::sum);
        excuse(name);
        ended.add(name);
      }
      case "RUNNING" -> {
        changes.merge(name, 1, Integer::sum);
        places.put(name, event.host());
        placesEver.computeIfAbsent(name, fresh -> new TreeSet<>()).add(event.host());
        lostWith.remove(name);
        ended.remove(name);
        if (stopped.remove(name) && !startedAtBoot.contains(name) && !isWanted(name)) {
          revived.add(name + " on " + event.host());
        }
      }
      case "power off" ->
          places.forEach(
              (domain, host) -> {
                if (host.equals(event.host()) && !startedAtBoot.contains(domain)) {
                  excuse(domain);
                  if (!ended.contains(domain)) {
                    lostWith.put(domain, host);
                  }
                }
              });
      case "power on" ->
          Map.copyOf(lostWith)
              .forEach(
                  (domain, host) -> {
                    if (host.equals(event.host())) {
                      lostWith.remove(domain);
                      ended.add(domain);
                    }
                  });
      default -> {
        // Nothing that ends a domain.
      }
    }
  }

  private void excuse(String name) {
    names.forEach(
        (uuid, domain) -> {
          if (domain.equals(name)) {
            excused.add(uuid);
          }
        });
  }
}
