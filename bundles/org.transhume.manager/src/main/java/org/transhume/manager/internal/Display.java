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

  /** A host is held to be dead, or its loss has changed. */
  void loss(String host);

  /** The loss of a host is over. */
  void lossOver(String host);

  /** Domains may have come or gone. */
  void domainsChanged();

  /** Domains of that agent have come or gone, or nothing is known of it yet. */
  void domainsChanged(AgentPort agent);
}
