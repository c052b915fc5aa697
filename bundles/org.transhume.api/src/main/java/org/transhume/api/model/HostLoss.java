// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import java.util.List;
import java.util.Objects;

/**
 * A host that nobody hears any more: its agent is gone, and what it told last is stale. It may have
 * lost its power, or only its network.
 *
 * @param host its name
 * @param state what it was there for when it was heard last
 * @param silentSinceEpochMillis when it was lost, by the manager's clock; when the manager has
 *     started since, then
 * @param off whether it is known to be off, by a fence or an operator's word
 * @param domains what is recorded of the domains that it held
 */
public record HostLoss(
    String host,
    HostState state,
    long silentSinceEpochMillis,
    boolean off,
    List<LostDomain> domains) {

  /** Copies the list. */
  public HostLoss {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(state, "state");
    domains = List.copyOf(domains);
  }
}
