// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.plant;

import java.util.Objects;

/**
 * A machine that is to move.
 *
 * @param machine which
 * @param target where to
 */
public record Shift(Machine machine, Host target) {

  /** Requires both. */
  public Shift {
    Objects.requireNonNull(machine, "machine");
    Objects.requireNonNull(target, "target");
  }
}
