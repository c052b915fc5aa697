// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.Objects;

/**
 * A domain that a host has had, and that the cluster now runs on another one or is about to boot
 * there.
 *
 * @param uuid the domain
 * @param domain its name
 * @param host the other host
 */
public record DomainElsewhere(String uuid, String domain, String host) {

  /** Requires every component. */
  public DomainElsewhere {
    Objects.requireNonNull(uuid, "uuid");
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(host, "host");
  }
}
