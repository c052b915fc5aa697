// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.transhume.api.model.MigrationPhase;
import org.transhume.manager.internal.journal.JournalEntry.MigrationClosed;
import org.transhume.manager.internal.journal.Ledger;
import org.transhume.manager.internal.view.ClusterView;

/** The migrations that have ended, and what follows from them for the next ones. */
final class History {

  private static final int KEPT = 200;

  /** More domains than are moved within any time for which a domain is left alone. */
  private static final int DOMAINS_KEPT = 10_000;

  private final LinkedHashMap<String, Course> ended = new LinkedHashMap<>();

  /** The one that was moved longest ago comes first. */
  private final Map<String, Long> lastOfDomain = new LinkedHashMap<>();

  private final Map<String, Long> lastAtHost = new HashMap<>();
  private final Map<String, Stay> stays = new HashMap<>();

  /** That a migration between these hosts has left its domain on one of them. */
  private record Stay(String source, String target, String host, long atMonotonicMillis) {}

  History(Ledger ledger) {
    ledger.lastOfEachDomain().stream()
        .sorted(Comparator.comparingLong(MigrationClosed::atEpochMillis))
        .forEach(closed -> lastOfDomain.put(closed.domainUuid(), closed.atEpochMillis()));
  }

  /**
   * Notes that a migration has ended.
   *
   * @return ids of those that are not kept any longer
   */
  List<String> note(Course course, long nowMonotonicMillis, long nowEpochMillis) {
    ended.put(course.id(), course);
    MigrationPhase phase = course.state.phase();
    MigrationRequest request = course.request;
    if (course.begun) {
      if (phase != MigrationPhase.REFUSED) {
        moved(request.domainUuid(), nowEpochMillis);
      }
      lastAtHost.put(request.source(), nowMonotonicMillis);
      lastAtHost.put(request.target(), nowMonotonicMillis);
    }
    // What was refused has not touched its domain; what needs a person may have left it anywhere.
    boolean done = phase == MigrationPhase.DONE;
    boolean back = phase == MigrationPhase.ROLLED_BACK || phase == MigrationPhase.CANCELLED;
    if (done || (back && course.begun)) {
      stays.put(
          request.domainUuid(),
          new Stay(
              request.source(),
              request.target(),
              done ? request.target() : request.source(),
              nowMonotonicMillis));
    }
    List<String> forgotten =
        ended.values().stream()
            .filter(old -> old.state.phase() != MigrationPhase.REPAIR)
            .map(Course::id)
            .limit(Math.max(0, ended.size() - KEPT))
            .toList();
    forgotten.forEach(ended::remove);
    return forgotten;
  }

  /** Domains come and go for as long as the manager runs. */
  private void moved(String domainUuid, long nowEpochMillis) {
    lastOfDomain.remove(domainUuid);
    lastOfDomain.put(domainUuid, nowEpochMillis);
    if (lastOfDomain.size() > DOMAINS_KEPT) {
      lastOfDomain.remove(lastOfDomain.keySet().iterator().next());
    }
  }

  /** Takes up one that ended in an earlier life of the manager. */
  void remember(Course course) {
    ended.put(course.id(), course);
  }

  /** Forgets one that nobody asks for any more. */
  void forget(String id) {
    ended.remove(id);
  }

  Optional<Course> find(String id) {
    return Optional.ofNullable(ended.get(id));
  }

  Collection<Course> all() {
    return ended.values();
  }

  /** When the last migration of the domain ended, by people's clock. */
  Optional<Long> lastOf(String domainUuid) {
    return Optional.ofNullable(lastOfDomain.get(domainUuid));
  }

  /** When the last migration from or to the host ended, by the loop's clock. */
  Optional<Long> lastAt(String host) {
    return Optional.ofNullable(lastAtHost.get(host));
  }

  /**
   * Where a migration has left the domain, until the samples of both its hosts are newer than its
   * end: what they say before may still be the old place, or a domain that is suspended.
   */
  Optional<String> unseenStay(String domainUuid, ClusterView view) {
    Stay stay = stays.get(domainUuid);
    if (stay == null) {
      return Optional.empty();
    }
    if (isSeen(stay, view)) {
      stays.remove(domainUuid);
      return Optional.empty();
    }
    return Optional.of(stay.host());
  }

  /** Forgets where migrations have left domains that samples show by now, asked for or not. */
  void forgetSeenStays(ClusterView view) {
    stays.values().removeIf(stay -> isSeen(stay, view));
  }

  private static boolean isSeen(Stay stay, ClusterView view) {
    return view.heardSince(stay.source(), stay.atMonotonicMillis())
        && view.heardSince(stay.target(), stay.atMonotonicMillis());
  }
}
