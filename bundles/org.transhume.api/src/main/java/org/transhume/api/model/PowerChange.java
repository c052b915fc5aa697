// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import java.util.Objects;

/**
 * A host that should be powered up or down.
 *
 * @param host the host
 * @param wanted how it should be; down means as soon as no domain is on it
 * @param reason why
 */
public record PowerChange(String host, PowerState wanted, Explanation reason) {

  /** Requires every component. */
  public PowerChange {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(wanted, "wanted");
    Objects.requireNonNull(reason, "reason");
  }
}
