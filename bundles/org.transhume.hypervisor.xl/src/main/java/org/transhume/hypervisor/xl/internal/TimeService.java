// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.util.Optional;

/** What the time service of a host says of its clock. */
final class TimeService {

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

  /** The value of systemd's {@code NTPSynchronized}; empty when it is neither yes nor no. */
  static Optional<Boolean> inProperty(String output) {
    return switch (output.strip()) {
      case "yes" -> Optional.of(true);
      case "no" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
