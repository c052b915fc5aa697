// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.consolidate.internal;

import static org.transhume.planner.fleet.Intentions.share;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostPower;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.PowerChange;
import org.transhume.api.model.PowerState;
import org.transhume.api.model.Proposal;
import org.transhume.planner.Cluster;
import org.transhume.planner.Goal;
import org.transhume.planner.Outcome;
import org.transhume.planner.Plan;
import org.transhume.planner.Planner;
import org.transhume.planner.constraint.Constraint;
import org.transhume.planner.constraint.NoIncoming;
import org.transhume.planner.constraint.Overcommit;
import org.transhume.planner.constraint.Reserve;
import org.transhume.planner.constraint.Resource;
import org.transhume.planner.constraint.Strength;
import org.transhume.planner.fleet.EmptyHosts;
import org.transhume.planner.fleet.Fleet;
import org.transhume.planner.fleet.Intentions;

/**
 * One decision. Hosts that are expected to be short are relieved first; only when none is, hosts
 * are emptied, those first that cost least to empty and save most.
 */
final class Packing {

  private static final int PERCENT = 100;

  /** When so many hosts running cannot be emptied, those that hold more cannot either. */
  private static final int VAIN_ATTEMPTS = 6;

  private final ClusterSnapshot snapshot;
  private final Fleet fleet;
  private final Settings settings;
  private final EmptyHosts emptyHosts;
  private final long watchedMillis;
  private final Planner planner = new Planner();
  private final Intentions intentions;
  private final List<PowerChange> powerChanges = new ArrayList<>();

  /**
   * A decision to be made.
   *
   * @param emptyHosts since when hosts are empty
   * @param watchedMillis for how long demand has been watched
   */
  Packing(
      ClusterSnapshot snapshot,
      Fleet fleet,
      Settings settings,
      EmptyHosts emptyHosts,
      long watchedMillis) {
    this.snapshot = snapshot;
    this.fleet = fleet;
    this.settings = settings;
    this.emptyHosts = emptyHosts;
    this.watchedMillis = watchedMillis;
    this.intentions = new Intentions(fleet);
  }

  Proposal proposal() {
    Map<String, Double> loads = intentions.loads();
    List<String> hot =
        loads.keySet().stream().filter(host -> loads.get(host) > settings.high()).toList();
    if (!hot.isEmpty()) {
      relieve(hot, loads);
    } else if (fleet.anythingMoves()) {
      refuse("cluster", "MIGRATION_RUNNING", "nothing is packed while a migration is under way");
    } else if (watchedMillis < settings.demand().learningMillis()) {
      refuse(
          "cluster",
          "LEARNING",
          "demand has been watched for "
              + seconds(watchedMillis)
              + " s; nothing is packed before "
              + seconds(settings.demand().learningMillis())
              + " s");
    } else {
      pack(loads);
    }
    power(intentions.loads());
    return new Proposal(
        intentions.moves(), intentions.refusals(), List.of(), List.copyOf(powerChanges));
  }

  /** First without waking empty hosts, then with them. */
  private void relieve(List<String> hot, Map<String, Double> loads) {
    Cluster cluster = intentions.cluster();
    Set<String> empty = empty();
    Outcome outcome =
        planner.plan(cluster, new Goal.Relieve(), constraints(settings.high(), empty));
    if (!outcome.isFeasible() && !empty.isEmpty()) {
      outcome = planner.plan(cluster, new Goal.Relieve(), constraints(settings.high(), Set.of()));
    }
    intentions.take(
        outcome.plan().orElse(outcome.partial()),
        "BEFORE_IT_IS_SHORT",
        host ->
            loads.get(host) > settings.high()
                ? host
                    + " is expected to want "
                    + share(loads.get(host))
                    + " of its processors (at most "
                    + share(settings.high())
                    + ")"
                : host + " makes room for another, or keeps a rule",
        0);
    outcome.reasons().forEach(reason -> intentions.refuse(hot.get(0), reason));
  }

  private void pack(Map<String, Double> loads) {
    List<String> candidates = candidates(loads);
    int most = (int) Math.max(1, settings.share() * candidates.size());
    int emptied = 0;
    Set<String> filled = new HashSet<>();
    int vain = 0;
    for (String host : candidates) {
      if (emptied >= most || vain >= VAIN_ATTEMPTS) {
        break;
      }
      if (!filled.contains(host)) {
        boolean done = empty(host, filled);
        emptied += done ? 1 : 0;
        vain = done ? 0 : vain + 1;
      }
    }
  }

  private boolean empty(String host, Set<String> filled) {
    Outcome outcome =
        planner.plan(
            intentions.cluster(),
            new Goal.Drain(Set.of(host)),
            constraints(settings.fill(), empty()));
    if (!outcome.isFeasible()) {
      intentions.refuse(host, telling(outcome.reasons()));
      return false;
    }
    Plan plan = outcome.plan().orElseThrow();
    int cost = plan.moves().size();
    if (cost > settings.movesPerHost()) {
      refuse(
          host,
          "TOO_MANY_MOVES",
          "emptying it would cost " + cost + " moves, of at most " + settings.movesPerHost());
      return false;
    }
    intentions.take(
        plan,
        "EMPTIES_HOST",
        from -> from + " is to be empty",
        idleWatts(host) / Math.max(1, cost));
    plan.moves().forEach(move -> filled.add(move.to()));
    return true;
  }

