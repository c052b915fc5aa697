// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.wrapper;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a wrapper remembers between two deeds. The agent owns it, keeps it in its journal and hands
 * it to the agent of the next host, so that it outlives bundle, container and host. It is text by
 * name, for releases of all ages have to read it.
 *
 * @param schema number of the layout
 * @param values the values; {@value #MOST_CHARACTERS} characters at most, names counted
 */
public record WrapperState(int schema, Map<String, String> values) {

  /** Most characters of all names and values. */
  public static final int MOST_CHARACTERS = 65_536;

  /** Copies the values and refuses what is too large to travel with its domain. */
  public WrapperState {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
    int characters =
        values.entrySet().stream().mapToInt(e -> e.getKey().length() + e.getValue().length()).sum();
    if (characters > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "a wrapper's state of "
              + characters
              + " characters is too large: keep what is above "
              + MOST_CHARACTERS
              + " in the domain");
    }
  }

  /** A state with nothing in it. */
  public static WrapperState empty(int schema) {
    return new WrapperState(schema, Map.of());
  }

  /** The same with one more value, which replaces one of the same name. */
  public WrapperState with(String name, String value) {
    Map<String, String> more = new TreeMap<>(values);
    more.put(name, value);
    return new WrapperState(schema, more);
  }

  /** The same without a value. */
  public WrapperState without(String name) {
    Map<String, String> fewer = new TreeMap<>(values);
    fewer.remove(name);
    return new WrapperState(schema, fewer);
  }
}
