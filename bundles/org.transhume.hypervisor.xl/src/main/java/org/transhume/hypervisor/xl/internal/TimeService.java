// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** What the time service of a host says of its clock. */
final class TimeService {

  private static final int CORRECTION = 4;
  private static final Pattern SECONDS = Pattern.compile("-?\\d{1,12}(\\.\\d{1,12})?");

  private TimeService() {}

  /** In the last column of {@code chronyc -c tracking}; empty when that is none of its words. */
  static Optional<Boolean> inTracking(String output) {
    String[] columns = output.strip().split(",", -1);
    return switch (columns[columns.length - 1]) {
      case "Normal", "Insert second", "Delete second" -> Optional.of(true);
      case "Not synchronised" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /**
   * How far the clock is ahead, in milliseconds: the fifth column of {@code chronyc -c tracking},
   * seconds by which it is to be corrected. Empty where the clock is not kept.
   */
  static OptionalDouble aheadMillis(String output) {
    String[] columns = output.strip().split(",", -1);
    boolean kept = inTracking(output).filter(yes -> yes).isPresent();
    if (!kept || columns.length <= CORRECTION || !SECONDS.matcher(columns[CORRECTION]).matches()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(-1000 * Double.parseDouble(columns[CORRECTION]));
  }

  /** The value of systemd's {@code NTPSynchronized}; empty when it is neither yes nor no. */
  static Optional<Boolean> inProperty(String output) {
    return switch (output.strip()) {
      case "yes" -> Optional.of(true);
      case "no" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
