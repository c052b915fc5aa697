// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.planner.Cluster;
import org.transhume.planner.Domain;
import org.transhume.planner.Host;
import org.transhume.planner.HostState;
import org.transhume.planner.constraint.Constraint;
import org.transhume.planner.constraint.Spread;

/**
 * The text format of Ganeti's htools: sections with an empty line between them, of groups, nodes,
 * instances, cluster tags and policies; fields with bars between them. It knows no demand of
 * processors. Of tags those that exclude instances from one another are kept.
 */
final class HtoolsFormat {

  private static final int NODES = 1;
  private static final int INSTANCES = 2;
  private static final int CLUSTER_TAGS = 3;
  private static final String EXCLUSION = "htools:iextags:";
  private static final String REMEDY = "write it with `gnt-*` or `hscan` of Ganeti 2.15 or 3";

  private final Lines lines;
  private final Cluster.Builder builder = Cluster.builder();
  private final Set<String> hosts = new HashSet<>();
  private final Set<String> occupied = new HashSet<>();

  HtoolsFormat(Lines lines) {
    this.lines = lines;
  }

  ClusterFile read() throws CommandFailure {
    List<List<Integer>> sections = sections();
    if (sections.size() <= INSTANCES) {
      throw lines.failure(lines.all().size() - 1, "ends before the section of instances", REMEDY);
    }
    for (int line : sections.get(INSTANCES)) {
      occupied.add(field(line, 6));
    }
    for (int line : sections.get(NODES)) {
      node(line);
    }
    List<String> prefixes = new ArrayList<>();
    if (sections.size() > CLUSTER_TAGS) {
      for (int line : sections.get(CLUSTER_TAGS)) {
        for (String tag : lines.all().get(line).split(",", -1)) {
          if (tag.startsWith(EXCLUSION)) {
            prefixes.add(tag.substring(EXCLUSION.length()) + ":");
          }
        }
      }
    }
    Set<String> groups = new TreeSet<>();
    for (int line : sections.get(INSTANCES)) {
      instance(line, prefixes, groups);
    }
    List<Constraint> constraints = new ArrayList<>();
    groups.forEach(group -> constraints.add(Spread.acrossHosts(group)));
    return new ClusterFile(builder.build(), constraints);
  }

  /** The lines of each section by number. */
  private List<List<Integer>> sections() {
    List<List<Integer>> sections = new ArrayList<>();
    sections.add(new ArrayList<>());
    for (int line = 0; line < lines.all().size(); line++) {
      if (lines.all().get(line).isEmpty()) {
        sections.add(new ArrayList<>());
      } else {
        sections.get(sections.size() - 1).add(line);
      }
    }
    return sections;
  }

  private String field(int line, int index) throws CommandFailure {
    String[] fields = lines.all().get(line).split("\\|", -1);
    if (index >= fields.length) {
      throw lines.failure(line, "has " + fields.length + " fields only", REMEDY);
    }
    return fields[index];
  }

  private void node(int line) throws CommandFailure {
    String name = field(line, 0);
    boolean offline = field(line, 7).equals("Y");
    HostState away = occupied.contains(name) ? HostState.NO_INCOMING : HostState.OFF;
    if (!hosts.add(name)) {
      throw lines.failure(line, "has node " + name + " a second time", "rename or remove one");
    }
    builder.host(
        Host.of(
                name,
                lines.number(line, field(line, 6), "number of processors", 1),
                lines.number(line, field(line, 1), "memory", 1))
            .withReserveMib(lines.number(line, field(line, 2), "memory of the node itself", 0))
            .withState(offline ? away : HostState.ONLINE));
  }

  private void instance(int line, List<String> prefixes, Set<String> groups) throws CommandFailure {
    String name = field(line, 0);
    String host = field(line, 6);
    if (!hosts.contains(host)) {
      throw lines.failure(
          line, "puts " + name + " on node " + host, "name a node of the second section");
    }
    Domain domain =
        Domain.of(
            name,
            lines.number(line, field(line, 1), "memory", 0),
            lines.number(line, field(line, 3), "number of virtual processors", 0),
            0);
    Set<String> exclusive = new TreeSet<>();
    for (String tag : field(line, 9).split(",", -1)) {
      if (prefixes.stream().anyMatch(tag::startsWith)) {
        exclusive.add(tag);
      }
    }
    groups.addAll(exclusive);
    try {
      builder.domain(domain.withGroups(exclusive.toArray(String[]::new)), host);
    } catch (IllegalArgumentException e) {
      throw lines.failure(line, "has instance " + name + " a second time", "rename one");
    }
  }
}
