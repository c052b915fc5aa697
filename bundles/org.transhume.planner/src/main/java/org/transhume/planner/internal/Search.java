// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.transhume.api.model.Explanation;
import org.transhume.planner.Cluster;
import org.transhume.planner.Domain;
import org.transhume.planner.Goal;
import org.transhume.planner.Host;
import org.transhume.planner.HostState;
import org.transhume.planner.Limits;
import org.transhume.planner.Move;
import org.transhume.planner.Outcome;
import org.transhume.planner.Placement;
import org.transhume.planner.Plan;
import org.transhume.planner.PowerCurve;
import org.transhume.planner.Step;
import org.transhume.planner.constraint.Constraint;

/** From a goal to an outcome: finds where everything goes, and then the order. */
public final class Search {

  /** Evening out ends after one or two repeats; more than this would be a fault of the search. */
  private static final int MOST_REPEATS = 10;

  private final Problem problem;
  private final Collection<? extends Constraint> constraints;
  private final Goal goal;

  /** For one goal on one cluster. */
  public Search(
      Cluster cluster, Goal goal, Collection<? extends Constraint> constraints, Limits limits) {
    this.problem = new Problem(cluster, constraints, limits);
    this.constraints = constraints;
    this.goal = goal;
  }

  /** Searches. */
  public Outcome outcome() {
    Found found = find();
    List<Explanation> reasons = new ArrayList<>(found.inTheWay());
    int[] destination = found.arrangement().at;
    if (reasons.isEmpty() && problem.hard.nPlusOne) {
      notSurvived(found.arrangement()).ifPresent(reasons::add);
    }
    Plan plan = Plan.NOTHING;
    if (!Arrays.equals(destination, problem.origin)) {
      Ordering ordering = new Ordering(problem, destination);
      if (ordering.arrange()) {
        plan = new Plan(steps(ordering, found.arrangement()));
      } else {
        reasons.addAll(ordering.inTheWay());
      }
    }
    Cluster after = plan.appliedTo(problem.cluster);
    Account account = new Account(goal, problem.cluster, after, constraints, problem.limits, plan);
    return reasons.isEmpty()
        ? new Outcome(goal, problem.cluster, Optional.of(plan), reasons, Plan.NOTHING, account)
        : new Outcome(goal, problem.cluster, Optional.empty(), distinct(reasons), plan, account);
  }

  private static List<Explanation> distinct(List<Explanation> reasons) {
    return reasons.stream().distinct().toList();
  }

  private Found find() {
    if (goal instanceof Goal.Relieve) {
      return new Relief(new Arrangement(problem)).relieve();
    }
    if (goal instanceof Goal.Balance) {
      return balance();
    }
    if (goal instanceof Goal.Drain drain) {
      boolean[] drained = new boolean[problem.hosts];
      drain.hosts().forEach(host -> drained[problem.cluster.hostIndex(host)] = true);
      return new Relief(new Arrangement(problem)).drain(drained);
    }
    return consolidate();
  }

  /** Evens out, and evens out what came of it, until nothing moves any more. */
  private Found balance() {
    Found found = new Balancing(new Arrangement(problem)).even();
    for (int again = 0; again < MOST_REPEATS && found.isReached(); again++) {
      int[] before = found.arrangement().placement();
      Found next = new Balancing(new Arrangement(at(before))).even();
      int[] after = next.arrangement().placement();
      if (!next.isReached() || Arrays.equals(after, before)) {
        return found;
      }
      found = Found.reached(movedTo(after));
    }
    return found;
  }

  /** The same question about a cluster whose domains are there. */
  private Problem at(int[] placement) {
    return new Problem(problem.cluster.at(placement), constraints, problem.limits);
  }

  /** From where domains are to there. */
  private Arrangement movedTo(int[] placement) {
    Arrangement moved = new Arrangement(problem);
    for (int block = 0; block < problem.blocks; block++) {
      moved.move(block, placement[problem.members[block][0]]);
    }
    return moved;
  }

