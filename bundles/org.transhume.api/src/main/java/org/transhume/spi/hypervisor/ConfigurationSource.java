// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import org.osgi.annotation.versioning.ConsumerType;
import org.transhume.api.model.ConfigurationOrigin;

/**
 * Tells how a domain could be booted on another host when this one is gone. The same object as the
 * {@link Hypervisor} may implement it; the domains of one that does not cannot be repaired.
 */
@ConsumerType
public interface ConfigurationSource {

  /**
   * The configuration from which {@link Hypervisor#create} on another host makes the same domain,
   * under its name and uuid. May block; asked once for each copy.
   *
   * @throws HypervisorException when there is none: the message says why, for an operator
   */
  Bootable bootable(DomainIdentity domain) throws HypervisorException;

  /**
   * A configuration that can be booted.
   *
   * @param origin where it comes from; never NONE
   * @param text in the hypervisor's own language, with the domain's uuid
   */
  record Bootable(ConfigurationOrigin origin, String text) {

    /** Requires an origin. */
    public Bootable {
      if (origin == ConfigurationOrigin.NONE) {
        throw new IllegalArgumentException("a configuration of no origin");
      }
    }
  }
}
