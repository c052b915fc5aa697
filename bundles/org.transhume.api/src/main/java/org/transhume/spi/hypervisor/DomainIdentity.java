// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import java.util.Objects;

/**
 * One copy of a domain on one host, named so that no other can be meant.
 *
 * @param uuid the domain's uuid, lower case with hyphens; copies on different hosts share it
 * @param domainId the copy's number on its host
 * @param name the copy's present name there
 */
public record DomainIdentity(String uuid, int domainId, String name) {

  /** Requires uuid and name. */
  public DomainIdentity {
    Objects.requireNonNull(uuid, "uuid");
    Objects.requireNonNull(name, "name");
  }

  @Override
  public String toString() {
    return name + " (" + uuid + ", domid " + domainId + ")";
  }
}
