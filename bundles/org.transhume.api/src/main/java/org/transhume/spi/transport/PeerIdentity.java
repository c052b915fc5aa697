// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.transport;

import java.util.Objects;
import java.util.Set;
import org.transhume.api.mx.Role;

/**
 * Who is at the other end, by its certificate.
 *
 * @param name its common name
 * @param hosts the host names and addresses that the certificate carries
 * @param roles what it may do
 */
public record PeerIdentity(String name, Set<String> hosts, Set<Role> roles) {

  /** Copies the sets. */
  public PeerIdentity {
    Objects.requireNonNull(name, "name");
    hosts = Set.copyOf(hosts);
    roles = Set.copyOf(roles);
  }
}
