// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.DomainEvent;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.ProbeEvent;

/** One subscription to manager and agents, and everything that came through it. */
public interface Watch extends AutoCloseable {

  /** Emitter name of the manager's migration events. */
  String MANAGER = "manager";

  /** What became of migrations, as the manager told it, in its order. */
  List<MigrationEvent> migrations();

  /** Domains that arrived at a host, as the agents told it. */
  List<DomainEvent> arrived();

  /** Domains that left a host, as the agents told it. */
  List<DomainEvent> left();

  /** Probes that crossed a threshold. */
  List<ProbeEvent> probes();

  /**
   * How far a host's clock was ahead of ours when its newest sample came, in milliseconds, less
   * what the sample took on its way; empty before the first.
   */
  OptionalLong aheadMillis(String host);

  /** The manager's event of that migration and phase, once it has come. */
  default Optional<MigrationEvent> reached(String migration, MigrationPhase phase) {
    return migrations().stream()
        .filter(event -> event.id().equals(migration) && event.phase() == phase)
        .findFirst();
  }

  /** The end of that migration, once it has come. */
  default Optional<MigrationEvent> ended(String migration) {
    return migrations().stream()
        .filter(event -> event.id().equals(migration) && event.phase().isFinal())
        .findFirst();
  }

  /** Ends the subscription. */
  @Override
  void close();
}
