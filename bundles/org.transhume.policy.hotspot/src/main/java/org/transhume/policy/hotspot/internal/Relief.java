// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.hotspot.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationSnapshot;
import org.transhume.api.model.Move;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.Refusal;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.rules.Gate;

/**
 * One decision: looks for each hot host, the longest hot first, for the cheapest move that brings
 * it under its threshold. Earlier moves of the decision count for later ones.
 */
final class Relief {

  static final String PROBE = "cpu";

  /** Moving less than this share of a processor relieves nobody. */
  private static final double LEAST_DEMAND = 0.01;

  private final ClusterSnapshot snapshot;
  private final Gate rules;
  private final Map<String, Long> hotRounds;
  private final double margin;
  private final long reserveBytes;
  private final long patienceRounds;
  private final Map<String, HostModel> models = new TreeMap<>();
  private final List<Move> moves = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();

  Relief(
      ClusterSnapshot snapshot,
      Map<String, Long> hotRounds,
      double margin,
      long reserveBytes,
      long patienceRounds) {
    this.snapshot = snapshot;
    this.rules = Gate.enforcing(snapshot);
    this.hotRounds = hotRounds;
    this.margin = margin;
    this.reserveBytes = reserveBytes;
    this.patienceRounds = patienceRounds;
    HostModel.of(snapshot.hosts(), snapshot.domains())
        .forEach(model -> models.put(model.name(), model));
    snapshot.migrations().forEach(this::expect);
  }

  static boolean isHot(HostSnapshot host) {
    return host.threshold(PROBE).filter(state -> state.level() == ThresholdLevel.HIGH).isPresent();
  }

  Proposal proposal() {
    models.values().stream()
        .filter(model -> isHot(model.host()))
        .sorted(
            Comparator.<HostModel>comparingLong(model -> -hotRounds.getOrDefault(model.name(), 0L))
                .thenComparingDouble(model -> model.host().stale() ? 0 : -model.pressure())
                .thenComparing(HostModel::name))
        .forEach(this::relieve);
    return new Proposal(moves, refusals);
  }

  /** What a migration under way will change. */
  private void expect(MigrationSnapshot migration) {
    Optional<DomainSnapshot> domain =
        snapshot.domains().stream()
            .filter(candidate -> candidate.uuid().equals(migration.domainUuid()))
            .filter(candidate -> candidate.host().equals(migration.source()))
            .findFirst();
    HostModel source = models.get(migration.source());
    HostModel target = models.get(migration.target());
    if (source != null) {
      source.setBusy();
      domain.ifPresent(source::leaves);
    }
    if (target != null) {
      target.setBusy();
      domain.ifPresent(target::arrives);
    }
  }

  private void relieve(HostModel hot) {
    Optional<Explanation> hopeless = hopeless(hot);
    if (hopeless.isPresent()) {
      refusals.add(new Refusal(hot.name(), hopeless.get()));
      return;
    }
    List<DomainSnapshot> candidates = candidates(hot);
    if (candidates.isEmpty()) {
      refusals.add(
          new Refusal(
              hot.name(),
              because(
                  "NOTHING_TO_MOVE",
                  hot.name() + " is hot and has no running domain that could be moved",
                  Map.of("domains", Integer.toString(hot.domains().size())))));
      return;
    }
    Optional<Option> best =
        options(hot, candidates).stream().filter(this::isWorthIt).min(Option.BEST_FIRST);
    if (best.isPresent()) {
      choose(best.get());
    } else {
      refuse(hot, candidates);
    }
  }

