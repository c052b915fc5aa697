// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amounts with their units, as people write them: {@code 256MiB}, {@code 20MiB/s}, {@code 1.5s}.
 */
final class Quantity {

  private static final Pattern AMOUNT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([A-Za-z]*)");
  private static final Map<String, Double> BYTES =
      Map.of("", 1.0, "B", 1.0, "KiB", 1024.0, "MiB", 1048576.0, "GiB", 1073741824.0);
  private static final Map<String, Double> NANOS =
      Map.of("ms", 1e6, "s", 1e9, "min", 60e9, "h", 3600e9);

  private Quantity() {}

  /** Bytes: {@code 4096}, {@code 64KiB}, {@code 256MiB}, {@code 4GiB}. */
  static long bytes(String text) {
    return Math.round(amount(text, BYTES, "a number of bytes such as 256MiB"));
  }

  /** Bytes per second: {@code 20MiB/s}; {@code 0} needs no unit. */
  static double bytesPerSecond(String text) {
    String amount = text.endsWith("/s") ? text.substring(0, text.length() - 2) : text;
    if (amount.equals(text) && !text.equals("0")) {
      throw new IllegalArgumentException("'" + text + "' is no rate such as 20MiB/s");
    }
    return amount(amount, BYTES, "a rate such as 20MiB/s");
  }

  /** Time: {@code 500ms}, {@code 10s}, {@code 5min}. */
  static long nanos(String text) {
    return Math.round(amount(text, NANOS, "a time such as 10s"));
  }

  /** A plain number that is not negative. */
  static double number(String text) {
    return amount(text, Map.of("", 1.0), "a number such as 0.3");
  }

  private static double amount(String text, Map<String, Double> units, String expected) {
    Matcher matcher = AMOUNT.matcher(text);
    Double unit = matcher.matches() ? units.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException("'" + text + "' is not " + expected);
    }
    return Double.parseDouble(matcher.group(1)) * unit;
  }
}
