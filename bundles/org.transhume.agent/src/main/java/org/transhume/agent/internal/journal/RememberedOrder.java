// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.journal;

import org.transhume.api.model.MigrationPhase;

/**
 * What the journal knows of an order to boot or to stop a domain.
 *
 * @param domainUuid what was to be booted or stopped
 * @param domain its name
 * @param phase PREPARING while the hypervisor may be at it, then DONE, REFUSED, CANCELLED or REPAIR
 */
public record RememberedOrder(String domainUuid, String domain, MigrationPhase phase) {

  /** The same in another phase. */
  public RememberedOrder with(MigrationPhase next) {
    return new RememberedOrder(domainUuid, domain, next);
  }
}
