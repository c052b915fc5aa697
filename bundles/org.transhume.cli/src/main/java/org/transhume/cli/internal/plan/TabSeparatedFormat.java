// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.planner.Cluster;
import org.transhume.planner.Domain;
import org.transhume.planner.Host;
import org.transhume.planner.constraint.Ban;
import org.transhume.planner.constraint.Constraint;
import org.transhume.planner.constraint.Spread;

/**
 * {@code #hosts COUNT MEMORY_MIB CORES}, then a line for each domain: name, memory in MiB, virtual
 * processors, index of its host, demand in per cent of a processor, spread group or -1, banned
 * hosts by their indexes with commas between them. Hosts are {@code host0000}, {@code host0001},
 * ...
 */
final class TabSeparatedFormat {

  private static final int COLUMNS = 7;
  private static final String SHAPE =
      "write NAME, MEMORY_MIB, VCPUS, HOST, CPU_PERCENT, GROUP and BANNED_HOSTS with tabs between"
          + " them";

  private final Lines lines;
  private final Cluster.Builder builder = Cluster.builder();
  private final List<Constraint> constraints = new ArrayList<>();
  private final Set<String> groups = new TreeSet<>();
  private final Set<String> names = new HashSet<>();
  private int hosts;

  TabSeparatedFormat(Lines lines) {
    this.lines = lines;
  }

  ClusterFile read() throws CommandFailure {
    int line = 0;
    while (lines.all().get(line).isBlank()) {
      line++;
    }
    hosts(line);
    for (line++; line < lines.all().size(); line++) {
      String text = lines.all().get(line);
      if (!text.isBlank() && !text.startsWith("#")) {
        domain(line, text.split("\t", -1));
      }
    }
    groups.forEach(group -> constraints.add(Spread.acrossHosts(group)));
    return new ClusterFile(builder.build(), constraints);
  }

  static String hostName(int index) {
    return String.format(Locale.ROOT, "host%04d", index);
  }

  private void hosts(int line) throws CommandFailure {
    String[] words = lines.all().get(line).strip().split("\\s+", -1);
    if (words.length != 4) {
      throw lines.failure(line, "is no '#hosts COUNT MEMORY_MIB CORES'", "give the three numbers");
    }
    hosts = lines.number(line, words[1], "number of hosts", 1);
    int memory = lines.number(line, words[2], "memory of a host", 1);
    int cores = lines.number(line, words[3], "cores of a host", 1);
    for (int i = 0; i < hosts; i++) {
      builder.host(Host.of(hostName(i), cores, memory));
    }
  }

  private void domain(int line, String[] columns) throws CommandFailure {
    if (columns.length < COLUMNS - 1 || columns.length > COLUMNS) {
      throw lines.failure(line, "has " + columns.length + " columns instead of " + COLUMNS, SHAPE);
    }
    String name = columns[0].strip();
    if (name.isEmpty()) {
      throw lines.failure(line, "names no domain", SHAPE);
    }
    if (!names.add(name)) {
      throw lines.failure(line, "has domain " + name + " a second time", "rename or remove one");
    }
    Domain domain =
        Domain.of(
            name,
            lines.number(line, columns[1], "memory", 1),
            lines.number(line, columns[2], "number of virtual processors", 0),
            lines.number(line, columns[4], "demand", 0));
    int host = host(line, columns[3]);
    int group = lines.number(line, columns[5], "group", -1);
    if (group >= 0) {
      groups.add("group" + group);
      domain = domain.withGroups("group" + group);
    }
    builder.domain(domain, hostName(host));
    if (columns.length == COLUMNS && !columns[COLUMNS - 1].isBlank()) {
      Set<String> banned = new TreeSet<>();
      for (String index : columns[COLUMNS - 1].split(",", -1)) {
        banned.add(hostName(host(line, index)));
      }
      constraints.add(Ban.of(name, banned));
    }
  }

  private int host(int line, String text) throws CommandFailure {
    int host = lines.number(line, text, "index of a host", 0);
    if (host >= hosts) {
      throw lines.failure(
          line, "names host " + host + " of " + hosts, "indexes end at " + (hosts - 1));
    }
    return host;
  }
}
