// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What both configurations are read with; whatever is wrong names the property and the remedy. */
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

  static Duration limit(long millis) {
    if (millis < 100 || millis > MOST_MILLIS) {
      throw new IllegalArgumentException(
          "timeLimitMillis = " + millis + ": give 100 to " + MOST_MILLIS);
    }
    return Duration.ofMillis(millis);
  }
}
