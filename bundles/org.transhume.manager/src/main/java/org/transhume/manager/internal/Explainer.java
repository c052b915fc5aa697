// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.Move;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.ThresholdState;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.PastMigration;
import org.transhume.manager.internal.history.Chronicle;
import org.transhume.manager.internal.view.ClusterView;
import org.transhume.manager.internal.view.ClusterView.Located;

/** Tells people why a domain or a host is as it is at this moment. Belongs to the loop. */
final class Explainer {

  private final ClusterView view;
  private final Coordinator coordinator;
  private final Policies policies;
  private final Map<String, Explanation> stale;
  private final Chronicle chronicle;
  private final long nowEpochMillis;

  /**
   * Explains what these know.
   *
   * @param stale why hosts are stale
   * @param chronicle of migrations that have ended
   */
  Explainer(
      ClusterView view,
      Coordinator coordinator,
      Policies policies,
      Map<String, Explanation> stale,
      Chronicle chronicle,
      long nowEpochMillis) {
    this.view = view;
    this.coordinator = coordinator;
    this.policies = policies;
    this.stale = stale;
    this.chronicle = chronicle;
    this.nowEpochMillis = nowEpochMillis;
  }

  /** Why a domain is where it is. */
  List<Explanation> domain(Located found) {
    DomainSample domain = found.domain();
    List<Explanation> reasons = new ArrayList<>();
    reasons.add(
        because(
            "STANDS",
            domain.name()
                + " is "
                + domain.state()
                + " on "
                + found.on().host()
                + ", uses "
                + number(domain.cpuLoad())
                + " of "
                + domain.vcpus()
                + " processors and holds "
                + (domain.memoryBytes() >> 20)
                + " MiB",
            "host",
            found.on().host()));
    coordinator.migrationOf(domain.uuid()).ifPresent(migration -> reasons.add(underWay(migration)));
    chronicle.of(domain.uuid(), 1).forEach(last -> reasons.add(lastMove(last)));
    wishes(reasons, domain.uuid(), domain.name());
    Present present = coordinator.present();
    for (HostSample target : view.samples()) {
      if (!target.host().equals(found.on().host())) {
        reasons.add(move(present, found, target.host()));
      }
    }
    return reasons;
  }

  /** Why a host is as it is. */
  List<Explanation> host(String name) {
    List<Explanation> reasons = new ArrayList<>();
    view.samples().stream()
        .filter(sample -> sample.host().equals(name))
        .findFirst()
        .ifPresent(sample -> standing(reasons, sample));
    Explanation silent = stale.get(name);
    if (silent != null) {
      reasons.add(
          new Explanation(
              "STALE", "nobody decides on " + name + ": " + silent.text(), silent.operands()));
    }
    coordinator
        .millisSinceMigrationAt(name)
        .ifPresent(
            since ->
                reasons.add(
                    because(
                        "LAST_MOVE",
                        since < 0
                            ? "a migration from or to it is under way"
                            : "the last migration from or to it ended " + since / 1000 + " s ago",
                        "sinceMillis",
                        Long.toString(since))));
    coordinator.unsettled().stream()
        .filter(
            status ->
                status.request().source().equals(name) || status.request().target().equals(name))
        .forEach(status -> reasons.add(underWay(status)));
    wishes(reasons, name, name);
    return reasons;
  }

  private static void standing(List<Explanation> reasons, HostSample host) {
    reasons.add(
        because(
            "STANDS",
            host.host()
                + " is "
                + host.state()
                + ", holds "
                + host.domains().size()
                + " domains, is busy for "
                + number(host.cpuLoad())
                + " of the time of its "
                + host.physicalCpus()
                + " processors, and has "
                + (host.freeMemoryBytes() >> 20)
                + " of "
                + (host.totalMemoryBytes() >> 20)
                + " MiB free",
            "host",
            host.host()));
    for (ThresholdState threshold : host.thresholds()) {
      reasons.add(
          because(
              "THRESHOLD",
              "probe "
                  + threshold.probe()
                  + " is "
                  + threshold.level()
                  + " at "
                  + number(threshold.value())
                  + "; HIGH from "
                  + number(threshold.highThreshold())
                  + ", NORMAL again below "
                  + number(threshold.lowThreshold()),
              "probe",
              threshold.probe()));
    }
  }

  private Explanation lastMove(PastMigration last) {
    long since = nowEpochMillis - last.requestedAtEpochMillis() - last.durationMillis();
    return because(
        "LAST_MOVE",
        "its last migration, "
            + last.id()
            + " from "
            + last.source()
            + " to "
            + last.target()
            + ", ended "
            + last.phase()
            + " "
            + since / 1000
            + " s ago; wanted by "
            + last.requestedBy()
            + ": "
            + last.reason(),
        "sinceMillis",
        Long.toString(since));
  }

  private static Explanation underWay(MigrationStatus migration) {
    MigrationRequest request = migration.request();
    String waits =
        migration.outcomeReasons().isEmpty() ? "" : ", because " + migration.outcomeReasons();
    return because(
        "MIGRATION",
        "migration "
            + migration.id()
            + " of "
            + request.domain()
            + " from "
            + request.source()
            + " to "
            + request.target()
            + " is "
            + migration.phase()
            + waits
            + "; wanted by "
            + request.requestedBy()
            + ": "
            + request.reason().text(),
        "migration",
        migration.id());
  }

  /** What policies wanted and refused in their last round, where it is about that subject. */
  private void wishes(List<Explanation> reasons, String key, String subject) {
    for (PolicySlot slot : policies.slots()) {
      Proposal last = slot.lastProposal();
      if (last == null) {
        reasons.add(
            because(
                "POLICY_SILENT",
                "policy " + slot.name + " (" + slot.mode + ") has proposed nothing yet",
                "policy",
                slot.name));
        continue;
      }
      for (Move move : last.moves()) {
        if (List.of(move.domainUuid(), move.source(), move.target()).contains(key)) {
          reasons.add(
              told(
                  "POLICY_WANTS",
                  "policy "
                      + slot.name
                      + " wants "
                      + move.domain()
                      + " to go from "
                      + move.source()
                      + " to "
                      + move.target(),
                  move.reason()));
        }
      }
      last.refusals().stream()
          .filter(refusal -> refusal.subject().equals(subject) || refusal.subject().equals(key))
          .forEach(
              refusal ->
                  reasons.add(
                      told(
                          "POLICY_REFUSES",
                          "policy " + slot.name + " leaves " + refusal.subject(),
                          refusal.reason())));
    }
  }

  private static Explanation move(Present present, Located found, String target) {
    List<Explanation> objections =
        present.objections(found.domain().uuid(), found.on().host(), target);
    return because(
        objections.isEmpty() ? "MAY_MOVE" : "MAY_NOT_MOVE",
        "to "
            + target
            + ": "
            + (objections.isEmpty()
                ? "the manager has nothing against it; the hosts check it when it is asked for"
                : String.join("; ", objections.stream().map(Explanation::text).toList())),
        "target",
        target);
  }

  private static Explanation told(String code, String what, Explanation reason) {
    return new Explanation(
        code, what + " [" + reason.code() + "]: " + reason.text(), reason.operands());
  }

  private static String number(Double value) {
    return value == null ? "an unknown part" : String.format(Locale.ROOT, "%.2f", value);
  }

  private static Explanation because(String code, String text, String name, String value) {
    return new Explanation(code, text, Map.of(name, value));
  }
}
