// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import java.util.Locale;

/** Numbers as people read them. What is unknown (null) becomes an empty text. */
public final class Quantity {

  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Quantity() {}

  /** A number of bytes in the largest unit that leaves at least 1, such as {@code 1.5 GiB}. */
  public static String bytes(Number bytes) {
    if (bytes == null) {
      return "";
    }
    double value = bytes.doubleValue();
    int unit = 0;
    while (Math.abs(value) >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return (unit == 0 || value >= 100 ? format("%.0f", value) : format("%.1f", value))
        + " "
        + UNITS[unit];
  }

  /** A rate in bytes, such as {@code 110 MiB/s}. */
  public static String rate(Number bytesPerSecond) {
    return bytesPerSecond == null ? "" : bytes(bytesPerSecond) + "/s";
  }

  /** A share of 1 as per cent. */
  public static String percent(Double share) {
    return share == null ? "" : format("%.0f%%", share * 100);
  }

  /** A number of processors in use. */
  public static String processors(Double processors) {
    return processors == null ? "" : format("%.2f", processors);
  }

  /** A time span, such as {@code 85 ms}, {@code 12.3 s} or {@code 3 min 20 s}. */
  public static String millis(Long millis) {
    if (millis == null) {
      return "";
    }
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return format("%.1f s", millis / 1000.0);
    }
    long seconds = millis / 1000;
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
