// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.transhume.api.model.Boot;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.DomainFate;
import org.transhume.api.mx.DomainFate.Fate;
import org.transhume.manager.internal.journal.LossEntry.BootBegun;
import org.transhume.manager.internal.journal.LossEntry.DomainKnown;

/** Says in an operator's words how a lost host stands, and what to do. Belongs to the loop. */
final class LossReport {

  private final Loop loop;
  private final DomainRecords records;
  private final LostDomains lostDomains;
  private final Boots boots;
  private final Fences fences;

  LossReport(
      Loop loop, DomainRecords records, LostDomains lostDomains, Boots boots, Fences fences) {
    this.loop = loop;
    this.records = records;
    this.lostDomains = lostDomains;
    this.boots = boots;
    this.fences = fences;
  }

  /** How it stands. */
  LossStatus of(Loss loss) {
    return new LossStatus(
        loss.host,
        loss.silentSinceEpochMillis,
        loss.isOff(loop.monotonicMillis()),
        loss.isBack(),
        loss.proof.map(Loss.Proof::text).orElse(loss.unfenced),
        fates(loss),
        toDo(loss));
  }

  private List<DomainFate> fates(Loss loss) {
    List<DomainFate> fates = new ArrayList<>(loss.booted.values());
    if (loss.isBack()) {
      return fates;
    }
    Map<String, DomainFate> waiting = new HashMap<>();
    for (DomainKnown domain : records.known().domainsOn(loss.host)) {
      List<Explanation> obstacles = lostDomains.obstacles(domain);
      Optional<BootBegun> boot = boots.of(domain.uuid());
      boolean repair =
          records.known().repairs().stream()
              .anyMatch(task -> task.begun().uuid().equals(domain.uuid()));
      waiting.put(
          domain.uuid(),
          new DomainFate(
              domain.uuid(),
              domain.domain(),
              repair ? Fate.REPAIR : boot.isPresent() ? Fate.BOOTING : Fate.WAITING,
              boot.map(BootBegun::target)
                  .or(() -> loss.wanted(domain.uuid()).map(Boot::target))
                  .orElse(""),
              boot.isPresent() ? List.of() : obstacles));
    }
    fates.removeIf(fate -> waiting.containsKey(fate.uuid()));
    fates.addAll(waiting.values());
    fates.sort(Comparator.comparing(DomainFate::domain));
    return fates;
  }

  /** What a person has to do about it, a sentence each. */
  List<String> toDo(Loss loss) {
    List<String> lines = new ArrayList<>();
    List<String> names =
        records.known().domainsOn(loss.host).stream().map(DomainKnown::domain).sorted().toList();
    if (!loss.isBack() && !loss.isOff(loop.monotonicMillis()) && !names.isEmpty()) {
      lines.add(
          loss.host
              + " is silent; it had "
              + String.join(", ", names)
              + ". "
              + whyNothing(loss)
              + " Make sure that it is off, then confirm it: confirmOff of"
              + " org.transhume:type=Loss,host="
              + loss.host);
    }
    fates(loss).stream()
        .filter(fate -> fate.fate() == Fate.REPAIR || isStuck(fate))
        .forEach(
            fate ->
                fate.reasons()
                    .forEach(
                        reason -> lines.add(fate.domain() + " of " + loss.host + ": " + reason)));
    return lines;
  }

  private String whyNothing(Loss loss) {
    if (!loss.automatic) {
      return "The policy that wants it repaired may only advise, and nothing is fenced.";
    }
    return fences.isEmpty()
        ? "Nothing is done without a fence, and none is installed and configured."
        : "It is not known to be off: " + loss.unfenced + ".";
  }

  private static boolean isStuck(DomainFate fate) {
    return fate.reasons().stream().anyMatch(reason -> reason.code().equals("NO_CONFIGURATION"));
  }
}
