// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.transhume.planner.Cluster;
import org.transhume.planner.HostState;
import org.transhume.planner.Limits;
import org.transhume.planner.Move;
import org.transhume.planner.Plan;
import org.transhume.planner.Step;
import org.transhume.planner.constraint.Constraint;
import org.transhume.planner.constraint.Keep;
import org.transhume.planner.constraint.NoIncoming;
import org.transhume.planner.constraint.Pin;
import org.transhume.planner.constraint.Strength;

/** Judges placements and plans by the hard constraints. What is soft may be broken. */
public final class PlanChecker {

  private final List<Constraint> hard;
  private final Limits limits;

  /** A judge by these constraints and limits. */
  public PlanChecker(Collection<? extends Constraint> constraints, Limits limits) {
    this.hard =
        constraints.stream()
            .<Constraint>map(constraint -> constraint)
            .filter(constraint -> constraint.strength() == Strength.HARD)
            .toList();
    this.limits = limits;
  }

  /** Everything that is wrong with a cluster as it stands. */
  public List<Violation> placement(Cluster cluster) {
    return new PlacementRules(cluster, hard).broken(places(cluster), true);
  }

  /**
   * Everything that a plan makes wrong or worse, during each of its steps and after them. A domain
   * that moves takes what it needs at both ends for the whole step.
   */
  public List<Violation> plan(Cluster cluster, Plan plan) {
    List<Violation> found = new ArrayList<>();
    PlacementRules rules = new PlacementRules(cluster, hard);
    Map<String, Set<String>> places = places(cluster);
    List<Violation> before = rules.broken(places, true);
    int number = 0;
    for (Step step : plan.steps()) {
      number++;
      found.addAll(moves(cluster, step, places, number));
      Map<String, Set<String>> during = copy(places);
      step.moves().forEach(move -> during.get(move.domain()).add(move.to()));
      report(rules.broken(during, false), before, number, found);
      for (Move move : step.moves()) {
        places.put(move.domain(), new HashSet<>(Set.of(move.to())));
      }
      report(rules.broken(places, true), before, number, found);
    }
    return found;
  }

  private static void report(
      List<Violation> now, List<Violation> before, int step, List<Violation> found) {
    for (Violation violation : now) {
      if (before.stream().noneMatch(violation::isNoWorseThan)) {
        found.add(violation.inStep(step));
      }
    }
  }

  private static Map<String, Set<String>> places(Cluster cluster) {
    Map<String, Set<String>> places = new TreeMap<>();
    cluster
        .domains()
        .forEach(
            domain ->
                places.put(domain.name(), new HashSet<>(Set.of(cluster.hostOf(domain.name())))));
    return places;
  }

  private static Map<String, Set<String>> copy(Map<String, Set<String>> places) {
    Map<String, Set<String>> copy = new TreeMap<>();
    places.forEach((domain, hosts) -> copy.put(domain, new HashSet<>(hosts)));
    return copy;
  }

  /** What is wrong with the moves of a step themselves. */
  private List<Violation> moves(
      Cluster cluster, Step step, Map<String, Set<String>> places, int number) {
    List<Violation> found = new ArrayList<>();
    Map<String, Integer> leaving = new HashMap<>();
    Map<String, Integer> arriving = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (Move move : step.moves()) {
      if (!seen.add(move.domain())) {
        found.add(new Violation("a domain moves once in a step", move.domain(), 1, number));
      }
      if (!places.get(move.domain()).equals(Set.of(move.from())) || move.from().equals(move.to())) {
        found.add(new Violation("a move begins where the domain is", move.domain(), 1, number));
      }
      leaving.merge(move.from(), 1, Integer::sum);
      arriving.merge(move.to(), 1, Integer::sum);
      if (cluster.hosts().get(cluster.hostIndex(move.to())).state() != HostState.ONLINE) {
        found.add(new Violation("only hosts that are online take domains", move.to(), 1, number));
      }
      hard.stream()
          .filter(constraint -> forbids(constraint, cluster, move))
          .forEach(
              constraint -> found.add(new Violation(constraint.text(), move.domain(), 1, number)));
    }
    beyond(leaving, limits.perSource(), "moves from a host at a time", number, found);
    beyond(arriving, limits.perTarget(), "moves to a host at a time", number, found);
    int most = limits.perCluster() == 0 ? Integer.MAX_VALUE : limits.perCluster();
    beyond(Map.of("cluster", step.moves().size()), most, "moves at a time", number, found);
    return found;
  }

  private static void beyond(
      Map<String, Integer> counts, int most, String rule, int step, List<Violation> found) {
    counts.forEach(
        (subject, count) -> {
          if (count > most) {
            found.add(new Violation(rule, subject, count - most, step));
          }
        });
  }

  private static boolean forbids(Constraint constraint, Cluster cluster, Move move) {
    if (constraint instanceof Pin pin) {
      return pin.domains().contains(move.domain());
    }
    if (constraint instanceof Keep keep) {
      return cluster.domains().get(cluster.domainIndex(move.domain())).tags().contains(keep.tag());
    }
    return constraint instanceof NoIncoming incoming && incoming.hosts().contains(move.to());
  }
}
