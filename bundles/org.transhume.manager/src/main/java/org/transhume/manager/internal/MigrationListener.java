// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

/** Who shows migrations to people. Called on the loop. */
interface MigrationListener {

  /** A migration reached another phase. */
  void reached(MigrationStatus status);

  /** Only its numbers changed. */
  void progressed(MigrationStatus status);

  /** It ended long ago and is no longer kept. */
  void forgotten(String id);

  /** An agent refused an order because it knows a newer leader, to which all this now belongs. */
  void superseded(String why);
}
