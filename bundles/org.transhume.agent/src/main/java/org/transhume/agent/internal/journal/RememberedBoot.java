// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.journal;

import org.transhume.api.model.MigrationPhase;

/**
 * What the journal knows of a boot.
 *
 * @param domainUuid what was to be booted
 * @param domain its name
 * @param phase PREPARING while the hypervisor may be at it, then DONE, REFUSED, CANCELLED or REPAIR
 */
public record RememberedBoot(String domainUuid, String domain, MigrationPhase phase) {

  /** The same in another phase. */
  public RememberedBoot with(MigrationPhase next) {
    return new RememberedBoot(domainUuid, domain, next);
  }
}
