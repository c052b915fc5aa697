// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.manager;

import org.transhume.api.mx.MigrationOrder;

/** One of the two agents of a migration. */
public enum Side {
  /** Where the domain comes from. */
  SOURCE,
  /** Where it goes. */
  TARGET;

  /** The host on this side of an order. */
  public String hostOf(MigrationOrder order) {
    return this == SOURCE ? order.source() : order.target();
  }

  /** The other one. */
  public Side other() {
    return this == SOURCE ? TARGET : SOURCE;
  }
}
