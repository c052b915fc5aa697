// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import java.util.Objects;

/**
 * One domain of a dead host that should be booted afresh from its recorded configuration.
 *
 * @param domainUuid the domain
 * @param domain its name
 * @param target where it should be booted
 * @param reason why there
 */
public record Boot(String domainUuid, String domain, String target, Explanation reason) {

  /** Requires every component. */
  public Boot {
    Objects.requireNonNull(domainUuid, "domainUuid");
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(reason, "reason");
  }
}
