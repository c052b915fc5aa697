// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.PlacementRule;
import org.transhume.api.model.RuleKind;
import org.transhume.planner.constraint.Ban;
import org.transhume.planner.constraint.Constraint;
import org.transhume.planner.constraint.Fence;
import org.transhume.planner.constraint.Gather;
import org.transhume.planner.constraint.MaxOnline;
import org.transhume.planner.constraint.NPlusOne;
import org.transhume.planner.constraint.NoIncoming;
import org.transhume.planner.constraint.Overcommit;
import org.transhume.planner.constraint.Pin;
import org.transhume.planner.constraint.Reserve;
import org.transhume.planner.constraint.Resource;
import org.transhume.planner.constraint.Spread;
import org.transhume.planner.constraint.Strength;

/**
 * The rules of a cluster as the planner's constraints. A rule that spreads or gathers makes a group
 * of its own of the domains that it is about, by its text.
 */
final class RuleConstraints {

  private static final int PERCENT = 100;

  private final List<PlacementRule> rules;
  private final ClusterSnapshot snapshot;

  RuleConstraints(ClusterSnapshot snapshot) {
    this.snapshot = snapshot;
    this.rules = snapshot.rules().rules();
  }

  /** The groups that rules make of that domain. */
  Set<String> groupsOf(String uuid) {
    return rules.stream()
        .filter(rule -> rule.kind() == RuleKind.SPREAD || rule.kind() == RuleKind.GATHER)
        .filter(rule -> rule.domains().contains(uuid))
        .map(PlacementRule::text)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What the planner has to keep, where it is about hosts and domains of this fleet. */
  List<Constraint> constraints(Fleet fleet) {
    List<Constraint> constraints = new ArrayList<>();
    for (PlacementRule rule : rules) {
      Strength strength = rule.hard() ? Strength.HARD : Strength.SOFT;
      String place = rule.across().isEmpty() ? Constraint.HOST : rule.across();
      switch (rule.kind()) {
        case SPREAD -> constraints.add(new Spread(rule.text(), place, 1, strength));
        case GATHER -> constraints.add(new Gather(rule.text(), place, strength));
        case BAN -> constraints.add(new Ban(rule.domains(), rule.hosts(), strength));
        case FENCE -> constraints.add(new Fence(rule.domains(), rule.hosts(), strength));
        case KEEP, PIN -> constraints.add(new Pin(rule.domains(), strength));
        case RESERVE -> constraints.add(new Reserve(rule.hosts(), (int) rule.amount(), strength));
        case NO_INCOMING -> constraints.add(new NoIncoming(rule.hosts(), strength));
        case MAX_ONLINE ->
            constraints.add(new MaxOnline(rule.hosts(), (int) rule.amount(), strength));
        case N_PLUS_ONE -> constraints.add(new NPlusOne(strength));
        case OVERCOMMIT -> overcommit(rule, strength, fleet, constraints);
        default -> {
          // A label demands nothing by itself.
        }
      }
    }
    return constraints;
  }

  /** Host by host, because the fleet counts processors by their speed. */
  private void overcommit(
      PlacementRule rule, Strength strength, Fleet fleet, List<Constraint> constraints) {
    for (HostSnapshot host : snapshot.hosts()) {
      if (fleet.hosts().containsKey(host.name())
          && (rule.hosts().isEmpty() || rule.hosts().contains(host.name()))) {
        double most = rule.amount() * host.physicalCpus();
        int percent = (int) (most * PERCENT / fleet.cores(host.name()));
        constraints.add(
            new Overcommit(Set.of(host.name()), Resource.VCPUS, Math.max(1, percent), strength));
      }
    }
  }
}
