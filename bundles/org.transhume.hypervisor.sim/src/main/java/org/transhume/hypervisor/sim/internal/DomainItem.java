// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.util.Map;

/**
 * A domain in one line, as the simulator's configuration lists them: {@code
 * etch-1-1@a-204-02:256MiB:1vcpu:demand=0.3:dirty=20MiB/s}.
 *
 * @param host where it begins
 * @param configuration the same as text for {@code create}
 */
record DomainItem(String host, String configuration) {

  /** Words of a line, and the keys of a configuration that they stand for. */
  private static final Map<String, String> KEYS =
      Map.of(
          "demand", "sim_demand",
          "dirty", "sim_dirty_rate",
          "set", "sim_working_set",
          "network", "sim_network",
          "weight", "cpu_weight",
          "cap", "cap");

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException that names the line and what is wrong with it
   */
  static DomainItem parse(String item) {
    String[] words = item.split(":", -1);
    String[] place = words[0].split("@", -1);
    if (place.length != 2 || words.length < 3 || !words[2].matches("[0-9]+vcpus?")) {
      throw wrong(item, "it does not begin like NAME@HOST:256MiB:1vcpu");
    }
    StringBuilder text = new StringBuilder();
    text.append("name = \"").append(place[0]).append("\"\n");
    text.append("memory = ").append(mebibytes(item, words[1])).append('\n');
    text.append("vcpus = ").append(words[2].replaceAll("vcpus?", "")).append('\n');
    for (int i = 3; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      String key = equals < 0 ? null : KEYS.get(words[i].substring(0, equals));
      if (key == null) {
        throw wrong(
            item,
            "'" + words[i] + "' is none of demand=, dirty=, set=, network=, " + "weight=, cap=");
      }
      String value = words[i].substring(equals + 1);
      String quoted = key.startsWith("sim_") ? '"' + value + '"' : value;
      text.append(key).append(" = ").append(quoted).append('\n');
    }
    return new DomainItem(place[1], text.toString());
  }

  private static long mebibytes(String item, String memory) {
    try {
      return Math.max(1, Quantity.bytes(memory) >> 20);
    } catch (IllegalArgumentException e) {
      throw wrong(item, e.getMessage());
    }
  }

  static IllegalArgumentException wrong(String item, String problem) {
    return new IllegalArgumentException("domains: '" + item + "': " + problem);
  }
}
