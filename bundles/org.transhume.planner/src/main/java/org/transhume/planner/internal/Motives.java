// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.internal;

import java.util.Map;
import org.transhume.api.model.Explanation;
import org.transhume.planner.Goal;

/** Says of each move why it is made, what is gained and what is paid. */
final class Motives {

  private final Goal goal;
  private final Problem problem;
  private final Arrangement before;
  private final Arrangement after;

  Motives(Goal goal, Arrangement before, Arrangement after) {
    this.goal = goal;
    this.problem = before.problem;
    this.before = before;
    this.after = after;
  }

  Explanation of(Ordering.Hop hop, int domain) {
    int block = hop.block();
    int origin = problem.origin[block];
    String paid = "; " + problem.cluster.domains().get(domain).memoryMib() + " MiB to copy";
    String from = problem.hostName(origin);
    String to = problem.hostName(hop.to());
    if (hop.parked()) {
      return explanation(
          "PARKS",
          to + " keeps it until " + problem.hostName(after.at[block]) + " has room" + paid,
          from,
          to);
    }
    if (problem.hard.denies(block, origin)) {
      return explanation("MISPLACED", problem.hard.denial(block, from).text() + paid, from, to);
    }
    if (goal instanceof Goal.Drain drain && drain.hosts().contains(from)) {
      return explanation("DRAINS", from + " is drained; " + room(hop.to()) + paid, from, to);
    }
    String grouping = brokenGrouping(block, origin);
    if (grouping != null) {
      return explanation("MISPLACED", grouping + paid, from, to);
    }
    if (before.isOver(origin)) {
      return explanation(
          "RELIEVES",
          over(origin)
              + ", and "
              + inUnit(after.usedDemand[origin])
              + " in the end; "
              + room(hop.to())
              + paid,
          from,
          to);
    }
    if (goal instanceof Goal.Balance) {
      return explanation(
          "EVENS_OUT",
          from
              + " has "
              + before.guests[origin]
              + " domains and "
              + before.usedMemory[origin]
              + " MiB used, "
              + to
              + " has "
              + before.guests[hop.to()]
              + " and "
              + before.usedMemory[hop.to()]
              + " MiB"
              + paid,
          from,
          to);
    }
    if (goal instanceof Goal.Consolidate && after.guests[origin] == 0) {
      return explanation(
          "EMPTIES",
          from + " is emptied: its " + before.guests[origin] + " domains fit elsewhere" + paid,
          from,
          to);
    }
    return explanation(
        "MAKES_ROOM", from + " has no room for another domain with it" + paid, from, to);
  }

  private String brokenGrouping(int block, int origin) {
    int[] groupings = problem.hard.groupingsOf[block];
    for (int i = 0; groupings != null && i < groupings.length; i++) {
      if (before.hardTally().surplusAt(groupings[i], origin) > 0
          || before.hardTally().isApart(groupings[i], origin)) {
        return problem.hard.groupings.get(groupings[i]).constraint().text();
      }
    }
    return null;
  }

  private String over(int host) {
    Rules rules = problem.hard;
    String name = problem.hostName(host);
    if (before.usedDemand[host] > rules.demandLimit[host]) {
      return name
          + ": demand "
          + inUnit(before.usedDemand[host])
          + " > "
          + inUnit(rules.demandLimit[host]);
    }
    if (before.usedMemory[host] > rules.memoryLimit[host]) {
      return name + ": memory " + before.usedMemory[host] + " MiB > " + rules.memoryLimit[host];
    }
    return name + ": virtual processors " + before.usedVcpus[host] + " > " + rules.vcpusLimit[host];
  }

  private String inUnit(int demand) {
    return demand + " " + problem.cluster.demandUnit();
  }

  private String room(int host) {
    Rules rules = problem.hard;
    return problem.hostName(host)
        + " has demand "
        + after.usedDemand[host]
        + (rules.demandLimit[host] < Rules.UNLIMITED ? " of " + rules.demandLimit[host] : "")
        + " "
        + problem.cluster.demandUnit()
        + " and memory "
        + after.usedMemory[host]
        + " of "
        + rules.memoryLimit[host]
        + " MiB then";
  }

  private static Explanation explanation(String code, String text, String from, String to) {
    return new Explanation(code, text, Map.of("from", from, "to", to));
  }
}
