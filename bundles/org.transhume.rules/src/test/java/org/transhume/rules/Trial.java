// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A cluster and rules drawn at random: six hosts in three racks, nine domains in two groups. */
final class Trial {

  final List<String> hosts = List.of("h1", "h2", "h3", "h4", "h5", "h6");
  final List<String> domains = List.of("a", "b", "c", "d", "e", "f", "g", "i", "j");
  final Map<String, String> placed = new TreeMap<>();
  private final List<String> rules = new ArrayList<>();

  Trial(Random random) {
    domains.forEach(domain -> placed.put(domain, hosts.get(random.nextInt(hosts.size()))));
    for (String host : hosts) {
      rules.add("host " + host + " location rack=r" + random.nextInt(3));
    }
    for (String domain : domains) {
      rules.add("domain " + domain + " group " + (random.nextBoolean() ? "web" : "db"));
    }
    List<String> demands =
        List.of(
            "spread web",
            "spread web across rack",
            "gather db",
            "gather db across rack",
            "ban group:web from " + hosts.get(random.nextInt(6)),
            "ban a from rack=r1",
            "fence b on h1 h2 rack=r2",
            "reserve all memory-mib 900",
            "overcommit all cpu 0.3",
            "n-plus-one");
    demands.stream().filter(demand -> random.nextInt(3) == 0).forEach(rules::add);
  }

  Cluster cluster(Map<String, String> places) {
    Cluster cluster = new Cluster();
    for (String host : hosts) {
      long used = places.values().stream().filter(host::equals).count() * 500;
      cluster.host(host, 2_600 - used);
    }
    places.forEach((domain, host) -> cluster.domain(domain, host, 500));
    return cluster.rules(rules.toArray(String[]::new));
  }
}
