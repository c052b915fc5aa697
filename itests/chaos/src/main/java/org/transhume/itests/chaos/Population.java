// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.transhume.hypervisor.sim.internal.SimulatedCluster;
import org.transhume.hypervisor.sim.internal.SimulationEvent;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.HypervisorException;

/** The domains of a run: where each was last seen running, and which may have ended. */
final class Population {

  private static final int STARTED_AT_BOOT_ONE_IN = 12;

  private final SimulatedCluster cluster;
  private final Random random;
  private final Consumer<String> trace;
  private final Map<String, String> names = new TreeMap<>();
  private final Map<String, String> places = new TreeMap<>();
  private final Set<String> startedAtBoot = new HashSet<>();
  private final Set<String> excused = new HashSet<>();

  Population(SimulatedCluster cluster, Random random, Consumer<String> trace) {
    this.cluster = cluster;
    this.random = random;
    this.trace = trace;
  }

  /** Creates up to so many domains on any of the hosts; some are entered there for every boot. */
  void create(int count, List<String> hosts) {
    for (int i = 1; i <= count; i++) {
      create("domain-" + i, hosts.get(random.nextInt(hosts.size())));
    }
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

  private void create(String name, String host) {
    String configuration =
        "name = \""
            + name
            + "\"\nuuid = \""
            + new UUID(random.nextLong(), random.nextLong())
            + "\"\nmemory = "
            + (32 << random.nextInt(3))
            + "\nsim_dirty_rate = \""
            + random.nextInt(8)
            + "MiB/s\"\non_poweroff = \"destroy\"\non_reboot = \"restart\"\non_crash = \""
            + (random.nextBoolean() ? "destroy" : "restart")
            + "\"\n";
    try {
      DomainIdentity domain = cluster.hypervisor(host).create(configuration);
      names.put(domain.uuid(), name);
      places.put(name, host);
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
      case "SHUT_DOWN", "CRASHED" -> excuse(name);
      case "RUNNING" -> places.put(name, event.host());
      case "power off" ->
          places.forEach(
              (domain, host) -> {
                if (host.equals(event.host()) && !startedAtBoot.contains(domain)) {
                  excuse(domain);
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
