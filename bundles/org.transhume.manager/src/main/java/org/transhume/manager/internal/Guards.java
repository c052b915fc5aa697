// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.MigrationSnapshot;
import org.transhume.api.model.Move;
import org.transhume.manager.internal.Settings.Guarding;
import org.transhume.rules.Gate;

/**
 * What must hold of every move, whoever wants it, and what policies have to bear in addition. All
 * objections are told, not only the first.
 */
final class Guards {

  private static final Set<String> PASSING =
      Set.of("JUST_MOVED", "SEEN_TWICE", "SOURCE_BUSY", "TARGET_BUSY", "CLUSTER_BUSY");

  private static final double BYTES_PER_GIBIBYTE = 1L << 30;

  private final Guarding settings;
  private final Caps caps;

  Guards(Guarding settings, Caps caps) {
    this.settings = settings;
    this.caps = caps;
  }

  /**
   * What speaks against moving that domain there now, whoever wants it.
   *
   * @param stale why hosts are stale
   * @param rules that are not to be broken
   */
  List<Explanation> objections(
      ClusterSnapshot snapshot,
      Map<String, Explanation> stale,
      Gate rules,
      String domainUuid,
      String source,
      String target) {
    List<Explanation> objections = new ArrayList<>();
    host(snapshot, stale, source, "source", objections);
    host(snapshot, stale, target, "target", objections);
    snapshot
        .host(target)
        .filter(host -> host.state() != HostState.ACTIVE)
        .ifPresent(
            host ->
                objections.add(
                    because(
                        "TARGET_STATE",
                        "target " + target + " is " + host.state() + " and accepts no domain",
                        "state",
                        host.state().name())));
    domain(snapshot, domainUuid, source, objections);
    running(snapshot, domainUuid, source, target, objections);
    rules.againstMove(domainUuid, source, target).stream()
        .filter(rule -> !objections.contains(rule))
        .forEach(objections::add);
    return objections;
  }

  /** Whether they go away by themselves, so that it makes sense to wait. */
  static boolean allPass(List<Explanation> objections) {
    return objections.stream().allMatch(objection -> PASSING.contains(objection.code()));
  }

  /** What speaks against moving a domain whose hosts have not been heard since its last move. */
  static Explanation justMoved(String host) {
    return because(
        "JUST_MOVED",
        "a migration has just left it on "
            + host
            + ": both its hosts have to be heard before it moves again",
        "host",
        host);
  }

  /** What speaks in addition against a move that a policy wants. */
  List<Explanation> policyObjections(String policy, Move move, Recent recent) {
    List<Explanation> objections = new ArrayList<>();
    recent
        .millisSinceMigrationOf(move.domainUuid())
        .filter(since -> since < settings.coolDownMillis())
        .ifPresent(
            since ->
                objections.add(
                    because(
                        "COOL_DOWN",
                        "moved "
                            + since / 1000
                            + " s ago; a domain stays for "
                            + settings.coolDownMillis() / 1000
                            + " s where it was moved",
                        "sinceMillis",
                        Long.toString(since))));
    for (String host : List.of(move.source(), move.target())) {
      recent
          .millisSinceMigrationAt(host)
          .filter(since -> since < settings.settleMillis())
          .ifPresent(
              since ->
                  objections.add(
                      because(
                          "SETTLING",
                          "the load of "
                              + host
                              + " holds that of a migration "
                              + (since < 0 ? "under way" : "that ended " + since + " ms ago")
                              + "; it counts again "
                              + settings.settleMillis()
                              + " ms after its end",
                          "host",
                          host)));
    }
    worth(policy, move).ifPresent(objections::add);
    return objections;
  }

  /** That a move gains too little, at all or for what it costs. */
  private Optional<Explanation> worth(String policy, Move move) {
    double perGibibyte = settings.gainsPerGibibyte().getOrDefault(policy, 0.0);
    double gibibytes = move.costBytes() / BYTES_PER_GIBIBYTE;
    if (!(move.gain() >= settings.minimumGain())) {
      return Optional.of(
          because(
              "GAIN",
              "a gain of " + move.gain() + " is less than the least of " + settings.minimumGain(),
              "gain",
              Double.toString(move.gain())));
    }
    if (move.gain() < perGibibyte * gibibytes) {
      return Optional.of(
          new Explanation(
              "COST",
              String.format(
                  Locale.ROOT,
                  "a gain of %s is less than %s for each of the %.2f GiB that have to be copied",
                  move.gain(),
                  perGibibyte,
                  gibibytes),
              Map.of(
                  "gain",
                  Double.toString(move.gain()),
                  "costBytes",
                  Long.toString(move.costBytes()))));
    }
    return Optional.empty();
  }

