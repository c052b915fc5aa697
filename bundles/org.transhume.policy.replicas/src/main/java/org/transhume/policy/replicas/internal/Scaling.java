// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.replicas.internal;

import static org.transhume.planner.fleet.Intentions.share;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainChange;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.PlacementRule;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.Refusal;
import org.transhume.api.model.RuleKind;
import org.transhume.api.model.RunState;
import org.transhume.api.model.StoppedDomain;
import org.transhume.planner.fleet.Fleet;
import org.transhume.planner.fleet.Speeds;
import org.transhume.spi.policy.Decision;
import org.transhume.spi.policy.PolicyState;

/**
 * One decision: how many replicas each service needs, and which start or stop for that. A replica
 * that is to stop counts no more, though it may take its time; while it is seen to run, the wish is
 * said again.
 */
final class Scaling {

  private final Scene scene;
  private final Settings settings;
  private final Loads loads;
  private final Past past;
  private final Rooms rooms;
  private final Set<String> kept;
  private final Map<String, Integer> domainsOn = new HashMap<>();
  private final Map<String, Long> leaving = new TreeMap<>();
  private final Map<String, Long> surplusSince = new TreeMap<>();
  private final List<DomainChange> changes = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();

  /**
   * What is decided on.
   *
   * @param snapshot the cluster
   * @param fleet its hosts that are heard
   * @param speeds how fast they are
   * @param now in milliseconds
   */
  record Scene(ClusterSnapshot snapshot, Fleet fleet, Speeds speeds, long now) {}

  /**
   * How a service stands.
   *
   * @param service which
   * @param serving its replicas that are to stay
   * @param expected what it is expected to want, in processors of one gigahertz
   * @param each what one replica can do, in the same
   */
  private record Standing(
      Service service, List<DomainSnapshot> serving, double expected, double each) {

    String subject() {
      return "service " + service.name();
    }

    /** Replicas that are loaded up to that share by so much. */
    int replicas(double wanted, double load) {
      return each <= 0 ? 0 : (int) Math.ceil(wanted / (load * each) - 1e-9);
    }

    String load() {
      return share(expected / Math.max(1e-9, each * serving.size()));
    }
  }

  Scaling(Scene scene, Settings settings, Loads loads, Past past, Rooms rooms) {
    this.scene = scene;
    this.settings = settings;
    this.loads = loads;
    this.past = past;
    this.rooms = rooms;
    this.kept =
        scene.snapshot().rules().of(RuleKind.KEEP).stream()
            .map(PlacementRule::domains)
            .flatMap(Set::stream)
            .collect(Collectors.toSet());
    scene.snapshot().domains().forEach(domain -> domainsOn.merge(domain.host(), 1, Integer::sum));
  }

  /** Decides about every service, and then about hosts. */
  Decision decide(Collection<Service> services) {
    services.forEach(this::decide);
    Proposal proposal =
        new Proposal(
            List.of(),
            refusals,
            List.of(),
            services.isEmpty() ? List.of() : rooms.powerChanges(),
            changes);
    return new Decision(proposal, new PolicyState(1, new Past(leaving, surplusSince).toValues()));
  }

  private void decide(Service service) {
    if (!service.unclear().isEmpty()) {
      refuse(
          "service " + service.name(),
          "UNCLEAR",
          "nothing is started or stopped: " + String.join("; ", service.unclear()));
      return;
    }
    List<DomainSnapshot> serving = new ArrayList<>();
    for (DomainSnapshot replica : service.running()) {
      Long since = past.leaving().get(replica.uuid());
      if (since == null) {
        serving.add(replica);
      } else {
        leaving.put(replica.uuid(), since);
      }
    }
    double present = service.demand(scene.speeds());
    double expected =
        loads.expected(
            service.name(), present, scene.now() + settings.aheadMillis(), settings.deviations());
    Standing standing = new Standing(service, serving, expected, each(service));
    int needed = bounded(standing.replicas(expected, settings.high()));
    int useful =
        bounded(standing.replicas(Math.max(expected, loads.most(service.name())), settings.low()));
    if (serving.size() < needed) {
      grow(standing, needed);
    } else if (serving.size() > useful) {
      shrink(standing, useful);
    } else {
      enough(standing);
    }
    stillLeaving(service);
  }

  private int bounded(int replicas) {
    return Math.min(settings.maximum(), Math.max(settings.minimum(), replicas));
  }

  /** What one replica of it can do; of one that is stopped, on the slowest host. */
  private double each(Service service) {
    return service.running().stream()
        .mapToDouble(replica -> Service.capacity(replica, scene.speeds()))
        .average()
        .orElseGet(
            () ->
                service.stopped().stream().mapToDouble(StoppedDomain::vcpus).average().orElse(1)
                    * scene.fleet().hosts().keySet().stream()
                        .mapToDouble(host -> scene.speeds().of(host))
                        .min()
                        .orElse(1));
  }

  private void grow(Standing standing, int needed) {
    int missing = needed - standing.serving().size();
    double wanted = standing.expected() / needed;
    String why =
        standing.serving().size() < settings.minimum()
            ? standing.serving().size() + " replicas run of at least " + settings.minimum()
            : standing.subject()
                + " is expected to load "
                + standing.serving().size()
                + " replicas by "
                + standing.load()
                + " within "
                + settings.aheadMillis() / 60_000
                + " min (at most "
                + share(settings.high())
                + "), and needs "
                + needed;
    List<StoppedDomain> candidates =
        standing.service().stopped().stream()
            .sorted(Comparator.comparing(StoppedDomain::name).thenComparing(StoppedDomain::uuid))
            .toList();
    int missingStill = missing;
    for (StoppedDomain candidate : candidates) {
      if (missingStill == 0) {
        return;
      }
      if (start(candidate, wanted, why)) {
        missingStill--;
      }
    }
    takeBack(standing, missingStill);
  }

