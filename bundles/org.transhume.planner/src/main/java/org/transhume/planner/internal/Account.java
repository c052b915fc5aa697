// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.transhume.api.model.Explanation;
import org.transhume.planner.Cluster;
import org.transhume.planner.Explanations;
import org.transhume.planner.Goal;
import org.transhume.planner.Limits;
import org.transhume.planner.Move;
import org.transhume.planner.Plan;
import org.transhume.planner.constraint.Constraint;

/** Looks at the end of a plan when it is asked. */
final class Account implements Explanations {

  private final Goal goal;
  private final Cluster before;
  private final Cluster after;
  private final Collection<? extends Constraint> constraints;
  private final Limits limits;
  private final Plan plan;

  Account(
      Goal goal,
      Cluster before,
      Cluster after,
      Collection<? extends Constraint> constraints,
      Limits limits,
      Plan plan) {
    this.goal = goal;
    this.before = before;
    this.after = after;
    this.constraints = List.copyOf(constraints);
    this.limits = limits;
    this.plan = plan;
  }

  @Override
  public List<Explanation> whyNot(String domain, String host) {
    Problem problem = new Problem(after, constraints, limits);
    int to = after.hostIndex(host);
    int block = problem.blockOf(after.domainIndex(domain));
    if (after.hostOf(domain).equals(host)) {
      return List.of();
    }
    return new Refusals(new Arrangement(problem))
        .why(block, to).stream().map(Refusals.Refusal::explanation).toList();
  }

  @Override
  public List<Explanation> whyThere(String domain) {
    after.domainIndex(domain);
    List<Explanation> reasons =
        new ArrayList<>(
            plan.moves().stream()
                .filter(move -> move.domain().equals(domain))
                .map(Move::reason)
                .toList());
    if (reasons.isEmpty()) {
      Problem problem = new Problem(after, constraints, limits);
      int block = problem.blockOf(after.domainIndex(domain));
      if (problem.fixedBy[block] != null) {
        reasons.add(
            new Explanation(
                "FIXED", domain + ": " + problem.fixedBy[block].text(), Map.of("domain", domain)));
      } else {
        reasons.add(stays(domain, new Arrangement(problem), problem.origin[block]));
      }
    }
    return reasons;
  }

  private Explanation stays(String domain, Arrangement arrangement, int host) {
    String name = after.hosts().get(host).name();
    return new Explanation(
        "STAYS",
        domain
            + " stays: the goal "
            + goal.name()
            + " is reached without moving it; "
            + standing(arrangement, host),
        Map.of("domain", domain, "host", name));
  }

  @Override
  public List<Explanation> whyUnused(String host) {
    Problem problem = new Problem(after, constraints, limits);
    Arrangement arrangement = new Arrangement(problem);
    int index = after.hostIndex(host);
    List<Explanation> reasons = new ArrayList<>();
    if (problem.hard.closed[index]) {
      reasons.add(
          new Explanation(
              problem.off[index] ? "HOST_OFF" : "NO_INCOMING",
              host + (problem.off[index] ? ": is off" : ": takes no more domains"),
              Map.of("host", host)));
    }
    if (arrangement.guests[index] == 0 && domainsBefore(index) > 0) {
      reasons.add(
          new Explanation(
              "EMPTIED",
              host
                  + ": emptied by "
                  + goal.name()
                  + ", its "
                  + domainsBefore(index)
                  + " domains fit elsewhere",
              Map.of("host", host)));
    }
    reasons.add(new Explanation("STANDING", standing(arrangement, index), Map.of("host", host)));
    return reasons;
  }

  private long domainsBefore(int host) {
    return java.util.Arrays.stream(before.placement()).filter(at -> at == host).count();
  }

  private static String standing(Arrangement arrangement, int host) {
    Rules rules = arrangement.problem.hard;
    return arrangement.problem.hostName(host)
        + ": "
        + arrangement.guests[host]
        + " domains, demand "
        + arrangement.usedDemand[host]
        + (rules.demandLimit[host] < Rules.UNLIMITED ? " of " + rules.demandLimit[host] : "")
        + " "
        + arrangement.problem.cluster.demandUnit()
        + ", memory "
        + arrangement.usedMemory[host]
        + " of "
        + rules.memoryLimit[host]
        + " MiB";
  }
}
