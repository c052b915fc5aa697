// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds what somebody who mistyped a name probably meant. */
public final class NearNames {

  private static final int TOLD = 5;

  private NearNames() {}

  /** {@code unknown domain 'etch1'; did you mean etch-1-1, etch-1-2?} */
  public static String unknown(String kind, String name, Collection<String> known) {
    if (known.isEmpty()) {
      return "unknown " + kind + " '" + name + "'; none is known yet";
    }
    List<String> near =
        known.stream()
            .sorted(
                Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(TOLD)
            .toList();
    return "unknown "
        + kind
        + " '"
        + name
        + "'; nearest of "
        + known.size()
        + " known: "
        + String.join(", ", near);
  }

  /** How many letters have to be added, removed or replaced. */
  static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int above = row[j];
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[to.length()];
  }
}
