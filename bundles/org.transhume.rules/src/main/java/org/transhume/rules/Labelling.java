// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import java.util.ArrayList;
import java.util.List;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;

/** Puts rules into snapshots: tags, groups and locations, what holds a domain, and the demands. */
public final class Labelling {

  private Labelling() {}

  /** The snapshot with these rules, in the place of those that it had. */
  public static ClusterSnapshot of(ClusterSnapshot snapshot, RuleSet rules) {
    if (rules.revision() == 0 && rules.rules().isEmpty()) {
      return snapshot;
    }
    return new ClusterSnapshot(
        snapshot.atEpochMillis(),
        snapshot.hosts().stream()
            .map(
                host ->
                    host.labelled(rules.tagsOfHost(host.name()), rules.locationsOf(host.name())))
            .toList(),
        snapshot.domains().stream().map(domain -> of(domain, rules)).toList(),
        snapshot.migrations(),
        snapshot.losses(),
        rules.placement(),
        snapshot.stopped().stream()
            .map(
                domain ->
                    domain.labelled(rules.tagsOf(domain.uuid()), rules.groupsOf(domain.uuid())))
            .toList());
  }

  /** Whether a reason is a rule's, as agents tell it of the rules that they keep. */
  public static boolean isOfRules(Explanation reason) {
    return reason.code().startsWith(Because.CODE);
  }

  /** What its agent tells of rules may be of an older revision. */
  private static DomainSnapshot of(DomainSnapshot domain, RuleSet rules) {
    List<Explanation> held = rules.holding(domain.uuid(), domain.name(), domain.host());
    boolean told = domain.notMovableReasons().stream().anyMatch(Labelling::isOfRules);
    if (held.isEmpty() && !told && domain.tags().isEmpty() && rules.saysNothingOf(domain.uuid())) {
      return domain;
    }
    List<Explanation> others =
        domain.notMovableReasons().stream().filter(why -> !isOfRules(why)).toList();
    List<Explanation> reasons = new ArrayList<>(others);
    reasons.addAll(held);
    boolean heldByOthers = !domain.movable() && (!told || !others.isEmpty());
    return domain
        .labelled(rules.tagsOf(domain.uuid()), rules.groupsOf(domain.uuid()))
        .judged(held.isEmpty() && !heldByOthers, reasons);
  }
}
