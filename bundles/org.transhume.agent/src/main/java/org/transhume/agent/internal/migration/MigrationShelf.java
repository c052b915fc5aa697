// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.migration.side.Side;

/**
 * The migrations of one host by id: those under way, the last that have ended, and of older ones
 * only how they ended. Belongs to the loop, but for {@link #isMoving}.
 */
final class MigrationShelf {

  private static final int ENDED_SHOWN = 50;
  private static final int ENDS_REMEMBERED = 1000;

  private final Map<String, MigrationRun> runs = new LinkedHashMap<>();
  private final Map<String, MigrationPhase> ends = new LinkedHashMap<>();
  private final Set<String> moving = ConcurrentHashMap.newKeySet();

  Optional<MigrationRun> run(String id) {
    return Optional.ofNullable(runs.get(id));
  }

  /** How a migration ended that is over; empty for one under way or never heard of. */
  Optional<MigrationPhase> end(String id) {
    return run(id)
        .map(MigrationRun::phase)
        .filter(MigrationPhase::isFinal)
        .or(() -> Optional.ofNullable(ends.get(id)));
  }

  /** Whether a migration of that domain is under way here; may be called from everywhere. */
  boolean isMoving(String domainUuid) {
    return moving.contains(domainUuid);
  }

  /** Whether that domain is on its way to this host. */
  boolean isArriving(String domainUuid) {
    return alive(run -> run.side() == Side.TARGET)
        .anyMatch(run -> run.order().domainUuid().equals(domainUuid));
  }

  /** Every migration that has not ended. */
  List<MigrationRun> underWay() {
    return alive(run -> true).toList();
  }

  /** Id of another migration of the same domain, begun or being checked; empty for none. */
  String otherOfSameDomain(MigrationOrder order) {
    return alive(other -> !other.order().migrationId().equals(order.migrationId()))
        .filter(other -> other.order().domainUuid().equals(order.domainUuid()))
        .filter(other -> other.phase() != MigrationPhase.REQUESTED)
        .map(other -> other.order().migrationId())
        .findFirst()
        .orElse("");
  }

  private Stream<MigrationRun> alive(Predicate<MigrationRun> which) {
    return runs.values().stream().filter(run -> !run.phase().isFinal()).filter(which);
  }

  void put(MigrationRun run) {
    runs.put(run.order().migrationId(), run);
    moving.add(run.order().domainUuid());
  }

  void remember(String id, MigrationPhase end) {
    ends.put(id, end);
    if (ends.size() > ENDS_REMEMBERED) {
      ends.remove(ends.keySet().iterator().next());
    }
  }

  /** Takes one away that was never begun, as if it had not been asked for. */
  void remove(MigrationRun run) {
    runs.remove(run.order().migrationId());
    stopped(run.order().domainUuid());
  }

  private void stopped(String domain) {
    if (alive(other -> other.order().domainUuid().equals(domain)).findAny().isEmpty()) {
      moving.remove(domain);
    }
  }

  /** Notes that one has ended, and returns those that need no longer be shown. */
  List<MigrationRun> ended(MigrationRun run) {
    stopped(run.order().domainUuid());
    List<MigrationRun> over = runs.values().stream().filter(one -> one.phase().isFinal()).toList();
    List<MigrationRun> oldest =
        over.stream().limit(Math.max(0, over.size() - ENDED_SHOWN)).toList();
    for (MigrationRun old : oldest) {
      runs.remove(old.order().migrationId());
      remember(old.order().migrationId(), old.phase());
    }
    return oldest;
  }
}
