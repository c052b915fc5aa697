// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.wrapper;

import java.util.Objects;

/**
 * The domain that a wrapper is for, where it is now.
 *
 * @param host the host's name
 * @param name the domain's name
 * @param uuid the same on every host
 */
public record WrappedDomain(String host, String name, String uuid) {

  /** Requires every component. */
  public WrappedDomain {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(uuid, "uuid");
  }
}
