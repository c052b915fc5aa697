// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.plant;

import java.util.Objects;
import java.util.Set;

/**
 * A machine before it is placed.
 *
 * @param load what it does
 * @param type how large it is
 * @param tags labels that policies see
 * @param capped whether policies see that it cannot use all of a faster processor; machines of
 *     recorded days are shown as published experiments take them, without
 */
public record Guest(Load load, MachineType type, Set<String> tags, boolean capped) {

  /** Copies the tags. */
  public Guest {
    Objects.requireNonNull(load, "load");
    Objects.requireNonNull(type, "type");
    tags = Set.copyOf(tags);
  }
}
