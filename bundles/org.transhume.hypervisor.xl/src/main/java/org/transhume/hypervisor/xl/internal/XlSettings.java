// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * What the operator decided, checked.
 *
 * @param host the host's name
 * @param xlPath the xl program
 * @param commandTimeLimit for a command that looks or acts
 * @param createTimeLimit for the creation of a domain, which clears its memory
 * @param detailsMaxAge how old what rarely changes may be
 * @param dataFolder for what must outlive a restart
 * @param runFolder for pipes
 * @param root the root of the file system, where {@code /proc}, {@code /sys} and {@code /usr} are
 */
record XlSettings(
    String host,
    String xlPath,
    Duration commandTimeLimit,
    Duration createTimeLimit,
    Duration detailsMaxAge,
    Path dataFolder,
    Path runFolder,
    Path root) {

  XlSettings {
    Objects.requireNonNull(dataFolder, "dataFolder");
    Objects.requireNonNull(runFolder, "runFolder");
    Objects.requireNonNull(root, "root");
    if (host.isBlank()) {
      throw new IllegalArgumentException("host must not be empty");
    }
    if (xlPath.isBlank()) {
      throw new IllegalArgumentException("xlPath must not be empty");
    }
    requirePositive("commandTimeoutMillis", commandTimeLimit);
    requirePositive("createTimeoutMillis", createTimeLimit);
    if (detailsMaxAge.isNegative()) {
      throw new IllegalArgumentException("detailsMaxAgeMillis must not be negative");
    }
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be above 0, and is " + value.toMillis());
    }
  }
}
