// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.transhume.spi.hypervisor.HypervisorException;

/**
 * The cluster that a configuration asks for.
 *
 * @param settings its hosts and what they are like
 * @param domains the domains that it begins with
 * @param equipment what hosts are like for checks, by their names
 */
record ClusterPlan(
    ClusterSettings settings, List<DomainItem> domains, Map<String, String> equipment) {

  /** Names go on from that of the first host of the cluster that all this began with. */
  private static final int FIRST_HOST_NUMBER = 2;

  private static final double LEAST_DEMAND = 0.05;
  private static final double MOST_DEMAND = 0.20;
  private static final int LEAST_DIRTY_MEBIBYTES = 2;
  private static final int MOST_DIRTY_MEBIBYTES = 8;

  ClusterPlan {
    domains = List.copyOf(domains);
    equipment = Map.copyOf(equipment);
  }

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException that names the item that is wrong
   */
  static ClusterPlan of(SimulatorConfiguration configuration) {
    if (configuration.physicalCpus() < 1) {
      throw new IllegalArgumentException(
          "physicalCpus: a host needs one at least, not " + configuration.physicalCpus());
    }
    List<String> names = hostNames(configuration);
    Random random = new Random(configuration.seed());
    List<HostShape> hosts = new ArrayList<>();
    for (String name : names) {
      hosts.add(host(name, configuration, random));
    }
    ClusterSettings settings =
        new ClusterSettings(
            configuration.seed(),
            hosts,
            Costs.ordinary(),
            item("demandNoise", configuration.demandNoise(), ClusterPlan::share),
            item("memoryPerStreamByte", configuration.memoryPerStreamByte(), Quantity::bytes));
    return new ClusterPlan(
        settings, domains(configuration, names, random), equipment(configuration, names));
  }

  /** Equips hosts and creates the domains that the cluster begins with. */
  void populate(SimulatedCluster cluster) {
    equipment.forEach(cluster::equip);
    for (DomainItem domain : domains) {
      try {
        cluster.hypervisor(domain.host()).create(domain.configuration());
      } catch (HypervisorException e) {
        throw new IllegalArgumentException(
            "domains: "
                + domain.configuration().strip().replace('\n', ',')
                + " cannot be created on "
                + domain.host()
                + ": "
                + e.getMessage(),
            e);
      }
    }
  }

  private static List<String> hostNames(SimulatorConfiguration configuration) {
    List<String> names = new ArrayList<>(words(configuration.hosts()));
    int count = configuration.hostCount();
    if (count < 0) {
      throw new IllegalArgumentException("hostCount: " + count + " is negative");
    }
    if (count == 0) {
      count = names.size();
    }
    for (int number = FIRST_HOST_NUMBER; names.size() < count; number++) {
      String next = String.format(Locale.ROOT, "a-204-%02d", number);
      if (!names.contains(next)) {
        names.add(next);
      }
    }
    if (count == 0) {
      throw new IllegalArgumentException("hosts: a cluster needs one at least");
    }
    return names.subList(0, count);
  }

  private static HostShape host(String name, SimulatorConfiguration configuration, Random random) {
    double drift = configuration.clockDriftPartsPerMillion() * (2 * random.nextDouble() - 1);
    try {
      return new HostShape(
          name,
          configuration.physicalCpus(),
          item("memory", configuration.memory(), Quantity::bytes),
          item("controlDomainMemory", configuration.controlDomainMemory(), Quantity::bytes),
          item("link", configuration.link(), Quantity::bytesPerSecond),
          Duration.ZERO,
          drift);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("hosts: " + e.getMessage(), e);
    }
  }

  private static List<DomainItem> domains(
      SimulatorConfiguration configuration, List<String> hosts, Random random) {
    List<String> items = words(configuration.domains());
    if (items.isEmpty()) {
      items = ordinaryDomains(hosts, random);
    } else if (items.equals(List.of("none"))) {
      items = List.of();
    }
    List<DomainItem> domains = new ArrayList<>();
    for (String item : items) {
      DomainItem domain = DomainItem.parse(item);
      if (!hosts.contains(domain.host())) {
        throw DomainItem.wrong(item, "there is no host " + domain.host());
      }
      domains.add(domain);
    }
    return domains;
  }

  private static Map<String, String> equipment(
      SimulatorConfiguration configuration, List<String> hosts) {
    Map<String, String> equipment = new TreeMap<>();
    for (String item : words(configuration.equipment())) {
      List<String> words = List.of(item.split(":", -1));
      if (!hosts.contains(words.get(0))) {
        throw new IllegalArgumentException("equipment: there is no host " + words.get(0));
      }
      String text = String.join(" ", words.subList(1, words.size()));
      equipment.put(words.get(0), item("equipment", text, ClusterPlan::checked));
    }
    return equipment;
  }

  private static String checked(String equipment) {
    return String.join(" ", HostEquipment.parse(equipment).words());
  }

  /**
   * Three small domains on the first host and two on each other: every host is cool, the first
   * becomes hot when two of its domains get busy, and any other can then take one of them.
   */
  private static List<String> ordinaryDomains(List<String> hosts, Random random) {
    List<String> items = new ArrayList<>();
    for (int i = 1; i <= hosts.size(); i++) {
      String host = hosts.get(i - 1);
      items.add(ordinary("etch-" + i + "-1", host, random));
      if (i == 1) {
        items.add(ordinary("etch-" + i + "-2", host, random));
      }
      items.add(ordinary("dapper-" + i + "-1", host, random));
    }
    return items;
  }

  private static String ordinary(String name, String host, Random random) {
    double demand = LEAST_DEMAND + random.nextDouble() * (MOST_DEMAND - LEAST_DEMAND);
    int dirty =
        LEAST_DIRTY_MEBIBYTES + random.nextInt(MOST_DIRTY_MEBIBYTES - LEAST_DIRTY_MEBIBYTES + 1);
    return String.format(
        Locale.ROOT, "%s@%s:256MiB:1vcpu:demand=%.2f:dirty=%dMiB/s", name, host, demand, dirty);
  }

  private static double share(String text) {
    double share = Quantity.number(text);
    if (share > 1) {
      throw new IllegalArgumentException("it is between 0 and 1, not " + text);
    }
    return share;
  }

  private static <T> T item(String name, String text, Function<String, T> meaning) {
    try {
      return meaning.apply(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  private static List<String> words(String list) {
    return Arrays.stream(list.split("[\\s,]+")).filter(word -> !word.isEmpty()).toList();
  }
}