  private Optional<Explanation> hopeless(HostModel hot) {
    String name = hot.name();
    if (hot.host().stale()) {
      return Optional.of(
          because("HOST_STALE", name + " is hot, and its data are too old or absurd to decide on"));
    }
    if (hot.isBusy()) {
      return Optional.of(
          because("MIGRATION_RUNNING", name + " is hot, and a migration there is under way"));
    }
    double high = high(hot);
    if (hot.controlDomainLoad() >= high) {
      return Optional.of(
          because(
              "CONTROL_DOMAIN_HOT",
              name
                  + " is hot by its control domain alone, which uses "
                  + share(hot.controlDomainLoad())
                  + " of "
                  + share(high)
                  + ": moving domains does not help",
              Map.of(
                  "controlDomainCpuLoad", share(hot.controlDomainLoad()),
                  "highThreshold", share(high))));
    }
    return Optional.empty();
  }

  private List<DomainSnapshot> candidates(HostModel hot) {
    List<DomainSnapshot> candidates = new ArrayList<>();
    for (DomainSnapshot domain : hot.domains()) {
      if (!domain.movable()) {
        String why =
            domain.notMovableReasons().isEmpty()
                ? "no reason given"
                : domain.notMovableReasons().get(0).text();
        refusals.add(
            new Refusal(
                domain.name(), because("NOT_MOVABLE", "stays on hot " + hot.name() + ": " + why)));
      } else if (domain.state() == DomainState.RUNNING
          && HostModel.demand(domain) >= LEAST_DEMAND) {
        candidates.add(domain);
      }
    }
    return candidates;
  }

  private List<Option> options(HostModel hot, List<DomainSnapshot> candidates) {
    List<Option> options = new ArrayList<>();
    for (DomainSnapshot domain : candidates) {
      for (HostModel target : models.values()) {
        if (target != hot && objection(hot, domain, target).isEmpty()) {
          options.add(new Option(hot, domain, target, high(hot), low(hot)));
        }
      }
    }
    return options;
  }

  /**
   * A host between its thresholds is left in peace unless one move makes its reading normal; one
   * that no single move brings down is eased after some patience.
   */
  private boolean isWorthIt(Option option) {
    return switch (option.effect()) {
      case NORMAL -> true;
      case BELOW_HIGH -> option.source().pressure() > option.high();
      case EASED ->
          option.source().pressure() > option.high()
              && hotRounds.getOrDefault(option.source().name(), 0L) > patienceRounds;
    };
  }

  /** Why that domain cannot go there; empty when it can. */
  private Optional<Explanation> objection(HostModel hot, DomainSnapshot domain, HostModel target) {
    Optional<Explanation> closed = closed(target);
    if (closed.isPresent()) {
      return closed;
    }
    long needed = HostModel.footprint(domain) + reserveBytes;
    if (target.freeBytes() < needed) {
      return Optional.of(
          because(
              "TARGET_MEMORY",
              target.name()
                  + " has "
                  + mebibytes(target.freeBytes())
                  + " MiB free and "
                  + domain.name()
                  + " needs "
                  + mebibytes(needed)
                  + " MiB, "
                  + mebibytes(reserveBytes)
                  + " MiB of reserve included",
              Map.of(
                  "freeMebibytes", mebibytes(target.freeBytes()),
                  "neededMebibytes", mebibytes(needed),
                  "domain", domain.name())));
    }
    List<Explanation> broken = rules.againstMove(domain, target.name());
    if (!broken.isEmpty()) {
      return Optional.of(broken.get(0));
    }
    double limit = limit(hot, target);
    double after = target.pressureWith(domain);
    if (!(after < limit)) {
      return Optional.of(
          because(
              "TARGET_WOULD_BE_HOT",
              domain.name()
                  + " would lift "
                  + target.name()
                  + " from "
                  + share(target.pressure())
                  + " to "
                  + share(after)
                  + ", and "
                  + share(limit)
                  + " is its limit",
              Map.of(
                  "before", share(target.pressure()),
                  "after", share(after),
                  "limit", share(limit),
                  "domain", domain.name())));
    }
    return Optional.empty();
  }

