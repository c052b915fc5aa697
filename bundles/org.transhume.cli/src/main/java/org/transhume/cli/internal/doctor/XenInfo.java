// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.doctor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code xl info} says.
 *
 * @param values its lines, by name
 */
record XenInfo(Map<String, String> values) {

  XenInfo {
    values = Map.copyOf(values);
  }

  /** Reads the output; a line without a colon is skipped. */
  static XenInfo parse(String output) {
    Map<String, String> values = new LinkedHashMap<>();
    output
        .lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              if (colon > 0) {
                values.putIfAbsent(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
              }
            });
    return new XenInfo(values);
  }

  /** The value of that name; empty text where it is not told. */
  String get(String name) {
    return values.getOrDefault(name, "");
  }

  /** The value of an option on Xen's own command line. */
  Optional<String> bootOption(String name) {
    return words("xen_commandline").stream()
        .filter(word -> word.startsWith(name + "="))
        .map(word -> word.substring(name.length() + 1))
        .reduce((first, last) -> last);
  }

  /** Whether Xen has that ability, such as {@code hap}. */
  boolean can(String ability) {
    return words("virt_caps").contains(ability);
  }

  /** Processors of the machine; 0 when not told. */
  int processors() {
    String text = get("nr_cpus");
    return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
  }

  private List<String> words(String name) {
    return Arrays.asList(get(name).split("\\s+"));
  }
}
