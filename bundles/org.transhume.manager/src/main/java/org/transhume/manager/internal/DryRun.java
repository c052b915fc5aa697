// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.CheckFinding;
import org.transhume.api.mx.CheckReport;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StepResult;
import org.transhume.manager.internal.SideChecks.Told;

/**
 * Every check of a migration, and no migration: the manager's own, then the source's, then the
 * target's on what the source has told.
 */
final class DryRun {

  private static final String MANAGER = "manager";

  private final SideChecks sides;

  DryRun(SideChecks sides) {
    this.sides = sides;
  }

  /** What all have to say; begun on the loop. */
  CompletionStage<CheckReport> of(
      MigrationOrder order, List<Explanation> ownObjections, List<Explanation> ownRemarks) {
    return sides
        .ask(order.source(), order)
        .thenCompose(
            source ->
                sides
                    .ask(order.target(), Orders.attaching(order, source.facts()))
                    .thenApply(target -> report(order, ownObjections, ownRemarks, source, target)));
  }

  private static CheckReport report(
      MigrationOrder order,
      List<Explanation> own,
      List<Explanation> ownRemarks,
      Told source,
      Told target) {
    // The manager repeats what sources have told in their samples.
    List<Explanation> repeated = source.answer().map(StepResult::reasons).orElse(List.of());
    List<CheckFinding> findings = new ArrayList<>();
    own.stream()
        .filter(objection -> !repeated.contains(objection))
        .forEach(objection -> findings.add(new CheckFinding(MANAGER, true, objection)));
    ownRemarks.forEach(remark -> findings.add(new CheckFinding(MANAGER, false, remark)));
    findings.addAll(findings(order.source(), source));
    findings.addAll(findings(order.target(), target));
    return CheckReport.of(findings);
  }

  private static List<CheckFinding> findings(String host, Told told) {
    List<CheckFinding> findings = new ArrayList<>();
    if (told.answer().isEmpty()) {
      findings.add(
          new CheckFinding(
              host,
              true,
              Explanation.of("NOT_ANSWERED", host + " could not be asked: " + told.problem())));
    }
    told.answer()
        .ifPresent(
            answer -> {
              answer.reasons().forEach(why -> findings.add(new CheckFinding(host, true, why)));
              StepResult.remarks(answer.attachments())
                  .forEach(remark -> findings.add(new CheckFinding(host, false, remark)));
            });
    return findings;
  }
}
