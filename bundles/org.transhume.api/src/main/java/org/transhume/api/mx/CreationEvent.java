// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import java.util.Objects;
import org.transhume.api.model.Explanation;

/**
 * A domain that somebody wants created is on its way, is there, or is not created.
 *
 * @param emitterStartedAtEpochMillis when the manager started
 * @param order id of the order that a host was given; empty when none was
 * @param domain its name; empty when it cannot be read
 * @param domainUuid its uuid; empty when the hypervisor chooses one and has not told it
 * @param host where it is created, or was to be; empty when no host was chosen
 * @param reasons why there; or why it was not created
 * @param atEpochMillis by the manager's clock
 */
public record CreationEvent(
    long emitterStartedAtEpochMillis,
    String order,
    String domain,
    String domainUuid,
    String host,
    List<Explanation> reasons,
    long atEpochMillis) {

  /** Requires every component; copies the list. */
  public CreationEvent {
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(domainUuid, "domainUuid");
    Objects.requireNonNull(host, "host");
    reasons = List.copyOf(reasons);
  }
}
