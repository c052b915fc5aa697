// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.Creation;
import org.transhume.api.mx.DomainConfiguration;
import org.transhume.api.mx.DomainStop;
import org.transhume.manager.internal.journal.LossEntry.DomainKnown;
import org.transhume.manager.internal.journal.LossLedger;
import org.transhume.manager.internal.journal.StopEntry.DomainStopped;
import org.transhume.manager.internal.journal.StopEntry.StopBegun;
import org.transhume.manager.internal.view.ClusterView;
import org.transhume.manager.internal.view.ClusterView.Located;

/**
 * Stops domains and starts them again for whoever wants it. A stop is an order to the host on which
 * the domain runs; a start is a creation from the configuration that is recorded, of which every
 * host is asked before. Belongs to the loop.
 */
final class StopWishes {

  private static final Logger LOG = LoggerFactory.getLogger(StopWishes.class);

  /** Less than the desk waits. */
  private static final long PATIENCE_MILLIS = 80_000;

  private static final int MOST_ORDERS = 3;

  private final Creations.Surroundings around;
  private final Loop loop;
  private final ClusterView view;
  private final LossLedger known;
  private final Stops stops;
  private final Creations creations;
  private long numbers;

  /** Somebody's wish, until it is answered. */
  private record Wish(
      String uuid,
      String domain,
      String host,
      boolean force,
      String by,
      CompletableFuture<DomainStop> answer) {}

  StopWishes(Creations.Surroundings around, Creations creations) {
    this.around = around;
    this.loop = around.loop();
    this.view = around.view();
    this.known = around.losses().records().known();
    this.stops = around.losses().stops();
    this.creations = creations;
  }

  /** Whether an expression of somebody's names that domain. */
  private static boolean isNamed(String nameOrUuid, String uuid, String name) {
    return nameOrUuid.equals(uuid) || nameOrUuid.equals(name);
  }

