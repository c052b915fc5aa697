// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import java.util.Objects;

/**
 * One domain that should go elsewhere, and why.
 *
 * @param domainUuid the domain
 * @param domain its name
 * @param source where it is
 * @param target where it should be
 * @param reason why this domain and this target
 * @param gain what is gained, in the policy's own unit, named in the reason; more is better
 * @param costBytes memory that has to be copied
 */
public record Move(
    String domainUuid,
    String domain,
    String source,
    String target,
    Explanation reason,
    double gain,
    long costBytes) {

  /** Requires every component, and two different hosts. */
  public Move {
    Objects.requireNonNull(domainUuid, "domainUuid");
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(reason, "reason");
    if (source.equals(target)) {
      throw new IllegalArgumentException("move of " + domain + " from " + source + " to itself");
    }
  }
}
