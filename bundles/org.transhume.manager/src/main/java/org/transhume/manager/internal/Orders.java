// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.Map;
import java.util.TreeMap;
import org.transhume.api.model.Epoch;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.manager.internal.Settings.Times;

/**
 * Writes the orders that agents get, under the epoch of one leader.
 *
 * @param epoch of the leader
 * @param times how long migrations may take
 */
record Orders(Epoch epoch, Times times) {

  /** The order for a migration that somebody wants. */
  MigrationOrder of(String id, MigrationRequest request) {
    return order(id, request, times.limitMillis(request.memoryBytes()), facts(request));
  }

  /** The order for one that an agent has left unfinished: all that was known of it is gone. */
  MigrationOrder unfinished(String id, MigrationRequest request) {
    return order(id, request, times.limitMillis(0), Map.of());
  }

  /** The same order under this leader's epoch. */
  MigrationOrder renewed(MigrationOrder old) {
    return new MigrationOrder(
        old.migrationId(),
        epoch,
        old.domainUuid(),
        old.domain(),
        old.source(),
        old.target(),
        old.timeLimitMillis(),
        old.attachments());
  }

  /** The same order with more attachments, which replace those of the same names. */
  static MigrationOrder attaching(MigrationOrder order, Map<String, String> more) {
    if (more.isEmpty()) {
      return order;
    }
    Map<String, String> attachments = new TreeMap<>(order.attachments());
    attachments.putAll(more);
    return new MigrationOrder(
        order.migrationId(),
        order.epoch(),
        order.domainUuid(),
        order.domain(),
        order.source(),
        order.target(),
        order.timeLimitMillis(),
        attachments);
  }

  private MigrationOrder order(
      String id, MigrationRequest request, long limitMillis, Map<String, String> facts) {
    return new MigrationOrder(
        id,
        epoch,
        request.domainUuid(),
        request.domain(),
        request.source(),
        request.target(),
        limitMillis,
        facts);
  }

  /** What agents check with and show; facts that are unknown are left out. */
  private static Map<String, String> facts(MigrationRequest request) {
    Map<String, String> facts = new TreeMap<>();
    facts.put(MigrationOrder.REQUESTED_BY, request.requestedBy());
    facts.put(MigrationOrder.REASON, request.reason().text());
    if (request.memoryBytes() > 0) {
      facts.put(MigrationOrder.DOMAIN_MEMORY_BYTES, Long.toString(request.memoryBytes()));
    }
    if (request.vcpus() > 0) {
      facts.put(MigrationOrder.DOMAIN_VCPUS, Integer.toString(request.vcpus()));
    }
    return facts;
  }
}