  private boolean start(StoppedDomain candidate, double wanted, String why) {
    if (kept.contains(candidate.uuid())) {
      refuse(candidate.name(), "KEPT", "a rule says that nobody touches " + candidate.name());
      return false;
    }
    Rooms.Found found = rooms.find(candidate, wanted);
    Optional<String> host = found.host();
    host.ifPresentOrElse(
        there ->
            changes.add(
                new DomainChange(
                    candidate.uuid(),
                    candidate.name(),
                    there,
                    RunState.STARTED,
                    Explanation.of(
                        "BEFORE_IT_IS_SHORT",
                        candidate.name() + " starts on " + there + ": " + why))),
        () -> found.reasons().forEach(reason -> refusals.add(refusal(candidate.name(), reason))));
    return host.isPresent();
  }

  private static Refusal refusal(String subject, Explanation reason) {
    return new Refusal(subject, reason);
  }

  /** Where nothing is left to start, those that have not stopped yet are wanted to stay. */
  private void takeBack(Standing standing, int missing) {
    List<DomainSnapshot> back =
        standing.service().running().stream()
            .filter(replica -> leaving.containsKey(replica.uuid()))
            .sorted(
                Comparator.<DomainSnapshot>comparingLong(replica -> -leaving.get(replica.uuid()))
                    .thenComparing(DomainSnapshot::uuid))
            .limit(missing)
            .toList();
    back.forEach(replica -> leaving.remove(replica.uuid()));
    if (back.size() < missing) {
      refuse(
          standing.subject(),
          "NONE_TO_START",
          (missing - back.size())
              + " replicas more are needed than can be started; "
              + standing.serving().size()
              + " run");
    }
  }

  private void shrink(Standing standing, int useful) {
    String name = standing.service().name();
    long since = past.surplusSince().getOrDefault(name, scene.now());
    surplusSince.put(name, since);
    int count = standing.serving().size();
    if (scene.now() - since < settings.quietMillis()) {
      refuse(
          standing.subject(),
          "NOT_QUIET_FOR_LONG",
          "of "
              + count
              + " replicas "
              + useful
              + " would do since "
              + (scene.now() - since) / 1000
              + " s; none stops before "
              + settings.quietMillis() / 1000
              + " s");
      return;
    }
    int most = Math.max(1, (int) (settings.share() * count));
    int stopped = 0;
    while (stopped < Math.min(most, count - useful)) {
      Optional<DomainSnapshot> victim = victim(standing);
      if (victim.isEmpty()) {
        refuse(standing.subject(), "NONE_TO_STOP", "every surplus replica is kept, or just moving");
        break;
      }
      stop(standing, victim.get(), useful);
      stopped++;
    }
    surplusSince.put(name, scene.now());
  }

  /** On the host that is nearest to being empty. */
  private Optional<DomainSnapshot> victim(Standing standing) {
    return standing.serving().stream()
        .filter(replica -> !leaving.containsKey(replica.uuid()))
        .filter(replica -> !kept.contains(replica.uuid()))
        .filter(replica -> scene.snapshot().migrationOf(replica.uuid()).isEmpty())
        .min(
            Comparator.<DomainSnapshot>comparingInt(replica -> domainsOn.get(replica.host()))
                .thenComparing(DomainSnapshot::host)
                .thenComparing(DomainSnapshot::name)
                .thenComparing(DomainSnapshot::uuid));
  }

  private void stop(Standing standing, DomainSnapshot replica, int useful) {
    leaving.put(replica.uuid(), scene.now());
    domainsOn.merge(replica.host(), -1, Integer::sum);
    changes.add(
        change(
            replica,
            "SURPLUS",
            replica.name()
                + " stops: "
                + standing.subject()
                + " is expected to load "
                + standing.serving().size()
                + " replicas by "
                + standing.load()
                + "; "
                + useful
                + " would be below "
                + share(settings.low())));
  }

  private static DomainChange change(DomainSnapshot replica, String code, String text) {
    return new DomainChange(
        replica.uuid(),
        replica.name(),
        replica.host(),
        RunState.STOPPED,
        Explanation.of(code, text));
  }

  private void enough(Standing standing) {
    refuse(
        standing.subject(),
        "ENOUGH",
        standing.serving().size()
            + " replicas are expected to be loaded by "
            + standing.load()
            + ": more start above "
            + share(settings.high())
            + ", some stop when the others stay below "
            + share(settings.low()));
  }

  /** What was to stop before, and does not yet. */
  private void stillLeaving(Service service) {
    for (DomainSnapshot replica : service.running()) {
      Long since = leaving.get(replica.uuid());
      if (since != null && since < scene.now()) {
        changes.add(
            change(
                replica,
                "SURPLUS",
                replica.name()
                    + " stops: it was surplus "
                    + (scene.now() - since) / 1000
                    + " s ago and still runs"));
      }
    }
  }

  private void refuse(String subject, String code, String text) {
    refusals.add(new Refusal(subject, Explanation.of(code, text)));
  }
}