  private void running(
      ClusterSnapshot snapshot,
      String domainUuid,
      String source,
      String target,
      List<Explanation> objections) {
    snapshot
        .migrationOf(domainUuid)
        .ifPresent(
            move ->
                objections.add(
                    because(
                        "ALREADY_MOVING",
                        "already being moved by migration " + move.id(),
                        "migration",
                        move.id())));
    List<MigrationSnapshot> underWay =
        snapshot.migrations().stream()
            .filter(move -> move.phase().compareTo(MigrationPhase.PREPARING) >= 0)
            .toList();
    cap(underWay, source, true, objections);
    cap(underWay, target, false, objections);
    clusterCap(underWay.size(), objections);
  }

  private void clusterCap(int underWay, List<Explanation> objections) {
    long most = caps.of(Cap.MIGRATIONS_PER_CLUSTER);
    if (most > 0 && underWay >= most) {
      objections.add(
          because(
              "CLUSTER_BUSY",
              underWay + " migrations are under way, of at most " + most + " at a time",
              "migrationsPerCluster",
              Long.toString(most)));
    }
  }

  private void cap(
      List<MigrationSnapshot> underWay,
      String host,
      boolean leaving,
      List<Explanation> objections) {
    List<String> ids =
        underWay.stream()
            .filter(move -> (leaving ? move.source() : move.target()).equals(host))
            .map(MigrationSnapshot::id)
            .toList();
    long most = caps.of(leaving ? Cap.MIGRATIONS_PER_SOURCE : Cap.MIGRATIONS_PER_TARGET);
    if (ids.size() >= most) {
      objections.add(
          because(
              leaving ? "SOURCE_BUSY" : "TARGET_BUSY",
              host
                  + (leaving ? " already sends " : " already receives ")
                  + ids.size()
                  + " of at most "
                  + most
                  + " at a time ("
                  + String.join(", ", ids)
                  + ")",
              "host",
              host));
    }
  }

  private static void host(
      ClusterSnapshot snapshot,
      Map<String, Explanation> stale,
      String name,
      String role,
      List<Explanation> objections) {
    Optional<HostSnapshot> host = snapshot.host(name);
    if (host.isEmpty()) {
      objections.add(
          because("HOST_UNKNOWN", role + " " + name + " has never been seen", "host", name));
    } else if (host.get().stale()) {
      objections.add(
          because(
              "HOST_STALE",
              role + " " + name + " cannot be decided on" + why(stale.get(name)),
              "host",
              name));
    }
  }

  private static void domain(
      ClusterSnapshot snapshot, String uuid, String source, List<Explanation> objections) {
    Optional<DomainSnapshot> found =
        snapshot.domainsOn(source).stream()
            .filter(domain -> domain.uuid().equals(uuid))
            .findFirst();
    if (found.isEmpty()) {
      objections.add(because("DOMAIN_NOT_THERE", "not on " + source + " any more", "host", source));
      return;
    }
    DomainSnapshot domain = found.get();
    if (!domain.movable()) {
      objections.addAll(
          domain.notMovableReasons().isEmpty()
              ? List.of(because("NOT_MOVABLE", "not movable, and no reason given", "host", source))
              : domain.notMovableReasons());
    }
    if (!domain.state().isRunning()) {
      objections.add(
          because(
              "DOMAIN_STATE",
              "only a running domain moves live, and this one is " + domain.state(),
              "state",
              domain.state().name()));
    }
  }

  private static String why(Explanation reason) {
    return reason == null ? "" : ": " + reason.text();
  }

  private static Explanation because(String code, String text, String name, String value) {
    return new Explanation(code, text, Map.of(name, value));
  }

  /** When migrations ended. */
  interface Recent {

    /** Since the domain's last migration ended, if one did. */
    Optional<Long> millisSinceMigrationOf(String domainUuid);

    /** Since the last migration from or to that host ended; -1 while one is under way. */
    Optional<Long> millisSinceMigrationAt(String host);
  }
}
