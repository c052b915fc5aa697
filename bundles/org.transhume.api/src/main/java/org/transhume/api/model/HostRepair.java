// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import java.util.List;
import java.util.Objects;

/**
 * A host that should be fenced, so that its domains can be booted elsewhere. Nothing is booted
 * before the host is known to be off.
 *
 * @param host the host that is held to be dead
 * @param reason why
 * @param boots which of its domains should be booted, and where
 */
public record HostRepair(String host, Explanation reason, List<Boot> boots) {

  /** Copies the list. */
  public HostRepair {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(reason, "reason");
    boots = List.copyOf(boots);
  }
}
