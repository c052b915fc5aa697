// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.DomainElsewhere;
import org.transhume.manager.internal.journal.LossEntry.BootBegun;
import org.transhume.manager.internal.journal.LossEntry.DomainKnown;
import org.transhume.manager.internal.journal.LossLedger;
import org.transhume.manager.internal.journal.LossLedger.BootTask;

/**
 * Which domains that a host has had are elsewhere now, so that its agent creates none of them.
 * Belongs to the loop.
 */
final class Absences {

  private final LossLedger known;
  private final Coordinator coordinator;
  private final Boots boots;

  Absences(LossLedger known, Coordinator coordinator, Boots boots) {
    this.known = known;
    this.coordinator = coordinator;
    this.boots = boots;
  }

  /** All of them, by uuid. */
  List<DomainElsewhere> of(String host) {
    Map<String, DomainElsewhere> found = new TreeMap<>();
    known.domainsThatLeft(host).stream()
        .filter(this::mayBeThere)
        .forEach(one -> put(found, one.uuid(), one.domain(), one.host()));
    boots.all().forEach(boot -> put(found, host, boot));
    known.repairs().stream().map(BootTask::begun).forEach(boot -> put(found, host, boot));
    coordinator.unsettled().forEach(move -> put(found, host, move));
    coordinator.statuses().stream()
        .filter(move -> move.phase() == MigrationPhase.REPAIR)
        .forEach(move -> putTask(found, host, move.request()));
    return List.copyOf(found.values());
  }

  /** What a host that is off had and nobody will boot may be created by hand anywhere. */
  private boolean mayBeThere(DomainKnown domain) {
    return known.isToBeBooted(domain) || known.off(domain.host()).isEmpty();
  }

  /** Where it was it must not be begun, and where else it has been neither. */
  private void put(Map<String, DomainElsewhere> found, String host, BootBegun boot) {
    boolean concerned =
        boot.lostHost().equals(host)
            || known.domainsThatLeft(host).stream().anyMatch(one -> one.uuid().equals(boot.uuid()));
    if (concerned && !boot.target().equals(host)) {
      put(found, boot.uuid(), boot.domain(), boot.target());
    }
  }

  /** Samples follow a migration: until they do, it knows better where its domain is. */
  private void put(Map<String, DomainElsewhere> found, String host, MigrationStatus move) {
    MigrationRequest request = move.request();
    boolean late =
        move.phase() == MigrationPhase.HANDOVER || move.phase() == MigrationPhase.FINISHING;
    Optional<String> place =
        late ? Optional.of(request.target()) : coordinator.justMovedTo(request.domainUuid());
    if (place.isEmpty()) {
      return;
    }
    if (place.get().equals(host)) {
      found.remove(request.domainUuid());
    } else if (host.equals(request.source()) || found.containsKey(request.domainUuid())) {
      put(found, request.domainUuid(), request.domain(), place.get());
    }
  }

  /** Copies of it may be on either host, until a person says that they are looked after. */
  private static void putTask(
      Map<String, DomainElsewhere> found, String host, MigrationRequest left) {
    if (host.equals(left.source())) {
      put(found, left.domainUuid(), left.domain(), left.target());
    } else if (host.equals(left.target())) {
      put(found, left.domainUuid(), left.domain(), left.source());
    }
  }

  private static void put(
      Map<String, DomainElsewhere> found, String uuid, String domain, String host) {
    found.put(uuid, new DomainElsewhere(uuid, domain, host));
  }
}
