// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.spi.hypervisor.HostObservation;

/**
 * Memory that a host has promised to domains which are to arrive. A promise stands from the moment
 * in which the checks have passed until its migration finishes: which one that is not used does by
 * itself after a while. What a copy holds by then is seen by looking. Belongs to the loop.
 */
public final class Reservations {

  private record Reservation(String domainUuid, String domain, long neededBytes) {

    /** What is promised and not yet given. */
    long openBytes(HostObservation look) {
      long given =
          look.domains().stream()
              .filter(copy -> copy.identity().uuid().equals(domainUuid))
              .mapToLong(copy -> copy.memoryBytes())
              .sum();
      return Math.max(0, neededBytes - given);
    }
  }

  /**
   * What is promised.
   *
   * @param bytes memory that is promised and that nobody holds yet
   * @param migrations to whom
   * @param domains names of what they move, by uuid
   */
  public record Promised(long bytes, List<String> migrations, Map<String, String> domains) {

    /** Copies the collections. */
    public Promised {
      migrations = List.copyOf(migrations);
      domains = Map.copyOf(domains);
    }
  }

  private final Map<String, Reservation> byMigration = new LinkedHashMap<>();

  /** Promises what the order's domain needs; the same order again changes nothing. */
  public void make(MigrationOrder order) {
    byMigration.putIfAbsent(
        order.migrationId(),
        new Reservation(order.domainUuid(), order.domain(), Arrival.of(order).neededBytes()));
  }

  /** Takes every promise back but those to migrations that are still to arrive. */
  public void keep(Predicate<String> stillArriving) {
    byMigration.keySet().removeIf(stillArriving.negate());
  }

  /** What is promised to other migrations than that one, as the host looks now. */
  public Promised besides(String migrationId, HostObservation look) {
    List<String> others =
        byMigration.keySet().stream().filter(id -> !id.equals(migrationId)).toList();
    Map<String, String> domains = new HashMap<>();
    for (String id : others) {
      domains.put(byMigration.get(id).domainUuid(), byMigration.get(id).domain());
    }
    return new Promised(
        others.stream().mapToLong(id -> byMigration.get(id).openBytes(look)).sum(),
        others,
        domains);
  }
}
