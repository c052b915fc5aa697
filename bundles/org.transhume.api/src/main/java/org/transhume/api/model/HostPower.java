// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import java.util.List;
import java.util.Objects;

/**
 * What a host draws.
 *
 * @param state whether it is on; a host that is off is marked stale as well, since nobody hears it
 * @param watts what it draws at loads of 0 to 1 in equal steps, at least two; empty when unknown
 */
public record HostPower(PowerState state, List<Double> watts) {

  /** Requires a state, and a curve or none. */
  public HostPower {
    Objects.requireNonNull(state, "state");
    watts = List.copyOf(watts);
    if (watts.size() == 1) {
      throw new IllegalArgumentException("a power curve of one point");
    }
  }
}
