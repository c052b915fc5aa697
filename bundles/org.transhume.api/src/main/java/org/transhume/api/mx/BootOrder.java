// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.Objects;
import org.transhume.api.model.Epoch;

/**
 * An order to boot a domain of a host that is known to be off. Idempotent by its id.
 *
 * @param bootId letters, digits, dots and hyphens, at most 64
 * @param epoch of the leader that gives the order; agents refuse an older one than they know
 * @param domainUuid the domain
 * @param domain its name
 * @param lostHost the host that held it
 * @param configuration in the hypervisor's own language, its uuid in it
 */
public record BootOrder(
    String bootId,
    Epoch epoch,
    String domainUuid,
    String domain,
    String lostHost,
    String configuration) {

  /** Requires every component. */
  public BootOrder {
    Objects.requireNonNull(bootId, "bootId");
    Objects.requireNonNull(epoch, "epoch");
    Objects.requireNonNull(domainUuid, "domainUuid");
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(lostHost, "lostHost");
    Objects.requireNonNull(configuration, "configuration");
  }
}
