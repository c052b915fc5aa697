// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import java.util.Objects;

/**
 * Something that was considered and not done, and why.
 *
 * @param subject the host or the domain that was not used or not helped
 * @param reason why not
 */
public record Refusal(String subject, Explanation reason) {

  /** Requires both components. */
  public Refusal {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(reason, "reason");
  }
}
