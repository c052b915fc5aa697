// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.balance.internal;

import static org.transhume.planner.fleet.Intentions.share;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.Proposal;
import org.transhume.planner.Cluster;
import org.transhume.planner.Goal;
import org.transhume.planner.Host;
import org.transhume.planner.Move;
import org.transhume.planner.Outcome;
import org.transhume.planner.Plan;
import org.transhume.planner.Planner;
import org.transhume.planner.Step;
import org.transhume.planner.constraint.Constraint;
import org.transhume.planner.constraint.NoIncoming;
import org.transhume.planner.constraint.Overcommit;
import org.transhume.planner.constraint.Reserve;
import org.transhume.planner.constraint.Resource;
import org.transhume.planner.constraint.Strength;
import org.transhume.planner.fleet.Fleet;
import org.transhume.planner.fleet.Intentions;

/**
 * One decision. To even out means to relieve under a ceiling not far above the mean: that takes the
 * fewest moves, and brings no host above it. What comes out is looked at again, until this policy
 * would leave it in peace.
 */
final class Evening {

  private static final double PERCENT = 100;
  private static final int LOOKS = 6;
  private static final String CLUSTER = "cluster";

  private final ClusterSnapshot snapshot;
  private final Fleet fleet;
  private final Settings settings;
  private final long watchedMillis;
  private final Planner planner = new Planner();
  private final Intentions intentions;

  /**
   * A decision to be made.
   *
   * @param watchedMillis for how long demand has been watched
   */
  Evening(ClusterSnapshot snapshot, Fleet fleet, Settings settings, long watchedMillis) {
    this.snapshot = snapshot;
    this.fleet = fleet;
    this.settings = settings;
    this.watchedMillis = watchedMillis;
    this.intentions = new Intentions(fleet);
  }

  Proposal proposal() {
    Cluster cluster = intentions.cluster();
    List<Spread> spreads = spreads(cluster);
    if (spreads.isEmpty()) {
      refuse("NO_OTHER_HOST", "there are no two hosts between which anything could be evened out");
    } else if (worst(spreads).imbalance() <= settings.bound()) {
      refuse("EVEN_ENOUGH", standing(worst(spreads)) + ": nothing has to move");
    } else if (fleet.anythingMoves()) {
      refuse("MIGRATION_RUNNING", "nothing is evened out while a migration is under way");
    } else if (watchedMillis < settings.demand().learningMillis()) {
      refuse(
          "LEARNING",
          "demand has been watched for "
              + watchedMillis / 1000
              + " s; nothing is evened out before "
              + settings.demand().learningMillis() / 1000
              + " s");
    } else {
      even(cluster, spreads);
    }
    return new Proposal(intentions.moves(), intentions.refusals());
  }

  private void even(Cluster cluster, List<Spread> spreads) {
    passedOver();
    Outcome outcome = plan(cluster);
    outcome.reasons().forEach(reason -> intentions.refuse(subject(reason), reason));
    Plan plan = outcome.plan().orElse(outcome.partial());
    if (!isWorthIt(plan, cluster)) {
      refuse(
          "GAIN_TOO_SMALL",
          standing(worst(spreads))
              + "; moving what could be moved, "
              + plan.moves().size()
              + " domains, would gain "
              + share(gain(plan, cluster))
              + " of the "
              + share(settings.gain())
              + " that are asked for");
      return;
    }
    Plan resting = untilItRests(plan, cluster);
    if (resting.moves().isEmpty()) {
      refuse(
          "WOULD_NOT_REST",
          standing(worst(spreads))
              + "; what could be moved would have to be moved again and again");
    } else {
      intentions.take(resting, "UNEVEN", host -> why(host, spreads), 0);
    }
  }

  /** That plan, with what would be planned after it; nothing when there is no end to that. */
  private Plan untilItRests(Plan plan, Cluster cluster) {
    Map<String, Move> moves = new LinkedHashMap<>();
    Plan next = plan;
    Cluster after = cluster;
    double seconds = 0;
    long mib = 0;
    for (int look = 0; look < LOOKS; look++) {
      for (Move move : next.moves()) {
        Move before = moves.remove(move.domain());
        String from = before == null ? move.from() : before.from();
        if (!from.equals(move.to())) {
          moves.put(move.domain(), new Move(move.domain(), from, move.to(), move.reason()));
        }
      }
      seconds += next.seconds();
      mib += next.mib();
      after = next.appliedTo(after);
      if (worst(spreads(after)).imbalance() > settings.bound()) {
        Outcome again = plan(after);
        next = again.plan().orElse(again.partial());
      } else {
        next = Plan.NOTHING;
      }
      if (!isWorthIt(next, after)) {
        return moves.isEmpty()
            ? Plan.NOTHING
            : new Plan(List.of(new Step(List.copyOf(moves.values()), seconds, mib)));
      }
    }
    return Plan.NOTHING;
  }

