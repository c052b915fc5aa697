// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.StepResult;
import org.transhume.manager.internal.journal.LossEntry.DomainKnown;
import org.transhume.manager.internal.journal.StopEntry.DomainStopped;
import org.transhume.manager.internal.journal.StopEntry.StopBegun;
import org.transhume.manager.internal.journal.StopEntry.StopClosed;

/** What all entries about stops together say. Not safe for use by several threads. */
public final class StopLedger {

  /** For how long a guest that has not obeyed in time may do so later. */
  private static final long LATE_MILLIS = 3_600_000;

  private final Map<String, StopBegun> unfinished = new TreeMap<>();
  private final Map<String, DomainStopped> stopped = new TreeMap<>();
  private final Map<String, Disobedience> disobedient = new TreeMap<>();

  private record Disobedience(StopBegun begun, StopClosed closed) {}

  /**
   * Takes in one more entry.
   *
   * @return the domain that is stopped by it; empty when none is
   */
  Optional<DomainStopped> add(StopEntry entry) {
    if (entry instanceof StopBegun begun) {
      unfinished.put(begun.id(), begun);
      disobedient.remove(begun.uuid());
      return Optional.empty();
    }
    Optional<DomainStopped> done =
        entry instanceof StopClosed closed ? close(closed) : Optional.of((DomainStopped) entry);
    done.ifPresent(
        domain -> {
          stopped.put(domain.begun().uuid(), domain);
          disobedient.remove(domain.begun().uuid());
        });
    return done;
  }

  private Optional<DomainStopped> close(StopClosed closed) {
    StopBegun begun = unfinished.remove(closed.id());
    if (begun == null) {
      return Optional.empty();
    }
    boolean late =
        closed.reasons().stream().anyMatch(why -> why.code().equals(StepResult.GUEST_DID_NOT_OBEY));
    if (late) {
      disobedient.put(begun.uuid(), new Disobedience(begun, closed));
    }
    return closed.phase() == MigrationPhase.DONE
        ? Optional.of(new DomainStopped(begun, closed.goneAtEpochMillis(), closed.atEpochMillis()))
        : Optional.empty();
  }

  /** It is seen there. */
  void seen(DomainKnown domain) {
    stopped.remove(domain.uuid());
    Disobedience late = disobedient.get(domain.uuid());
    if (late != null && !late.begun().host().equals(domain.host())) {
      disobedient.remove(domain.uuid());
    }
  }

  /** It is gone from everywhere. */
  void forget(String uuid) {
    stopped.remove(uuid);
    disobedient.remove(uuid);
  }

  /** Stops that began and never ended. */
  public List<StopBegun> unfinished() {
    return List.copyOf(unfinished.values());
  }

  /** Every domain that is stopped on purpose. */
  public Collection<DomainStopped> stopped() {
    return List.copyOf(stopped.values());
  }

  /** That the domain of that uuid is stopped on purpose, if it is. */
  public Optional<DomainStopped> stopped(String uuid) {
    return Optional.ofNullable(stopped.get(uuid));
  }

  /**
   * That a domain which is gone was asked to power off, and had not in time.
   *
   * @param atEpochMillis now
   */
  public Optional<DomainStopped> obeyedLate(DomainKnown gone, long atEpochMillis) {
    return Optional.ofNullable(disobedient.get(gone.uuid()))
        .filter(late -> late.begun().host().equals(gone.host()))
        .filter(late -> atEpochMillis - late.closed().atEpochMillis() < LATE_MILLIS)
        .map(late -> new DomainStopped(late.begun(), 0, atEpochMillis));
  }

  /** The fewest entries that say the same. */
  List<StopEntry> entries() {
    List<StopEntry> entries = new ArrayList<>(stopped.values());
    entries.addAll(unfinished.values());
    for (Disobedience late : disobedient.values()) {
      entries.add(late.begun());
      entries.add(late.closed());
    }
    return entries;
  }
}
