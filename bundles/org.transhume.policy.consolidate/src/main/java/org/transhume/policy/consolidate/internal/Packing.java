// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.consolidate.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostPower;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.Move;
import org.transhume.api.model.PlacementRule;
import org.transhume.api.model.PowerChange;
import org.transhume.api.model.PowerState;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.Refusal;
import org.transhume.planner.Cluster;
import org.transhume.planner.Goal;
import org.transhume.planner.Outcome;
import org.transhume.planner.Plan;
import org.transhume.planner.Planner;
import org.transhume.planner.constraint.Constraint;
import org.transhume.planner.constraint.NoIncoming;
import org.transhume.planner.constraint.Overcommit;
import org.transhume.planner.constraint.Pin;
import org.transhume.planner.constraint.Reserve;
import org.transhume.planner.constraint.Resource;
import org.transhume.planner.constraint.Strength;

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
  private final Map<String, Long> emptySince;
  private final long now;
  private final long watchedMillis;
  private final Planner planner = new Planner();
  private final List<Move> moves = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final List<PowerChange> powerChanges = new ArrayList<>();
  private Cluster cluster;

  /**
   * A decision to be made.
   *
   * @param emptySince since when hosts are empty
   * @param now in milliseconds, by the same clock
   * @param watchedMillis for how long demand has been watched
   */
  Packing(
      ClusterSnapshot snapshot,
      Fleet fleet,
      Settings settings,
      Map<String, Long> emptySince,
      long now,
      long watchedMillis) {
    this.snapshot = snapshot;
    this.fleet = fleet;
    this.settings = settings;
    this.emptySince = emptySince;
    this.now = now;
    this.watchedMillis = watchedMillis;
    this.cluster = fleet.cluster();
  }

  Proposal proposal() {
    Map<String, Double> loads = fleet.loads(cluster);
    List<String> hot =
        loads.keySet().stream().filter(host -> loads.get(host) > settings.high()).toList();
    if (!hot.isEmpty()) {
      relieve(hot, loads);
    } else if (fleet.anythingMoves()) {
      refuse("cluster", "MIGRATION_RUNNING", "nothing is packed while a migration is under way");
    } else if (watchedMillis < settings.learningMillis()) {
      refuse(
          "cluster",
          "LEARNING",
          "demand has been watched for "
              + seconds(watchedMillis)
              + " s; nothing is packed before "
              + seconds(settings.learningMillis())
              + " s");
    } else {
      pack(loads);
    }
    power(fleet.loads(cluster));
    return new Proposal(moves, refusals, List.of(), powerChanges);
  }

  /** First without waking empty hosts, then with them. */
  private void relieve(List<String> hot, Map<String, Double> loads) {
    Set<String> empty = empty();
    Outcome outcome =
        planner.plan(cluster, new Goal.Relieve(), constraints(settings.high(), empty, Set.of()));
    if (!outcome.isFeasible() && !empty.isEmpty()) {
      outcome =
          planner.plan(
              cluster, new Goal.Relieve(), constraints(settings.high(), Set.of(), Set.of()));
    }
    Plan plan = outcome.plan().orElse(outcome.partial());
    take(plan, "BEFORE_IT_IS_SHORT", loads, 0);
    outcome.reasons().forEach(reason -> refusals.add(new Refusal(hot.get(0), reason)));
  }

  private void pack(Map<String, Double> loads) {
    List<String> candidates = candidates(loads);
    int most = (int) Math.max(1, settings.share() * candidates.size());
    Set<String> emptied = new TreeSet<>();
    Set<String> filled = new HashSet<>();
    int vain = 0;
    for (String host : candidates) {
      if (emptied.size() >= most || vain >= VAIN_ATTEMPTS) {
        break;
      }
      if (!filled.contains(host)) {
        vain = empty(host, loads, emptied, filled) ? 0 : vain + 1;
      }
    }
  }

  private boolean empty(
      String host, Map<String, Double> loads, Set<String> emptied, Set<String> filled) {
    Set<String> closed = empty();
    closed.addAll(emptied);
    Outcome outcome =
        planner.plan(
            cluster, new Goal.Drain(Set.of(host)), constraints(settings.fill(), closed, emptied));
    if (!outcome.isFeasible()) {
      refusals.add(new Refusal(host, telling(outcome.reasons())));
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
    take(plan, "EMPTIES_HOST", loads, idleWatts(host) / Math.max(1, cost));
    emptied.add(host);
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
        cluster.domains().stream()
            .map(domain -> cluster.hostOf(domain.name()))
            .collect(Collectors.toSet());
    Set<String> empty = new TreeSet<>(fleet.hosts().keySet());
    empty.removeAll(used);
    return empty;
  }

  private List<Constraint> constraints(double cpu, Set<String> closed, Set<String> emptied) {
    List<Constraint> constraints = new ArrayList<>(fleet.demands());
    constraints.add(new Overcommit(Set.of(), Resource.CPU, (int) (cpu * PERCENT), Strength.HARD));
    constraints.add(Reserve.everywhere(settings.reserveMebibytes()));
    Set<String> shut = new TreeSet<>(closed);
    shut.addAll(emptied);
    fleet.hosts().keySet().stream().filter(fleet::isBusy).forEach(shut::add);
    if (!shut.isEmpty()) {
      constraints.add(new NoIncoming(shut, Strength.HARD));
    }
    Set<String> unmovable =
        snapshot.domains().stream()
            .filter(domain -> fleet.domain(domain.uuid()) != null)
            .filter(domain -> !isMovable(domain))
            .map(DomainSnapshot::uuid)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!unmovable.isEmpty()) {
      constraints.add(new Pin(unmovable, Strength.HARD));
    }
    return constraints;
  }

  private boolean isMovable(DomainSnapshot domain) {
    return domain.movable()
        && domain.state().isRunning()
        && !domain.tags().contains(PlacementRule.KEEP_TAG)
        && !fleet.isBusy(domain.host());
  }

  private void take(Plan plan, String code, Map<String, Double> loads, double gain) {
    Cluster after = plan.appliedTo(cluster);
    Map<String, Double> then = fleet.loads(after);
    for (org.transhume.planner.Move move : plan.moves()) {
      DomainSnapshot domain = fleet.domain(move.domain());
      Explanation reason =
          new Explanation(
              code,
              (code.equals("EMPTIES_HOST")
                      ? move.from() + " is to be empty: "
                      : move.from()
                          + " is expected to want "
                          + share(loads.get(move.from()))
                          + " of its processors (at most "
                          + share(settings.high())
                          + "): ")
                  + domain.name()
                  + " goes to "
                  + move.to()
                  + ", which is expected to go from "
                  + share(loads.get(move.to()))
                  + " to "
                  + share(then.get(move.to())),
              Map.of(
                  "sourceBefore", share(loads.get(move.from())),
                  "sourceAfter", share(then.get(move.from())),
                  "targetBefore", share(loads.get(move.to())),
                  "targetAfter", share(then.get(move.to()))));
      moves.add(
          new Move(
              domain.uuid(),
              domain.name(),
              move.from(),
              move.to(),
              reason,
              Math.max(gain, loads.get(move.from()) - then.get(move.from())),
              domain.memoryBytes()));
    }
    cluster = after;
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
        .filter(host -> emptyMillis(host) >= settings.idleMillis())
        .forEach(
            host ->
                powerChanges.add(
                    new PowerChange(
                        host,
                        PowerState.OFF,
                        new Explanation(
                            "IDLE",
                            host
                                + " has been empty for "
                                + seconds(emptyMillis(host))
                                + " s, and "
                                + needed
                                + " other empty hosts stay up",
                            Map.of("emptySeconds", seconds(emptyMillis(host)))))));
  }

  /** Not at all for one that this very decision empties. */
  private long emptyMillis(String host) {
    return emptySince.containsKey(host) ? now - emptySince.get(host) : -1;
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
      missing -= host.physicalCpus() * settings.high();
    }
  }

  private boolean isManaged(String host) {
    return fleet.hosts().get(host).state() == HostState.ACTIVE;
  }

  private void refuse(String subject, String code, String text) {
    refusals.add(new Refusal(subject, Explanation.of(code, text)));
  }

  private static String share(Double value) {
    return String.format(Locale.ROOT, "%.2f", Optional.ofNullable(value).orElse(0.0));
  }
}
