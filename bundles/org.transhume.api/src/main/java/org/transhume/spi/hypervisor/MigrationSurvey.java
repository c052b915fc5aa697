// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a hypervisor can tell for the checks before a migration. Implemented by the same object as
 * {@link Hypervisor}, where there is anything to tell; without it the checks say that these things
 * are unknown. Both methods look afresh, change nothing, may block and are bounded as those of
 * {@link Hypervisor}. What cannot be found out is left unknown in the answer: it is no exception.
 */
@ConsumerType
public interface MigrationSurvey {

  /**
   * On the source: what the domain lives on here and would have to find again.
   *
   * @throws HypervisorException when the domain is not there or the host cannot be looked at
   */
  SourceFacts sourceFacts(DomainIdentity domain) throws HypervisorException;

  /**
   * On the target: what this host has for such a domain.
   *
   * @param domain its name
   * @param wanted what its source has told
   * @throws HypervisorException when the host cannot be looked at
   */
  TargetFacts targetFacts(String domain, SourceFacts wanted) throws HypervisorException;
}
