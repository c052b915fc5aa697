// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.transhume.api.model.DomainType;

/**
 * What {@code xen-cpuid -p} prints: processors as domains are shown them, each with its registers
 * by leaf. Leaves of zeros are not printed. The model-specific registers below them are left alone.
 *
 * @param byName the policies under the names that the tool gives them
 */
record ProcessorPolicies(Map<String, Map<String, String>> byName) {

  private static final Pattern HEAD = Pattern.compile("(.+) policy: \\d+ leaves, \\d+ MSRs");
  private static final Pattern LEAF =
      Pattern.compile(
          "\\s*(\\p{XDigit}{8}:\\p{XDigit}{8}) -> (\\p{XDigit}{8}(?::\\p{XDigit}{8}){3})\\s*");

  static ProcessorPolicies parse(String output) {
    Map<String, Map<String, String>> byName = new HashMap<>();
    String name = "";
    for (String line : output.lines().toList()) {
      Matcher head = HEAD.matcher(line);
      Matcher leaf = LEAF.matcher(line);
      if (head.matches()) {
        name = head.group(1);
      } else if (leaf.matches()) {
        byName.computeIfAbsent(name, first -> new HashMap<>()).put(leaf.group(1), leaf.group(2));
      }
    }
    return new ProcessorPolicies(byName);
  }

  /** What a domain is shown; empty when it was not printed. */
  Map<String, String> ofDomain(int domainId) {
    return byName.getOrDefault("Domain " + domainId, Map.of());
  }

  /** The most that this host can show to domains of that type; empty when it was not printed. */
  Map<String, String> limits(Optional<DomainType> type) {
    return type.map(known -> known == DomainType.PV ? "PV Max" : "HVM Max")
        .map(name -> byName.getOrDefault(name, Map.of()))
        .orElse(Map.of());
  }
}
