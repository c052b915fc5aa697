// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainChange;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.PowerState;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.Refusal;
import org.transhume.api.model.RuleKind;
import org.transhume.api.model.RunState;
import org.transhume.manager.internal.journal.StopEntry.StopBegun;
import org.transhume.manager.internal.view.ClusterView;
import org.transhume.manager.internal.view.ClusterView.Located;

/**
 * What every start and stop that a policy wants has to pass, and how it is carried out: as for an
 * operator, one of each at a time. Belongs to the loop.
 */
final class DomainGate {

  private static final Logger LOG = LoggerFactory.getLogger(DomainGate.class);

  /** How one is named for whom something is stopped. */
  private static final String POLICY = "policy ";

  /** After which what was refused is tried again. */
  private static final long AGAIN_MILLIS = 60_000;

  private final Surroundings around;
  private final Loop loop;
  private final StopWishes wishes;
  private final Policies policies;
  private final Settings settings;
  private Runnable changed = () -> {};
  private final Map<RunState, DomainChange> underWay = new HashMap<>();
  private final Map<String, Long> startedMillis = new HashMap<>();
  private final Map<String, Failure> failures = new HashMap<>();

  /** Why a change came to nothing. */
  private record Failure(RunState wanted, List<Explanation> reasons, long atMillis) {}

  /**
   * What starts and stops need of the manager around them.
   *
   * @param loop on which all is decided
   * @param view what agents tell
   * @param coordinator knows of migrations
   * @param stops knows what is being stopped
   * @param wishes carry out what is wanted
   * @param settings the manager's
   */
  record Surroundings(
      Loop loop,
      ClusterView view,
      Coordinator coordinator,
      Stops stops,
      StopWishes wishes,
      Settings settings) {}

  DomainGate(Surroundings around, Policies policies) {
    this.around = around;
    this.loop = around.loop();
    this.wishes = around.wishes();
    this.settings = around.settings();
    this.policies = policies;
  }

  /** Tells that each time when something has ended. */
  void whenChanged(Runnable listener) {
    changed = listener;
  }

  /**
   * Lets pass what may be done now; of the rest it says why not.
   *
   * @param present the cluster as it is now, with what is stopped
   */
  Proposal passing(PolicySlot slot, Proposal proposal, ClusterSnapshot present) {
    if (proposal.domainChanges().isEmpty()) {
      return proposal;
    }
    failures
        .values()
        .removeIf(failure -> loop.monotonicMillis() - failure.atMillis() > AGAIN_MILLIS);
    List<DomainChange> changes = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>(proposal.refusals());
    Set<RunState> taken = EnumSet.noneOf(RunState.class);
    for (DomainChange change : proposal.domainChanges()) {
      List<Explanation> objections = objections(slot, change, present);
      oneAtATime(change, taken).ifPresent(objections::add);
      if (objections.isEmpty()) {
        changes.add(change);
        taken.add(change.wanted());
      } else {
        objections.forEach(objection -> refusals.add(new Refusal(change.domain(), objection)));
      }
    }
    return new Proposal(
        proposal.moves(), refusals, proposal.repairs(), proposal.powerChanges(), changes);
  }

  private List<Explanation> objections(
      PolicySlot slot, DomainChange change, ClusterSnapshot present) {
    List<Explanation> objections = new ArrayList<>(policies.restraints().suspension());
    objections.addAll(policies.restraints().hours(slot));
    objections.addAll(policies.restraints().conflicts(slot, change, policies));
    kept(change, present).ifPresent(objections::add);
    host(change, present).ifPresent(objections::add);
    if (change.wanted() == RunState.STOPPED) {
      objections.addAll(againstStop(change, present));
    } else {
      againstStart(change, present).ifPresent(objections::add);
    }
    Failure failure = failures.get(change.domainUuid());
    if (failure != null && failure.wanted() == change.wanted()) {
      objections.addAll(failure.reasons());
    }
    return objections;
  }

  private Optional<Explanation> oneAtATime(DomainChange change, Set<RunState> taken) {
    Optional<String> other =
        Optional.ofNullable(underWay.get(change.wanted()))
            .map(DomainChange::domain)
            .or(() -> change.wanted() == RunState.STOPPED ? stopping() : Optional.empty());
    return other.isPresent() || taken.contains(change.wanted())
        ? Optional.of(
            Explanation.of(
                "ONE_AT_A_TIME",
                other
                    .map(domain -> "waits until " + domain + " is " + change.wanted())
                    .orElse("another one of this proposal comes first")))
        : Optional.empty();
  }

  /** A stop that takes long, or that an earlier leader has begun. */
  private Optional<String> stopping() {
    return around.stops().all().stream()
        .filter(begun -> begun.by().startsWith(POLICY))
        .map(StopBegun::domain)
        .findFirst();
  }

  private static Optional<Explanation> kept(DomainChange change, ClusterSnapshot present) {
    return present.rules().of(RuleKind.KEEP).stream()
        .filter(rule -> rule.domains().contains(change.domainUuid()))
        .findFirst()
        .map(
            rule ->
                Explanation.of("KEPT", "a rule says that no policy touches " + change.domain()));
  }