  /** Why no domain at all can go there. */
  private static Optional<Explanation> closed(HostModel target) {
    HostSnapshot host = target.host();
    if (host.stale()) {
      return Optional.of(
          because("TARGET_STALE", host.name() + " has data too old or absurd to decide on"));
    }
    if (host.state() != HostState.ACTIVE) {
      return Optional.of(
          because(
              "TARGET_STATE",
              host.name() + " is " + host.state() + " and accepts no domain",
              Map.of("state", host.state().name())));
    }
    if (isHot(host)) {
      return Optional.of(because("TARGET_HOT", host.name() + " is hot itself"));
    }
    if (target.isBusy()) {
      return Optional.of(
          because("TARGET_BUSY", host.name() + " already takes part in a migration"));
    }
    if (host.cpuLoad().isEmpty() || host.physicalCpus() <= 0) {
      return Optional.of(
          because("TARGET_LOAD_UNKNOWN", "the load of " + host.name() + " is not known yet"));
    }
    return Optional.empty();
  }

  private void choose(Option option) {
    moves.add(option.move(limit(option.source(), option.target())));
    for (HostModel other : models.values()) {
      if (other != option.source() && other != option.target()) {
        objection(option.source(), option.domain(), other)
            .ifPresent(reason -> refusals.add(new Refusal(other.name(), reason)));
      }
    }
    option.source().leaves(option.domain());
    option.target().arrives(option.domain());
  }

  /** Tells for the host why it stays hot, and for each other host why it cannot help. */
  private void refuse(HostModel hot, List<DomainSnapshot> candidates) {
    DomainSnapshot lightest =
        candidates.stream()
            .min(Comparator.comparingDouble(HostModel::demand).thenComparing(DomainSnapshot::uuid))
            .orElseThrow();
    int possible = 0;
    for (HostModel target : models.values()) {
      if (target != hot) {
        Optional<Explanation> reason = objection(hot, lightest, target);
        reason.ifPresent(why -> refusals.add(new Refusal(target.name(), why)));
        possible += reason.isEmpty() ? 1 : 0;
      }
    }
    refusals.add(new Refusal(hot.name(), whyItStaysHot(hot, candidates, possible)));
  }

  private Explanation whyItStaysHot(HostModel hot, List<DomainSnapshot> candidates, int possible) {
    Map<String, String> operands =
        Map.of(
            "pressure", share(hot.pressure()),
            "highThreshold", share(high(hot)),
            "lowThreshold", share(low(hot)));
    String head =
        hot.name()
            + " wants "
            + share(hot.pressure())
            + " of its processors (threshold "
            + share(high(hot))
            + ")";
    if (hot.pressure() <= high(hot)) {
      return because(
          "EASING",
          head + ": it is below the threshold again, and no single move makes it normal",
          operands);
    }
    if (candidates.size() == 1 && hot.domains().size() == 1 && possible == 0) {
      return because(
          "CARRIES_THE_HEAT",
          head
              + ": "
              + candidates.get(0).name()
              + " is its only domain, and would only carry the heat along",
          operands);
    }
    if (possible > 0) {
      return because(
          "NOT_ENOUGH",
          head
              + ": no single move brings it below; it has been hot for "
              + hotRounds.getOrDefault(hot.name(), 0L)
              + " rounds and is eased after more than "
              + patienceRounds,
          operands);
    }
    return because("NO_TARGET", head + ": no other host can take any of its domains", operands);
  }

  private double high(HostModel hot) {
    return hot.highThreshold(PROBE, 1);
  }

  private double low(HostModel hot) {
    return hot.host()
        .threshold(PROBE)
        .map(state -> state.lowThreshold())
        .filter(low -> !Double.isNaN(low))
        .orElse(high(hot));
  }

  private double limit(HostModel hot, HostModel target) {
    return target.highThreshold(PROBE, high(hot)) - margin;
  }

  static String share(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  static String mebibytes(long bytes) {
    return Long.toString(bytes >> 20);
  }

  private static Explanation because(String code, String text) {
    return because(code, text, Map.of());
  }

  private static Explanation because(String code, String text, Map<String, String> operands) {
    return new Explanation(code, text, operands);
  }
}
