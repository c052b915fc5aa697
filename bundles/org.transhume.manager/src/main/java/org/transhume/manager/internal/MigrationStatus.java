// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.MigrationSnapshot;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.PastMigration;

/**
 * A migration as its MBean and its notifications show it.
 *
 * @param id its id
 * @param request what was wanted
 * @param phase how far it has come
 * @param progress the newest numbers from the source
 * @param guest what the domain itself has told
 * @param outcomeReasons why it ended so, why it waits, or what to look after when it is done; empty
 *     otherwise
 * @param requestedAtEpochMillis when it was wanted
 * @param endedAtEpochMillis when it ended; null before
 */
record MigrationStatus(
    String id,
    MigrationRequest request,
    MigrationPhase phase,
    SideReport progress,
    GuestFigures guest,
    List<Explanation> outcomeReasons,
    long requestedAtEpochMillis,
    Long endedAtEpochMillis) {

  MigrationStatus {
    outcomeReasons = List.copyOf(outcomeReasons);
  }

  MigrationSnapshot snapshot() {
    return new MigrationSnapshot(
        id, request.domainUuid(), request.source(), request.target(), phase);
  }

  long durationMillis(long nowEpochMillis) {
    long end = endedAtEpochMillis == null ? nowEpochMillis : endedAtEpochMillis;
    return Math.max(0, end - requestedAtEpochMillis);
  }

  MigrationEvent event(long emitterStartedAtEpochMillis, long nowEpochMillis) {
    return new MigrationEvent(
        emitterStartedAtEpochMillis,
        "manager",
        id,
        request.domainUuid(),
        request.domain(),
        request.source(),
        request.target(),
        phase,
        progress.bytesSent(),
        durationMillis(nowEpochMillis),
        progress.downtimeMillis(),
        reasons(),
        nowEpochMillis);
  }

  /** The migration as history tells it, once it has ended. */
  PastMigration past() {
    return new PastMigration(
        id,
        request.domainUuid(),
        request.domain(),
        request.source(),
        request.target(),
        phase,
        request.requestedBy(),
        request.reason().text(),
        outcomeReasons.stream().map(Explanation::text).collect(Collectors.joining("; ")),
        requestedAtEpochMillis,
        durationMillis(requestedAtEpochMillis),
        progress.downtimeMillis(),
        progress.bytesSent());
  }

  private List<Explanation> reasons() {
    if (phase.isFinal() && phase != MigrationPhase.DONE) {
      return outcomeReasons;
    }
    List<Explanation> reasons = new ArrayList<>(List.of(request.reason()));
    if (phase == MigrationPhase.DONE) {
      reasons.addAll(outcomeReasons);
    }
    return reasons;
  }
}
