// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.Objects;
import org.transhume.api.model.Epoch;

/**
 * An order to boot a domain of a host that is known to be off, or to create one that an operator
 * wants of the manager. Idempotent by its id.
 *
 * @param bootId letters, digits, dots and hyphens, at most 64
 * @param epoch of the leader that gives the order; agents refuse an older one than they know
 * @param domainUuid the domain; empty when it is to be created, and the hypervisor chooses its uuid
 * @param domain its name
 * @param lostHost the host that held it; empty when it is to be created
 * @param configuration in the hypervisor's own language; of a lost domain, with its uuid in it
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

  /** Whether an operator wants it created, and it is of no lost host. */
  public boolean isCreation() {
    return lostHost.isEmpty();
  }
}
