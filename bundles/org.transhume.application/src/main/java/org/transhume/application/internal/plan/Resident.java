// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.plan;

import java.util.Objects;
import java.util.Optional;
import org.transhume.api.model.DomainState;

/**
 * A domain as it is seen.
 *
 * @param uuid its uuid
 * @param host where it is
 * @param state what it does
 * @param moving whether a migration of it is under way
 * @param arrivedAtEpochMillis when it came to that host, by the host's clock
 * @param software as the wrapper shows it that its component names; empty when none does
 */
public record Resident(
    String uuid,
    String host,
    DomainState state,
    boolean moving,
    long arrivedAtEpochMillis,
    Optional<Software> software) {

  /** Requires every component. */
  public Resident {
    Objects.requireNonNull(uuid, "uuid");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(software, "software");
  }
}