  /** The first reason that is not merely that a host is closed, if there is one. */
  private static Explanation telling(List<Explanation> reasons) {
    return reasons.stream()
        .filter(reason -> !reason.code().equals("NO_INCOMING"))
        .findFirst()
        .orElse(reasons.get(0));
  }

  /**
   * Hosts with domains, those first that save most for what has to go elsewhere: memory where that
   * is scarcer than processors, else load.
   */
  private List<String> candidates(Map<String, Double> loads) {
    Set<String> empty = empty();
    List<String> used = loads.keySet().stream().filter(host -> !empty.contains(host)).toList();
    double load = used.stream().mapToDouble(loads::get).average().orElse(0) / settings.fill();
    double memory = used.stream().mapToDouble(fleet::memoryShare).average().orElse(0);
    return used.stream()
        .sorted(
            Comparator.<String>comparingDouble(host -> memory > load ? fleet.memoryShare(host) : 0)
                .thenComparingDouble(
                    host -> loads.get(host) * fleet.capacity(host) * efficiency(host))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /** Work for a watt at full load; 1 where nothing is known, so that all are equal. */
  private double efficiency(String host) {
    List<Double> watts = watts(host);
    return watts.isEmpty() ? 1 : fleet.capacity(host) / watts.get(watts.size() - 1);
  }

  private double idleWatts(String host) {
    List<Double> watts = watts(host);
    return watts.isEmpty() ? 1 : watts.get(0);
  }

  private List<Double> watts(String host) {
    return fleet.hosts().get(host).power().map(HostPower::watts).orElse(List.of());
  }

  private Set<String> empty() {
    Set<String> used =
        intentions.cluster().domains().stream()
            .map(domain -> intentions.cluster().hostOf(domain.name()))
            .collect(Collectors.toSet());
    Set<String> empty = new TreeSet<>(fleet.hosts().keySet());
    empty.removeAll(used);
    return empty;
  }

  private List<Constraint> constraints(double cpu, Set<String> closed) {
    List<Constraint> constraints = new ArrayList<>(fleet.demands());
    constraints.add(new Overcommit(Set.of(), Resource.CPU, (int) (cpu * PERCENT), Strength.HARD));
    constraints.add(Reserve.everywhere(settings.demand().reserveMebibytes()));
    Set<String> shut = fleet.busyHosts();
    shut.addAll(closed);
    if (!shut.isEmpty()) {
      constraints.add(new NoIncoming(shut, Strength.HARD));
    }
    return constraints;
  }

  /**
   * Hosts that were empty for long go down, but for the spare ones; where room gets short some come
   * up.
   */
  private void power(Map<String, Double> loads) {
    Set<String> empty = empty();
    List<String> idle =
        empty.stream()
            .filter(host -> isManaged(host) && Fleet.isOn(fleet.hosts().get(host)))
            .sorted(Comparator.comparingDouble(this::efficiency).thenComparing(host -> host))
            .toList();
    double lack = lack(loads, idle);
    int needed = settings.spare();
    if (lack > 0) {
      powerUp(lack);
      return;
    }
    idle.stream()
        .limit(Math.max(0, idle.size() - needed))
        .filter(host -> emptyHosts.millis(host) >= settings.idleMillis())
        .forEach(host -> powerChanges.add(emptyHosts.powerDown(host, needed)));
  }

  private static String seconds(long millis) {
    return Long.toString(millis / 1000);
  }

  /** Processors that are missing for what is expected beside one spare host of the largest size. */
  private double lack(Map<String, Double> loads, List<String> idle) {
    double room = 0;
    double largest = 0;
    for (Map.Entry<String, Double> load : loads.entrySet()) {
      if (isManaged(load.getKey()) && Fleet.isOn(fleet.hosts().get(load.getKey()))) {
        double capacity = fleet.capacity(load.getKey()) * settings.high();
        largest = Math.max(largest, capacity);
        room += capacity - load.getValue() * fleet.capacity(load.getKey());
      }
    }
    double wanted = idle.size() >= settings.spare() ? 0 : largest * settings.spare();
    return wanted - Math.max(0, room);
  }

  private void powerUp(double lack) {
    double missing = lack;
    List<HostSnapshot> off =
        snapshot.hosts().stream()
            .filter(host -> !Fleet.isOn(host) && host.state() == HostState.ACTIVE)
            .sorted(Comparator.comparing(HostSnapshot::name))
            .toList();
    for (HostSnapshot host : off) {
      if (missing <= 0) {
        return;
      }
      powerChanges.add(
          new PowerChange(
              host.name(),
              PowerState.ON,
              new Explanation(
                  "ROOM_GETS_SHORT",
                  host.name()
                      + " comes up: "
                      + String.format(Locale.ROOT, "%.1f", lack)
                      + " processors of one gigahertz are missing for what is expected and one"
                      + " spare host",
                  Map.of())));
      missing -= fleet.speeds().capacity(host) * settings.high();
    }
  }

  private boolean isManaged(String host) {
    return fleet.hosts().get(host).state() == HostState.ACTIVE;
  }

  private void refuse(String subject, String code, String text) {
    intentions.refuse(subject, Explanation.of(code, text));
  }
}
