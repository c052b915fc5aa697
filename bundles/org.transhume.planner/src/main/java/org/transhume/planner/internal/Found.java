// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.internal;

import java.util.List;
import org.transhume.api.model.Explanation;

/**
 * What a search came to.
 *
 * @param arrangement where everything is at the end, also when something is in the way
 * @param inTheWay why the goal is not reached; empty when it is
 */
record Found(Arrangement arrangement, List<Explanation> inTheWay) {

  static Found reached(Arrangement arrangement) {
    return new Found(arrangement, List.of());
  }

  boolean isReached() {
    return inTheWay.isEmpty();
  }
}
