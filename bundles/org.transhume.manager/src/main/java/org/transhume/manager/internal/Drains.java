// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;
import org.transhume.manager.internal.MigrationRequest.Priority;
import org.transhume.manager.internal.view.ClusterView;
import org.transhume.manager.internal.view.ClusterView.Located;

/**
 * Empties hosts that are draining, a batch at a time: as many domains as may leave a host at once,
 * each to the least loaded host that takes it; the next ones when those have arrived and the hosts
 * were heard again. A domain that could not be moved is tried again later, elsewhere if there is an
 * elsewhere. Belongs to the loop.
 */
final class Drains {

  private static final Logger LOG = LoggerFactory.getLogger(Drains.class);
  private static final long RETRY_MILLIS = 15_000;
  private static final long RETRY_LIMIT_MILLIS = 600_000;

  private final Loop loop;
  private final ClusterView view;
  private final Coordinator coordinator;
  private final Caps caps;
  private final Set<String> announced = new HashSet<>();
  private final Map<String, Attempt> attempts = new HashMap<>();

  /** What was tried with one domain. */
  private static final class Attempt {
    private final Set<String> failedTargets = new HashSet<>();
    private String migration = "";
    private String target = "";
    private int failures;
    private long notBeforeMillis;
    private List<Explanation> reasons = List.of();
  }

  Drains(Loop loop, ClusterView view, Coordinator coordinator, Caps caps) {
    this.loop = loop;
    this.view = view;
    this.coordinator = coordinator;
    this.caps = caps;
  }

  /** A host has been told to drain; its next sample will say so. */
  List<String> begin(String host) {
    announced.add(host);
    look();
    return report(host);
  }

  /** A host takes domains again: what still waits to leave it stays. */
  void end(String host) {
    announced.remove(host);
    for (MigrationStatus status : coordinator.waiting()) {
      MigrationRequest request = status.request();
      if (request.priority() == Priority.DRAIN && request.source().equals(host)) {
        coordinator.cancel(status.id(), "activation of " + host);
      }
    }
  }

  /** Sends off the next batch of every draining host. */
  void look() {
    view.refresh(loop.monotonicMillis());
    List<HostSample> samples = view.samples();
    samples.stream()
        .filter(sample -> sample.state() == HostState.DRAINING)
        .forEach(sample -> announced.remove(sample.host()));
    Set<String> open = new HashSet<>();
    for (HostSample sample : samples) {
      if (isDraining(sample)) {
        look(sample, open);
      }
    }
    attempts.keySet().retainAll(open);
  }

  /** What stays on a host, what leaves it and what speaks against it, a line for each domain. */
  List<String> report(String host) {
    Optional<HostSample> sample =
        view.samples().stream().filter(candidate -> candidate.host().equals(host)).findFirst();
    if (sample.isEmpty()) {
      return List.of(host + " has sent no sample: what runs there is unknown");
    }
    Present present = coordinator.present();
    return sample.get().domains().stream().map(domain -> line(present, host, domain)).toList();
  }

  private void look(HostSample sample, Set<String> open) {
    String host = sample.host();
    long leaving = coordinator.running().stream().filter(one -> one.source().equals(host)).count();
    Present present = coordinator.present();
    for (DomainSample domain : sample.domains()) {
      open.add(domain.uuid());
      if (coordinator.migrationOf(domain.uuid()).isPresent()
          || coordinator.justMovedTo(domain.uuid()).isPresent()) {
        continue;
      }
      Attempt attempt = attempts.computeIfAbsent(domain.uuid(), uuid -> new Attempt());
      learn(attempt);
      if (leaving < caps.of(Cap.MIGRATIONS_PER_SOURCE)
          && loop.monotonicMillis() >= attempt.notBeforeMillis
          && send(present, sample, domain, attempt)) {
        leaving++;
        present = coordinator.present();
      }
    }
  }

