// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.Objects;
import org.transhume.api.model.Explanation;

/**
 * One thing that was found when a migration was checked without being begun.
 *
 * @param teller who found it: {@code manager}, or the host
 * @param objection whether it would stop the migration; if not, it is worth knowing: above all,
 *     what could not be checked
 * @param reason what was found
 */
public record CheckFinding(String teller, boolean objection, Explanation reason) {

  /** Requires teller and reason. */
  public CheckFinding {
    Objects.requireNonNull(teller, "teller");
    Objects.requireNonNull(reason, "reason");
  }
}