  private static Optional<Explanation> host(DomainChange change, ClusterSnapshot present) {
    String name = change.host();
    HostSnapshot host = present.host(name).orElse(null);
    if (host == null || host.stale()) {
      return Optional.of(
          new Explanation("HOST_STALE", name + " cannot be decided on", Map.of("host", name)));
    }
    return change.wanted() == RunState.STARTED && host.state() != HostState.ACTIVE
        ? Optional.of(
            new Explanation(
                "TARGET_STATE",
                name + " is " + host.state() + " and accepts no domain",
                Map.of("host", name)))
        : Optional.empty();
  }

  private List<Explanation> againstStop(DomainChange change, ClusterSnapshot present) {
    Optional<DomainSnapshot> domain =
        present.domainsOn(change.host()).stream()
            .filter(one -> one.uuid().equals(change.domainUuid()))
            .findFirst();
    if (domain.isEmpty()) {
      return List.of(
          Explanation.of("DOMAIN_NOT_THERE", "is not on " + change.host() + " any more"));
    }
    List<Explanation> objections = new ArrayList<>();
    if (domain.get().tags().stream().noneMatch(DomainChange::isExpendable)) {
      objections.add(
          Explanation.of(
              "NOT_EXPENDABLE",
              change.domain()
                  + " carries no tag "
                  + DomainChange.EXPENDABLE_TAG
                  + "NAME, which alone lets policies stop it"));
    }
    wishes.noConfiguration(change.domainUuid()).ifPresent(objections::add);
    coolDown(change).ifPresent(objections::add);
    wishes.objections(change.domainUuid(), change.host()).stream()
        .filter(why -> objections.stream().noneMatch(other -> other.code().equals(why.code())))
        .forEach(objections::add);
    return objections;
  }

  /** What has just come to a host is not stopped at once. */
  private Optional<Explanation> coolDown(DomainChange change) {
    long coolDown = settings.guards().coolDownMillis();
    Optional<Long> sinceStart =
        Optional.ofNullable(startedMillis.get(change.domainUuid()))
            .map(at -> loop.monotonicMillis() - at);
    return sinceStart
        .or(() -> around.coordinator().millisSinceMigrationOf(change.domainUuid()))
        .filter(since -> since < coolDown)
        .map(
            since ->
                new Explanation(
                    "COOL_DOWN",
                    "moved or started "
                        + since / 1000
                        + " s ago; a domain stays for "
                        + coolDown / 1000
                        + " s where it came",
                    Map.of("sinceMillis", Long.toString(since))));
  }

  private static Optional<Explanation> againstStart(DomainChange change, ClusterSnapshot present) {
    boolean stopped =
        present.stopped().stream().anyMatch(one -> one.uuid().equals(change.domainUuid()));
    boolean seen =
        present.domains().stream().anyMatch(one -> one.uuid().equals(change.domainUuid()));
    return stopped && !seen
        ? Optional.empty()
        : Optional.of(
            Explanation.of("NOT_STOPPED", change.domain() + " is not stopped on purpose"));
  }

  /** Begins the changes. */
  void carryOut(PolicySlot slot, List<DomainChange> changes) {
    for (DomainChange change : changes) {
      LOG.info(
          "policy {} wants {} {} on {}: {}",
          slot.name,
          change.domain(),
          change.wanted(),
          change.host(),
          change.reason());
      underWay.put(change.wanted(), change);
      if (change.wanted() == RunState.STOPPED) {
        stop(slot, change);
      } else {
        start(change);
      }
    }
  }

  private void stop(PolicySlot slot, DomainChange change) {
    Optional<Located> found =
        around.view().find(change.domainUuid()).stream()
            .filter(one -> one.on().host().equals(change.host()))
            .findFirst();
    if (found.isEmpty()) {
      underWay.remove(RunState.STOPPED);
      return;
    }
    wishes
        .stop(found.get(), false, POLICY + slot.name)
        .whenComplete(
            (stop, failure) ->
                ended(
                    change,
                    failure == null && stop.stopped(),
                    failure == null ? stop.reasons() : failed(failure)));
  }

  private void start(DomainChange change) {
    wishes
        .start(change.domainUuid(), change.host())
        .whenComplete(
            (start, failure) ->
                ended(
                    change,
                    failure == null && start.created(),
                    failure == null ? start.reasons() : failed(failure)));
  }

  private static List<Explanation> failed(Throwable failure) {
    return List.of(Explanation.of("FAILED", String.valueOf(failure.getMessage())));
  }

  private void ended(DomainChange change, boolean done, List<Explanation> reasons) {
    long now = loop.monotonicMillis();
    underWay.remove(change.wanted());
    if (!done) {
      failures.put(change.domainUuid(), new Failure(change.wanted(), reasons, now));
    } else if (change.wanted() == RunState.STARTED) {
      startedMillis.put(change.domainUuid(), now);
    }
    startedMillis.values().removeIf(at -> now - at > settings.guards().coolDownMillis());
    changed.run();
  }

  /** Whether a policy's last wish starts a domain there. */
  static boolean wantsToStartOn(Proposal wish, String host) {
    return wish.domainChanges().stream()
        .anyMatch(change -> change.wanted() == RunState.STARTED && change.host().equals(host));
  }

  /** Whether a policy's last wish powers a host down. */
  static boolean wantsDown(Proposal wish, String host) {
    return wish.powerChanges().stream()
        .anyMatch(change -> change.wanted() == PowerState.OFF && change.host().equals(host));
  }
}