  /** Packs, and packs what came out of it, until that makes no host free any more. */
  private Found consolidate() {
    Consolidation consolidation = new Consolidation(problem);
    Found found = consolidation.pack();
    int used = found.arrangement().hostsUsed();
    while (found.isReached() && used > consolidation.fewestHosts()) {
      Found next = new Consolidation(at(found.arrangement().placement())).pack();
      if (!next.isReached() || next.arrangement().hostsUsed() >= used) {
        break;
      }
      Arrangement further = movedTo(next.arrangement().placement());
      found = Found.reached(further);
      used = further.hostsUsed();
    }
    return found;
  }

  private Optional<Explanation> notSurvived(Arrangement arrangement) {
    int host = arrangement.notSurvived();
    if (host < 0 || new Arrangement(problem).notSurvived() >= 0) {
      return Optional.empty();
    }
    String name = problem.hostName(host);
    return Optional.of(
        new Explanation(
            "N_PLUS_ONE",
            name + ": if it died, its domains would not find memory on the other hosts",
            Map.of("host", name)));
  }

  private List<Step> steps(Ordering ordering, Arrangement end) {
    Forecast forecast = new Forecast(problem);
    Motives motives = new Motives(goal, new Arrangement(problem), end);
    List<Step> steps = new ArrayList<>(ordering.steps().size());
    for (List<Ordering.Hop> hops : ordering.steps()) {
      List<Move> moves = new ArrayList<>(hops.size());
      for (Ordering.Hop hop : hops) {
        for (int domain : problem.members[hop.block()]) {
          moves.add(
              new Move(
                  problem.cluster.domains().get(domain).name(),
                  problem.hostName(hop.from()),
                  problem.hostName(hop.to()),
                  motives.of(hop, domain)));
        }
      }
      Forecast.Expected expected = forecast.of(hops);
      steps.add(new Step(moves, expected.seconds(), expected.mib()));
    }
    return steps;
  }

  /** Finds a host for a domain that is not there yet. */
  public static Placement place(
      Cluster cluster, Domain domain, Collection<? extends Constraint> constraints, Limits limits) {
    Cluster.Builder builder = Cluster.builder();
    cluster.hosts().forEach(builder::host);
    for (int i = 0; i < cluster.domains().size(); i++) {
      builder.domain(cluster.domains().get(i), cluster.hosts().get(cluster.hostOf(i)).name());
    }
    // A host that is not there: it holds the domain until it has one, and takes nothing.
    String nowhere = "\uFFFF";
    builder.host(
        new Host(
            nowhere,
            1,
            Integer.MAX_VALUE,
            0,
            0,
            Map.of(),
            PowerCurve.UNKNOWN,
            HostState.NO_INCOMING));
    Problem problem = new Problem(builder.domain(domain, nowhere).build(), constraints, limits);
    Arrangement arrangement = new Arrangement(problem);
    int block = problem.blockOf(problem.cluster.domainIndex(domain.name()));
    arrangement.lift(block);
    int[] hosts = java.util.stream.IntStream.range(0, problem.hosts - 1).toArray();
    Refusals refusals = new Refusals(arrangement);
    SortedMap<String, List<Explanation>> why = new TreeMap<>();
    for (int host : hosts) {
      List<Explanation> against =
          refusals.why(block, host).stream().map(Refusals.Refusal::explanation).toList();
      if (!against.isEmpty()) {
        why.put(problem.hostName(host), against);
      }
    }
    List<Explanation> reasons =
        why.size() == hosts.length ? refusals.nowhere(block, hosts) : List.of();
    boolean placed = new Relief(arrangement).place(block, hosts);
    return new Placement(
        placed ? Optional.of(problem.hostName(arrangement.at[block])) : Optional.empty(),
        why,
        reasons);
  }
}
