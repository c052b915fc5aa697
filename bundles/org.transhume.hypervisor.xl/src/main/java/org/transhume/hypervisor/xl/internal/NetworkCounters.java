// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Traffic of domains, as the kernel counts it on their network interfaces in dom0. Reading a file
 * costs microseconds where a program costs milliseconds.
 *
 * @param interfaces the folder of the kernel's network interfaces
 */
record NetworkCounters(Path interfaces) {

  /**
   * Bytes in both directions.
   *
   * @param configuredNames the domain's interfaces by number, with the names that they were given
   * @return empty when an interface of it is not to be seen here, as with a driver domain
   */
  OptionalLong bytes(int domainId, Map<Integer, String> configuredNames) {
    long sum = 0;
    for (Map.Entry<Integer, String> nic : configuredNames.entrySet()) {
      String name =
          nic.getValue().isEmpty() ? "vif" + domainId + "." + nic.getKey() : nic.getValue();
      OptionalLong counted = counted(name);
      if (counted.isEmpty()) {
        return OptionalLong.empty();
      }
      // A guest without drivers of its own speaks through the emulated card beside it.
      sum += counted.getAsLong() + counted(name + "-emu").orElse(0);
    }
    return OptionalLong.of(sum);
  }

  private OptionalLong counted(String name) {
    Path statistics = interfaces.resolve(name).resolve("statistics");
    try {
      return OptionalLong.of(
          Long.parseLong(Files.readString(statistics.resolve("rx_bytes")).strip())
              + Long.parseLong(Files.readString(statistics.resolve("tx_bytes")).strip()));
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
