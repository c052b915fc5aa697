// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.policy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a policy remembers between two calls, owned and journalled by the manager so that it
 * outlives the bundle and its class loader.
 *
 * @param schema number of the layout
 * @param values JDK types only: String, Boolean, Long, Double, and lists and string-keyed maps of
 *     these
 */
public record PolicyState(int schema, Map<String, Object> values) {

  /** Copies the values and refuses types that would not outlive a class loader. */
  public PolicyState {
    TreeMap<String, Object> copy = new TreeMap<>();
    values.forEach((name, value) -> copy.put(name, frozen(name, value)));
    values = Collections.unmodifiableMap(copy);
  }

  /** A state with nothing in it. */
  public static PolicyState empty(int schema) {
    return new PolicyState(schema, Map.of());
  }

  private static Object frozen(String name, Object value) {
    if (value instanceof String
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof Double) {
      return value;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(item -> frozen(name, item)).toList();
    }
    if (value instanceof Map<?, ?> map) {
      TreeMap<String, Object> copy = new TreeMap<>();
      map.forEach((key, item) -> copy.put((String) key, frozen(name, item)));
      return Collections.unmodifiableMap(copy);
    }
    throw new IllegalArgumentException(
        "state value " + name + " has a type that cannot be kept: " + value);
  }
}
