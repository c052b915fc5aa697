// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import java.util.Objects;

/**
 * A device of a domain.
 *
 * @param kind {@code disk}, {@code vif}, {@code pci} or {@code usb}
 * @param description its backend: the disk's source, the bridge, the address
 */
public record DeviceObservation(String kind, String description) {

  /** Requires both components. */
  public DeviceObservation {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(description, "description");
  }
}