  private void learn(Attempt attempt) {
    if (attempt.migration.isEmpty()) {
      return;
    }
    coordinator
        .status(attempt.migration)
        .filter(status -> status.phase().isFinal())
        .ifPresent(
            status -> {
              attempt.reasons = status.outcomeReasons();
              attempt.failedTargets.add(attempt.target);
              attempt.notBeforeMillis =
                  loop.monotonicMillis()
                      + Math.min(RETRY_LIMIT_MILLIS, RETRY_MILLIS << Math.min(attempt.failures, 6));
              attempt.failures++;
              attempt.migration = "";
            });
  }

  private boolean send(Present present, HostSample from, DomainSample domain, Attempt attempt) {
    Optional<String> target = target(present, from.host(), domain, attempt.failedTargets);
    if (target.isEmpty() && !attempt.failedTargets.isEmpty()) {
      attempt.failedTargets.clear();
      target = target(present, from.host(), domain, attempt.failedTargets);
    }
    if (target.isEmpty()) {
      LOG.debug("{} stays on {} for now", domain.name(), from.host());
      return false;
    }
    Located here = new Located(from, domain, loop.monotonicMillis());
    attempt.target = target.get();
    attempt.migration =
        coordinator.request(
            here.requestTo(
                target.get(),
                "drain of " + from.host(),
                new Explanation(
                    "DRAIN", from.host() + " is being drained", Map.of("host", from.host())),
                Priority.DRAIN));
    return true;
  }

  private Optional<String> target(
      Present present, String source, DomainSample domain, Set<String> without) {
    return view.samples().stream()
        .filter(sample -> !sample.host().equals(source) && !without.contains(sample.host()))
        .filter(sample -> !isDraining(sample) && sample.state() == HostState.ACTIVE)
        .filter(sample -> hasRoom(sample, domain))
        .filter(sample -> objections(present, source, domain, sample.host()).isEmpty())
        .min(
            Comparator.comparingDouble(Drains::load)
                .thenComparingLong(sample -> -sample.freeMemoryBytes()))
        .map(HostSample::host);
  }

  private boolean hasRoom(HostSample sample, DomainSample domain) {
    long coming = coordinator.memoryOnTheWayTo(sample.host());
    return sample.freeMemoryBytes() - coming > domain.memoryBytes();
  }

  private static List<Explanation> objections(
      Present present, String source, DomainSample domain, String target) {
    List<Explanation> objections = present.objections(domain.uuid(), source, target);
    return Guards.allPass(objections) ? List.of() : objections;
  }

  private String line(Present present, String host, DomainSample domain) {
    Optional<MigrationStatus> move = coordinator.migrationOf(domain.uuid());
    if (move.isPresent()) {
      return domain.name()
          + ": leaves for "
          + move.get().request().target()
          + " (migration "
          + move.get().id()
          + ")";
    }
    Attempt attempt = attempts.get(domain.uuid());
    String before =
        attempt == null || attempt.reasons.isEmpty()
            ? ""
            : "; the last attempt ended with " + attempt.reasons;
    if (target(present, host, domain, Set.of()).isPresent()) {
      return domain.name() + ": waits for its turn" + before;
    }
    return domain.name() + ": stays; " + whyNowhere(present, host, domain) + before;
  }

  private String whyNowhere(Present present, String host, DomainSample domain) {
    List<String> lines = new ArrayList<>();
    for (HostSample sample : view.samples()) {
      if (sample.host().equals(host)) {
        continue;
      }
      List<Explanation> objections = objections(present, host, domain, sample.host());
      if (!objections.isEmpty()) {
        lines.add(sample.host() + ": " + objections);
      } else if (!hasRoom(sample, domain)) {
        lines.add(
            sample.host()
                + ": "
                + (sample.freeMemoryBytes() >> 20)
                + " MiB are free, "
                + (domain.memoryBytes() >> 20)
                + " needed");
      }
    }
    return lines.isEmpty()
        ? "there is no other host"
        : "no other host takes it now: " + String.join("; ", lines);
  }

  private boolean isDraining(HostSample sample) {
    return announced.contains(sample.host()) || sample.state() == HostState.DRAINING;
  }

  private static double load(HostSample sample) {
    return sample.cpuLoad() == null ? 1 : sample.cpuLoad();
  }
}
