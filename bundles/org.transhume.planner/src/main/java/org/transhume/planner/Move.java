// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner;

import java.util.Objects;
import org.transhume.api.model.Explanation;

/**
 * One live migration.
 *
 * @param domain which domain
 * @param from where it is
 * @param to where it goes
 * @param reason why, and what is gained and paid
 */
public record Move(String domain, String from, String to, Explanation reason) {

  /** Checks the values. */
  public Move {
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(reason, "reason");
  }
}
