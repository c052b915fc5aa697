// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What all configurations are read with; whatever is wrong names the property and the remedy. */
final class Written {

  /** Less than what the manager waits, so that it hears the fence's own words. */
  private static final long MOST_MILLIS = 110_000;

  private Written() {}

  static List<String> items(String[] given) {
    return Arrays.stream(given)
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /**
   * What is written for each host.
   *
   * @param form of an item, such as {@code HOST=ADDRESS}
   */
  static Map<String, String> pairs(String[] given, String form) {
    Map<String, String> pairs = new TreeMap<>();
    for (String item : items(given)) {
      String[] parts = item.split("=", 2);
      if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
        throw new IllegalArgumentException("hosts = '" + item + "': give " + form);
      }
      if (pairs.put(parts[0].strip(), parts[1].strip()) != null) {
        throw new IllegalArgumentException("hosts names " + parts[0].strip() + " twice");
      }
    }
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException("hosts is empty: give " + form + " for each host");
    }
    return pairs;
  }

  static Duration limit(long millis) {
    if (millis < 100 || millis > MOST_MILLIS) {
      throw new IllegalArgumentException(
          "timeLimitMillis = " + millis + ": give 100 to " + MOST_MILLIS);
    }
    return Duration.ofMillis(millis);
  }
}