  private boolean isWorthIt(Plan plan, Cluster cluster) {
    return !plan.moves().isEmpty() && gain(plan, cluster) >= settings.gain();
  }

  private double gain(Plan plan, Cluster cluster) {
    return excess(cluster) - excess(plan.appliedTo(cluster));
  }

  private double excess(Cluster cluster) {
    return spreads(cluster).stream().mapToDouble(spread -> spread.excess(settings.even())).sum();
  }

  /** What is planned with: the demands of rules, and on each host the ceilings. */
  private Outcome plan(Cluster cluster) {
    List<Spread> spreads = spreads(cluster);
    Spread processors = spreads.get(0);
    Spread memory = spreads.get(1);
    List<Constraint> constraints = new ArrayList<>(fleet.demands());
    constraints.add(Reserve.everywhere(settings.demand().reserveMebibytes()));
    double mostProcessors = Math.min(1, processors.ceiling(settings.bound(), settings.even()));
    double mostMemory = Math.min(1, memory.ceiling(settings.bound(), settings.even()));
    Set<String> closed = new TreeSet<>();
    for (String name : processors.loads().keySet()) {
      Host host = cluster.hosts().get(cluster.hostIndex(name));
      constraints.add(
          new Reserve(Set.of(name), (int) ((1 - mostMemory) * host.memoryMib()), Strength.HARD));
      double control = fleet.hosts().get(name).controlDomainCpuLoad().orElse(0);
      if (control < mostProcessors) {
        double percent = (mostProcessors - control) / (1 - control) * PERCENT;
        constraints.add(
            new Overcommit(Set.of(name), Resource.CPU, (int) Math.ceil(percent), Strength.HARD));
      } else {
        // Moving domains does not help where the control domain is what makes it uneven.
        closed.add(name);
      }
    }
    if (!closed.isEmpty()) {
      constraints.add(new NoIncoming(closed, Strength.HARD));
    }
    return planner.plan(cluster, new Goal.Relieve(), constraints);
  }

  /** Of processors and of memory; none when fewer than two hosts take part. */
  private List<Spread> spreads(Cluster cluster) {
    Map<String, Double> loads = new TreeMap<>(fleet.loads(cluster));
    loads.keySet().removeIf(host -> !takesPart(fleet.hosts().get(host)));
    Map<String, Double> memory = Fleet.memoryLoads(cluster);
    memory.keySet().retainAll(loads.keySet());
    if (loads.size() < 2) {
      return List.of();
    }
    Map<String, Double> capacities = new TreeMap<>();
    Map<String, Double> mebibytes = new TreeMap<>();
    for (String name : loads.keySet()) {
      capacities.put(name, fleet.capacity(name));
      mebibytes.put(name, (double) cluster.hosts().get(cluster.hostIndex(name)).memoryMib());
    }
    return List.of(
        new Spread("processors", loads, capacities), new Spread("memory", memory, mebibytes));
  }

  private static boolean takesPart(HostSnapshot host) {
    return host.state() == HostState.ACTIVE && Fleet.isOn(host);
  }

  private static Spread worst(List<Spread> spreads) {
    return spreads.stream().max(Comparator.comparingDouble(Spread::imbalance)).orElseThrow();
  }

  /** Hosts that neither give nor take. */
  private void passedOver() {
    for (HostSnapshot host : snapshot.hosts()) {
      if (host.stale()) {
        intentions.refuse(
            host.name(),
            Explanation.of("HOST_STALE", host.name() + " has data too old or absurd to decide on"));
      } else if (!takesPart(host)) {
        intentions.refuse(
            host.name(),
            Explanation.of(
                "HOST_STATE", host.name() + " is " + host.state() + " and is not evened out"));
      }
    }
  }

  private String why(String host, List<Spread> spreads) {
    return spreads.stream()
        .filter(spread -> spread.imbalance() > settings.bound())
        .filter(spread -> spread.loads().getOrDefault(host, 0.0) > spread.mean())
        .findFirst()
        .map(
            spread ->
                host
                    + " is at "
                    + share(spread.loads().get(host))
                    + " of its "
                    + spread.what()
                    + ", all hosts together at "
                    + share(spread.mean()))
        .orElse(host + " makes room for another, or keeps a rule");
  }

  private String standing(Spread spread) {
    return spread.furthest()
        + " is at "
        + share(spread.loads().get(spread.furthest()))
        + " of its "
        + spread.what()
        + ", "
        + share(spread.imbalance())
        + " off the mean of "
        + share(spread.mean())
        + " (up to "
        + share(settings.bound())
        + " is borne)";
  }

  private static String subject(Explanation reason) {
    return Optional.ofNullable(reason.operands().get("host")).orElse(CLUSTER);
  }

  private void refuse(String code, String text) {
    intentions.refuse(CLUSTER, Explanation.of(code, text));
  }
}
