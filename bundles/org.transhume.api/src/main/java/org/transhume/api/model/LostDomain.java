// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import java.util.List;
import java.util.Objects;

/**
 * A domain that was on a host which nobody hears any more.
 *
 * @param uuid its uuid
 * @param name its name
 * @param memoryBytes memory that it held
 * @param refusedBy hosts that could not boot it since its host was lost
 * @param obstacles why it may not be booted elsewhere now; empty when it may
 */
public record LostDomain(
    String uuid,
    String name,
    long memoryBytes,
    List<String> refusedBy,
    List<Explanation> obstacles) {

  /** Copies the lists. */
  public LostDomain {
    Objects.requireNonNull(uuid, "uuid");
    Objects.requireNonNull(name, "name");
    refusedBy = List.copyOf(refusedBy);
    obstacles = List.copyOf(obstacles);
  }
}
