// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.transhume.spi.hypervisor.HypervisorException;

/**
 * What {@code xl info} tells.
 *
 * @param xenVersion for example {@code 4.17.7}
 * @param release its first two parts, as packages and folders name it: {@code 4.17}
 * @param physicalCpus processors
 * @param totalMemoryBytes memory of the machine
 * @param freeMemoryBytes free memory; xl has subtracted claims from it already
 * @param cpuFeatures words of feature bits
 * @param scheduler for example {@code credit2}
 * @param lacksShadowPaging whether this Xen says that it is built without it
 * @param processorKilohertz frequency of the processors, and of their time stamps
 * @param fixedControlDomainMemory whether Xen was told how much memory dom0 shall have
 */
record HostFacts(
    String xenVersion,
    String release,
    int physicalCpus,
    long totalMemoryBytes,
    long freeMemoryBytes,
    String cpuFeatures,
    String scheduler,
    boolean lacksShadowPaging,
    OptionalLong processorKilohertz,
    boolean fixedControlDomainMemory) {

  private static final int MOST_DIGITS = 10;
  private static final int MOST_DIGITS_OF_CPUS = 6;

  static HostFacts parse(CommandResult result) throws HypervisorException {
    Map<String, String> values = new HashMap<>();
    for (String line : result.output().lines().toList()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        values.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    List<String> abilities = List.of(values.getOrDefault("virt_caps", "").split("\\s+"));
    return new HostFacts(
        text(result, values, "xen_version"),
        number(result, values, "xen_major") + "." + number(result, values, "xen_minor"),
        (int) number(result, values, "nr_cpus", MOST_DIGITS_OF_CPUS),
        number(result, values, "total_memory") << 20,
        number(result, values, "free_memory") << 20,
        values.getOrDefault("hw_caps", ""),
        values.getOrDefault("xen_scheduler", ""),
        // Releases before 4.13 list neither "pv" nor "shadow".
        abilities.contains("pv") && !abilities.contains("shadow"),
        kilohertz(values.getOrDefault("cpu_mhz", "")),
        (" " + values.getOrDefault("xen_commandline", "")).contains(" dom0_mem="));
  }

  private static OptionalLong kilohertz(String megahertz) {
    return megahertz.matches("\\d{1,6}\\.\\d{3}")
        ? OptionalLong.of(Long.parseLong(megahertz.replace(".", "")))
        : OptionalLong.empty();
  }

  private static String text(CommandResult result, Map<String, String> values, String key)
      throws HypervisorException {
    String value = values.get(key);
    if (value == null) {
      throw Garbage.in(result, "no line '" + key + "'");
    }
    return value;
  }

  private static long number(CommandResult result, Map<String, String> values, String key)
      throws HypervisorException {
    return number(result, values, key, MOST_DIGITS);
  }

  private static long number(
      CommandResult result, Map<String, String> values, String key, int mostDigits)
      throws HypervisorException {
    String value = text(result, values, key);
    if (!value.matches("\\d{1," + mostDigits + "}")) {
      throw Garbage.in(result, key + ": " + value);
    }
    return Long.parseLong(value);
  }
}
