// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a scheduler grants a domain.
 *
 * @param weight share under contention
 * @param capPercent most it may use, in per cent of one processor; 0 for no cap
 */
record Share(int weight, int capPercent) {

  /** What Xen gives to a domain of which nothing was said. */
  static final Share DEFAULT = new Share(256, 0);

  private static final Pattern ROW =
      Pattern.compile(".*\\S\\s+(?<domid>\\d{1,9})\\s+(?<weight>\\d{1,6})\\s+(?<cap>\\d{1,6})\\s*");

  /**
   * Reads {@code xl sched-credit2} or {@code xl sched-credit}. Other lines, of which there is one
   * for each pool of processors, are left aside.
   */
  static Map<Integer, Share> parse(CommandResult result) {
    Map<Integer, Share> shares = new HashMap<>();
    for (String line : result.output().lines().toList()) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        shares.put(
            Integer.parseInt(row.group("domid")),
            new Share(Integer.parseInt(row.group("weight")), Integer.parseInt(row.group("cap"))));
      }
    }
    return Map.copyOf(shares);
  }
}
