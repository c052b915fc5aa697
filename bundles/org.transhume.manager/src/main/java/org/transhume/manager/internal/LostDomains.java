// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.DomainConfiguration;
import org.transhume.manager.internal.journal.LossEntry.DomainKnown;
import org.transhume.manager.internal.journal.LossEntry.HostKnown;
import org.transhume.manager.internal.journal.LossLedger;
import org.transhume.manager.internal.rules.Rulebook;
import org.transhume.manager.internal.view.ClusterView;

/**
 * What speaks against booting a domain of a lost host elsewhere. Whoever wants to boot one asks
 * here, at the moment in which he wants to. Belongs to the loop.
 */
final class LostDomains {

  private final ClusterView view;
  private final LossLedger known;
  private final Coordinator coordinator;
  private final Boots boots;
  private final Stops stops;
  private final Rulebook rulebook;

  LostDomains(
      ClusterView view,
      LossLedger known,
      Coordinator coordinator,
      Boots boots,
      Stops stops,
      Rulebook rulebook) {
    this.view = view;
    this.known = known;
    this.coordinator = coordinator;
    this.boots = boots;
    this.stops = stops;
    this.rulebook = rulebook;
  }

  /** All that speaks against it; empty when the domain may be booted once its host is off. */
  List<Explanation> obstacles(DomainKnown domain) {
    List<Explanation> obstacles = new ArrayList<>();
    if (!domain.running()) {
      obstacles.add(
          Explanation.of("NOT_RUNNING", "did not run when " + domain.host() + " was heard last"));
    }
    noConfiguration(domain).ifPresent(obstacles::add);
    seenElsewhere(domain).ifPresent(obstacles::add);
    obstacles.addAll(betweenPlaces(domain.uuid()));
    silentToo(domain.host()).ifPresent(obstacles::add);
    obstacles.addAll(rulebook.rules().holding(domain.uuid(), domain.domain(), domain.host()));
    return obstacles;
  }

  private Optional<Explanation> noConfiguration(DomainKnown domain) {
    Optional<DomainConfiguration> kept = known.configuration(domain.uuid());
    if (kept.filter(one -> !one.text().isEmpty()).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        Explanation.of(
            "NO_CONFIGURATION",
            "cannot be repaired: "
                + kept.map(DomainConfiguration::problem)
                    .orElse("its agent never told how it was created")
                + "; boot it by hand"));
  }

  private Optional<Explanation> seenElsewhere(DomainKnown domain) {
    return view.samples().stream()
        .filter(sample -> !sample.host().equals(domain.host()))
        .filter(sample -> view.agent(sample.host()).isPresent())
        .filter(
            sample -> sample.domains().stream().anyMatch(one -> one.uuid().equals(domain.uuid())))
        .findFirst()
        .map(
            sample ->
                Explanation.of("SEEN_ELSEWHERE", "is on " + sample.host() + ", whatever it does"));
  }

  /** That it is being moved, booted or stopped, or that a person has to look after it. */
  List<Explanation> betweenPlaces(String uuid) {
    List<Explanation> reasons = new ArrayList<>();
    coordinator
        .migrationOf(uuid)
        .ifPresent(
            move ->
                reasons.add(
                    Explanation.of(
                        "MIGRATION_OPEN", "migration " + move.id() + " of it has not ended yet")));
    coordinator.statuses().stream()
        .filter(move -> move.phase() == MigrationPhase.REPAIR)
        .filter(move -> move.request().domainUuid().equals(uuid))
        .forEach(
            move ->
                reasons.add(
                    Explanation.of(
                        "MIGRATION_REPAIR",
                        "migration "
                            + move.id()
                            + " of it is left to a person: look after it first, then call"
                            + " repaired("
                            + move.id()
                            + ")")));
    boots
        .of(uuid)
        .ifPresent(
            boot ->
                reasons.add(
                    Explanation.of("BOOTING", "is being booted on " + boot.target() + " already")));
    stops.explain(uuid).ifPresent(reasons::add);
    known.repairs().stream()
        .filter(task -> task.begun().uuid().equals(uuid))
        .forEach(task -> reasons.addAll(task.closed().reasons()));
    return reasons;
  }

  /** Another host that nobody hears may hold it, too: somebody may have moved it by hand. */
  private Optional<Explanation> silentToo(String lostHost) {
    List<String> silent = silent().stream().filter(host -> !host.equals(lostHost)).toList();
    String names = String.join(", ", silent);
    return silent.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Explanation(
                "OTHERS_SILENT",
                "may be on "
                    + names
                    + ", which is silent as well and not known to be off: bring it back, or fence"
                    + " it",
                Map.of("hosts", names)));
  }

  /** The hosts that nobody hears, and that may have any domain for all that is known. */
  List<String> silent() {
    return known.hosts().stream()
        .filter(host -> !isEmptyOnPurpose(host))
        .map(HostKnown::host)
        .filter(host -> view.agent(host).isEmpty() && known.off(host).isEmpty())
        .toList();
  }

  private boolean isEmptyOnPurpose(HostKnown host) {
    return host.state() == HostState.MAINTENANCE && known.domainsOn(host.host()).isEmpty();
  }
}
