// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.replicas.internal;

import java.util.Map;
import java.util.TreeMap;
import org.transhume.spi.policy.PolicyState;

/**
 * What was wanted before.
 *
 * @param leaving since when replicas are to stop, by uuid
 * @param surplusSince since when services have more replicas than they need, by name
 */
record Past(Map<String, Long> leaving, Map<String, Long> surplusSince) {

  private static final String LEAVING = "leavingSinceEpochMillis";
  private static final String SURPLUS = "surplusSinceEpochMillis";

  /** What a state holds of it; what is of another form, of the future or too old is nothing. */
  static Past remembered(PolicyState state, long now, long goneMillis) {
    return new Past(times(state, LEAVING, now - goneMillis, now), times(state, SURPLUS, 0, now));
  }

  private static Map<String, Long> times(PolicyState state, String name, long from, long to) {
    Map<String, Long> times = new TreeMap<>();
    if (state.values().get(name) instanceof Map<?, ?> known) {
      known.forEach(
          (key, value) -> {
            if (value instanceof Long then && then >= from && then <= to) {
              times.put((String) key, then);
            }
          });
    }
    return times;
  }

  /** As JDK types, for a policy's state. */
  Map<String, Object> toValues() {
    return Map.of(LEAVING, Map.copyOf(leaving), SURPLUS, Map.copyOf(surplusSince));
  }
}