  /**
   * The domain of that name or uuid that is stopped on purpose.
   *
   * @throws IllegalArgumentException when there are several of that name
   */
  Optional<DomainStopped> stopped(String nameOrUuid) {
    List<DomainStopped> found =
        known.stops().stopped().stream()
            .filter(one -> isNamed(nameOrUuid, one.begun().uuid(), one.begun().domain()))
            .toList();
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          "several stopped domains are named "
              + nameOrUuid
              + "; give the uuid: "
              + found.stream().map(one -> one.begun().uuid()).toList());
    }
    return found.stream().findFirst();
  }

  /** Why a domain is on no host, when it is stopped on purpose. */
  Optional<Explanation> whyStopped(String nameOrUuid) {
    return stopped(nameOrUuid)
        .map(
            one ->
                new Explanation(
                    "STOPPED",
                    one.begun().domain()
                        + " is stopped on purpose, for "
                        + one.begun().by()
                        + ", since "
                        + Instant.ofEpochMilli(one.atEpochMillis())
                        + "; it was on "
                        + one.begun().host()
                        + ": transhume start "
                        + one.begun().domain(),
                    Map.of("host", one.begun().host(), "by", one.begun().by())));
  }

  // Stops

  /**
   * Somebody wants a domain to be stopped that is stopped, or that no sample shows.
   *
   * @return empty when it is neither, and has to be looked for in the samples
   */
  Optional<DomainStop> withoutStopping(String nameOrUuid) {
    Optional<DomainStop> before =
        stopped(nameOrUuid).map(one -> answer(true, one.begun(), stoppedBefore(one)));
    return before.or(
        () ->
            around.coordinator().unsettled().stream()
                .map(MigrationStatus::request)
                .filter(one -> isNamed(nameOrUuid, one.domainUuid(), one.domain()))
                .filter(one -> view.find(one.domainUuid()).isEmpty())
                .findFirst()
                .map(
                    one ->
                        new DomainStop(
                            false,
                            "",
                            one.domain(),
                            one.domainUuid(),
                            one.target(),
                            List.of(
                                Explanation.of(
                                    "MIGRATION_OPEN",
                                    "a migration of it is under way or has just ended: ask"
                                        + " again")))));
  }

  private static List<Explanation> stoppedBefore(DomainStopped stopped) {
    return List.of(
        new Explanation(
            "STOPPED_BEFORE",
            "is stopped already, for " + stopped.begun().by(),
            Map.of(
                "order",
                stopped.begun().id(),
                "sinceEpochMillis",
                Long.toString(stopped.atEpochMillis()))));
  }

  private static DomainStop answer(boolean stopped, StopBegun begun, List<Explanation> reasons) {
    return new DomainStop(stopped, begun.id(), begun.domain(), begun.uuid(), begun.host(), reasons);
  }

  /**
   * Somebody wants a domain to be stopped.
   *
   * @param found where it runs
   * @param by who wants it
   * @return done, on the loop, when it is, or is refused, or takes too long
   */
  CompletionStage<DomainStop> stop(Located found, boolean force, String by) {
    Wish wish =
        new Wish(
            found.domain().uuid(),
            found.domain().name(),
            found.on().host(),
            force,
            by,
            new CompletableFuture<>());
    Loop.Timer impatience = loop.schedule(PATIENCE_MILLIS, () -> tellItTakesLong(wish));
    Optional<StopBegun> underWay = stops.of(wish.uuid());
    if (underWay.isPresent() && underWay.get().force() == force) {
      stops.ending(underWay.get()).thenAccept(ending -> ended(wish, ending, MOST_ORDERS));
    } else {
      begin(wish, MOST_ORDERS);
    }
    return wish.answer().whenComplete((stop, failure) -> impatience.cancel());
  }

  private static void tellItTakesLong(Wish wish) {
    refuse(
        wish,
        List.of(
            Explanation.of(
                "NOT_DECIDED_YET",
                "has not stopped within "
                    + PATIENCE_MILLIS / 1000
                    + " s, and has its time still: ask again, it is asked once")));
  }

  private void begin(Wish wish, int orders) {
    Optional<Located> there =
        view.find(wish.uuid()).stream()
            .filter(one -> one.on().host().equals(wish.host()))
            .findFirst();
    List<Explanation> objections = new ArrayList<>(objections(wish.uuid(), wish.host()));
    if (there.isEmpty() || orders == 0) {
      objections.add(
          Explanation.of("NOT_HERE", "is not on " + wish.host() + " any more: ask again"));
    }
    if (!objections.isEmpty()) {
      refuse(wish, objections);
      return;
    }
    numbers++;
    long now = around.clock().millis();
    StopBegun begun =
        new StopBegun(
            "s-" + Long.toString(now, 36) + "-" + numbers,
            wish.uuid(),
            wish.domain(),
            wish.host(),
            there.get().domain().memoryBytes(),
            there.get().domain().vcpus(),
            there.get().domain().domainId(),
            wish.by(),
            wish.force(),
            now);
    LOG.info("stop {}: {} on {}, for {}", begun.id(), begun.domain(), begun.host(), begun.by());
    stops.begin(begun).thenAccept(ending -> ended(wish, ending, orders - 1));
  }

  /** What speaks against stopping that domain there now, whoever wants it. */
  List<Explanation> objections(String uuid, String host) {
    List<Explanation> objections =
        new ArrayList<>(around.losses().lostDomains().betweenPlaces(uuid));
    around
        .coordinator()
        .justMovedTo(uuid)
        .ifPresent(
            place ->
                objections.add(
                    new Explanation(
                        "JUST_MOVED",
                        "has just moved to " + place + ": ask again in some seconds",
                        Map.of("host", place))));
    Optional<AgentPort> agent = view.agent(host);
    if (agent.isEmpty()) {
      objections.add(
          new Explanation(
              "HOST_SILENT",
              host + " is not heard: what it has cannot be stopped",
              Map.of("host", host)));
    } else if (known.configuration(uuid).isEmpty()) {
      around.losses().records().askSoon(agent.get());
      objections.add(
          Explanation.of(
              "CONFIGURATION_NOT_TOLD",
              "the agent of " + host + " has not told how it is started again: ask again"));
    }
    return objections;
  }

  private void ended(Wish wish, Stops.Ending ending, int orders) {
    if (ending.phase() == MigrationPhase.CANCELLED && ending.reasons().isEmpty()) {
      // The order was lost on its way, and will never be begun.
      begin(wish, orders);
      return;
    }
    boolean stopped = ending.phase() == MigrationPhase.DONE;
    tell(
        wish,
        answer(
            stopped,
            ending.begun(),
            stopped ? noConfiguration(wish.uuid()).stream().toList() : ending.reasons()));
  }

  private static void refuse(Wish wish, List<Explanation> reasons) {
    tell(wish, new DomainStop(false, "", wish.domain(), wish.uuid(), wish.host(), reasons));
  }

  private static void tell(Wish wish, DomainStop stop) {
    if (wish.answer().complete(stop) && !stop.stopped()) {
      LOG.info("{} is not stopped: {}", stop.domain(), stop.reasons());
    }
  }

  // Starts

  /** Why it cannot be started from what is recorded, if it cannot. */
  Optional<Explanation> noConfiguration(String uuid) {
    return known.isBootable(uuid)
        ? Optional.empty()
        : Optional.of(
            Explanation.of(
                "NO_CONFIGURATION",
                "its configuration is not known"
                    + known
                        .configuration(uuid)
                        .map(DomainConfiguration::problem)
                        .filter(problem -> !problem.isEmpty())
                        .map(problem -> " (" + problem + ")")
                        .orElse("")
                    + ": start it from its file by transhume create FILE"));
  }

  /**
   * Somebody wants a domain to be started that is stopped on purpose.
   *
   * @param host where; empty for wherever there is room
   * @return done, on the loop, when it is, or is refused, or takes too long
   * @throws IllegalArgumentException when there is no such domain
   */
  CompletionStage<Creation> start(String nameOrUuid, String host) {
    Optional<DomainStopped> stopped = stopped(nameOrUuid);
    if (stopped.isEmpty()) {
      return CompletableFuture.completedFuture(notStopped(nameOrUuid));
    }
    StopBegun last = stopped.get().begun();
    return noConfiguration(last.uuid())
        .<CompletionStage<Creation>>map(
            why ->
                CompletableFuture.completedFuture(
                    new Creation(false, "", last.domain(), last.uuid(), host, List.of(why))))
        .orElseGet(
            () -> creations.create(known.configuration(last.uuid()).orElseThrow().text(), host));
  }

  /** It runs, is being stopped or has been seen a moment ago; else nobody knows it. */
  private Creation notStopped(String nameOrUuid) {
    DomainKnown domain =
        known.domains().stream()
            .filter(one -> isNamed(nameOrUuid, one.uuid(), one.domain()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(unknown(nameOrUuid)));
    Optional<Explanation> stopping = stops.explain(domain.uuid());
    boolean runs = stopping.isEmpty() && !view.find(domain.uuid()).isEmpty();
    return new Creation(
        runs,
        "",
        domain.domain(),
        domain.uuid(),
        domain.host(),
        List.of(
            stopping.orElse(
                runs
                    ? Explanation.of("RUNS_ALREADY", "is on " + domain.host() + " already")
                    : new Explanation(
                        "JUST_GONE",
                        "was on "
                            + domain.host()
                            + " a moment ago, and was not stopped on purpose: ask again in a"
                            + " minute",
                        Map.of("host", domain.host())))));
  }

  private String unknown(String nameOrUuid) {
    List<String> names = new ArrayList<>();
    known.stops().stopped().forEach(one -> names.add(one.begun().domain()));
    return NearNames.unknown("stopped domain", nameOrUuid, names);
  }
}
