// SPDX-License-Identifier: Apache-2.0
package org.transhume.authority;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.transhume.api.mx.Role;

/**
 * A certificate that the authority made.
 *
 * @param serial its serial number, hexadecimal in lower case
 * @param name its common name
 * @param roles what its holder may do
 * @param hosts the names and addresses it carries
 * @param validFrom when it became valid
 * @param validUntil when it expires
 * @param revoked whether the deny list names it
 */
public record IssuedCertificate(
    String serial,
    String name,
    Set<Role> roles,
    List<String> hosts,
    Instant validFrom,
    Instant validUntil,
    boolean revoked) {

  /** Copies the collections. */
  public IssuedCertificate {
    roles = Set.copyOf(roles);
    hosts = List.copyOf(hosts);
  }
}
