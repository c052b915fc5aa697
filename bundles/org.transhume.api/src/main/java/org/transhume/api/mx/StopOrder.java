// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.Objects;
import org.transhume.api.model.Epoch;

/**
 * An order to stop a domain where it runs. Idempotent by its id.
 *
 * @param stopId letters, digits, dots and hyphens, at most 64
 * @param epoch of the leader that gives the order; agents refuse an older one than they know
 * @param domainUuid the domain
 * @param domain its name
 * @param timeLimitMillis how long the guest has to power itself off
 * @param force whether its copy is destroyed instead, without asking the guest
 */
public record StopOrder(
    String stopId,
    Epoch epoch,
    String domainUuid,
    String domain,
    long timeLimitMillis,
    boolean force) {

  /** Requires every component. */
  public StopOrder {
    Objects.requireNonNull(stopId, "stopId");
    Objects.requireNonNull(epoch, "epoch");
    Objects.requireNonNull(domainUuid, "domainUuid");
    Objects.requireNonNull(domain, "domain");
  }
}
