// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.transhume.planner.Cluster;
import org.transhume.planner.Domain;
import org.transhume.planner.Host;
import org.transhume.planner.constraint.Ban;
import org.transhume.planner.constraint.Constraint;
import org.transhume.planner.constraint.Overcommit;
import org.transhume.planner.constraint.Reserve;
import org.transhume.planner.constraint.Spread;

/**
 * A cluster to plan for: what stands in a tab-separated file, and nothing else.
 *
 * @param name of the file, without its ending
 * @param cluster hosts and domains
 * @param bans banned hosts by domain
 * @param groups members by spread group
 */
record PlannerInstance(
    String name, Cluster cluster, Map<String, Set<String>> bans, Map<String, Set<String>> groups) {

  static final int RESERVE_MIB = 1024;

  static PlannerInstance read(Path file) throws IOException {
    String name = file.toFile().getName().replaceFirst("\\.tsv$", "");
    return of(name, Files.readAllLines(file));
  }

  static PlannerInstance of(String name, List<String> lines) {
    String[] head = lines.get(0).split(" ", -1);
    Cluster.Builder builder = Cluster.builder();
    for (int i = 0; i < Integer.parseInt(head[1]); i++) {
      builder.host(
          Host.of(host(i), Integer.parseInt(head[3]), Integer.parseInt(head[2]))
              .withReserveMib(RESERVE_MIB));
    }
    Map<String, Set<String>> bans = new TreeMap<>();
    Map<String, Set<String>> groups = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] columns = line.split("\t", -1);
      Domain domain =
          Domain.of(columns[0], number(columns, 1), number(columns, 2), number(columns, 4));
      if (number(columns, 5) >= 0) {
        groups.computeIfAbsent("g" + columns[5], group -> new TreeSet<>()).add(columns[0]);
        domain = domain.withGroups("g" + columns[5]);
      }
      if (!columns[6].isEmpty()) {
        for (String index : columns[6].split(",", -1)) {
          bans.computeIfAbsent(columns[0], banned -> new TreeSet<>())
              .add(host(Integer.parseInt(index)));
        }
      }
      builder.domain(domain, host(number(columns, 3)));
    }
    return new PlannerInstance(name, builder.build(), bans, groups);
  }

  private static int number(String[] columns, int index) {
    return Integer.parseInt(columns[index]);
  }

  private static String host(int index) {
    return String.format(Locale.ROOT, "host%04d", index);
  }

  /** What must hold, with this much of each host's processors given away. */
  List<Constraint> constraints(int cpuCap) {
    List<Constraint> all = new ArrayList<>();
    groups.keySet().forEach(group -> all.add(Spread.acrossHosts(group)));
    bans.forEach((domain, hosts) -> all.add(Ban.of(domain, hosts)));
    all.add(Reserve.everywhere(RESERVE_MIB));
    all.add(Overcommit.cpu(cpuCap));
    return all;
  }

  /** The fewest domains of each hot host that clear its excess, summed over hosts. */
  int fewestToRelieve(int cpuCap) {
    int fewest = 0;
    for (int host = 0; host < cluster.hosts().size(); host++) {
      int[] demands = demands(host);
      long excess =
          Arrays.stream(demands).sum() - (long) cluster.hosts().get(host).cores() * cpuCap;
      for (int i = demands.length - 1; i >= 0 && excess > 0; i--) {
        excess -= demands[i];
        fewest++;
      }
    }
    return fewest;
  }

  private int[] demands(int host) {
    int[] placement = cluster.placement();
    int[] demands = new int[placement.length];
    int count = 0;
    for (int i = 0; i < placement.length; i++) {
      if (placement[i] == host) {
        demands[count++] = cluster.domains().get(i).demandPercent();
      }
    }
    int[] ascending = Arrays.copyOf(demands, count);
    Arrays.sort(ascending);
    return ascending;
  }

  /** Domains on hosts that are banned for them, and members of groups beyond one on a host. */
  int misplaced() {
    int misplaced = 0;
    for (Map.Entry<String, Set<String>> ban : bans.entrySet()) {
      misplaced += ban.getValue().contains(cluster.hostOf(ban.getKey())) ? 1 : 0;
    }
    for (Set<String> members : groups.values()) {
      long hosts = members.stream().map(cluster::hostOf).distinct().count();
      misplaced += members.size() - (int) hosts;
    }
    return misplaced;
  }

  /** The fewest hosts by the sums of memory and demand. */
  int fewestHosts(int cpuCap) {
    Host host = cluster.hosts().get(0);
    long memory = cluster.domains().stream().mapToLong(Domain::memoryMib).sum();
    long demand = cluster.domains().stream().mapToLong(Domain::demandPercent).sum();
    double byMemory = (double) memory / (host.memoryMib() - RESERVE_MIB);
    double byDemand = (double) demand / (host.cores() * cpuCap);
    return (int) Math.ceil(Math.max(byMemory, byDemand));
  }

  /** The fewest moves that leave so many hosts with domains: those that have most are kept. */
  int fewestMovesTo(int hosts) {
    int[] guests = new int[cluster.hosts().size()];
    for (int host : cluster.placement()) {
      guests[host]++;
    }
    Arrays.sort(guests);
    return Arrays.stream(guests, 0, guests.length - hosts).sum();
  }

  /** The text format of htools, for a placement of these domains; it carries no groups and bans. */
  String htools(Cluster placed) {
    long[] used = new long[placed.hosts().size()];
    StringBuilder instances = new StringBuilder();
    for (int i = 0; i < placed.domains().size(); i++) {
      Domain domain = placed.domains().get(i);
      used[placed.hostOf(i)] += domain.memoryMib();
      instances
          .append(domain.name() + "|" + domain.memoryMib() + "|10240|" + domain.vcpus())
          .append("|running|Y|" + placed.hosts().get(placed.hostOf(i)).name() + "||ext||1|-\n");
    }
    String group = "f0000000-0000-4000-8000-000000000001";
    StringBuilder text = new StringBuilder("default|" + group + "|preferred||\n\n");
    for (int i = 0; i < used.length; i++) {
      Host host = placed.hosts().get(i);
      text.append(host.name() + "|" + host.memoryMib() + "|" + RESERVE_MIB + "|")
          .append(host.memoryMib() - RESERVE_MIB - used[i])
          .append("|1048576|1048576|" + host.cores() + "|" + (i == 0 ? "M" : "N") + "|" + group)
          .append("|1||N|1|1|1.0\n");
    }
    String policy =
        "4096,2,10240,1,1,1|128,1,1024,1,1,1;131072,64,1048576,16,8,12|ext,plain,drbd|64|32\n";
    return text + "\n" + instances + "\n\n|" + policy + "default|" + policy;
  }
}
