// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

/** Shows beans for what comes and goes. Called on the loop; never blocks. */
interface Display {

  /** A migration began or changed. */
  void migration(MigrationStatus status);

  /** A migration is no longer kept. */
  void migrationForgotten(String id);

  /** A policy of that name is there for the first time. */
  void policy(String policy);

  /** Domains may have come or gone. */
  void domainsChanged();
}
