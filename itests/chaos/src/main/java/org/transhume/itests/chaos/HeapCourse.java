// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What of the heap is alive, by the number of migrations that have ended, and whether it is
 * bounded.
 *
 * <p>What is kept of ended migrations is kept by number: 50 are shown by each agent and 1000 ends
 * remembered, the manager shows 200 and tells of the last 10000, and journals are compacted when
 * they are large. A run is long enough when the first third of it fills all of these. From then on
 * live memory goes up and down as journals grow and are compacted, and must have no other course:
 * so its mean over the last third is compared with that over the second. {@value #TOLERANCE} of it
 * are allowed, because compactions do not fall alike into both thirds; in a run of 30 000
 * migrations that live in 40 MiB, this finds whatever keeps more than some 200 bytes of each.
 */
final class HeapCourse {

  /** By how much of itself the mean may rise from the second third to the last. */
  static final double TOLERANCE = 0.05;

  private static final double MEBIBYTE = 1 << 20;
  private static final int TOLD_OF = 10_000;
  private static final int ENDS_REMEMBERED = 1000;
  private static final int SIDES = 2;
  private static final int THIRDS = 3;

  private final long enough;
  private final List<Look> looks = new ArrayList<>();

  /**
   * One look.
   *
   * @param ended how many migrations had ended
   * @param mebibytes what was alive after a full collection
   */
  record Look(long ended, double mebibytes) {}

  /** What can be said of it. */
  enum Verdict {
    /** The last third of the run is no higher than the second. */
    BOUNDED,
    /** It is. */
    GROWS,
    /** The run is too short to tell. */
    NOT_JUDGED
  }

  /** That of a run with so many agents; nothing was looked at yet. */
  HeapCourse(int agents) {
    this.enough = enough(agents);
  }

  /** How many migrations have to end before the heap can be judged. */
  static long enough(int agents) {
    return (long) THIRDS * Math.max(TOLD_OF, ENDS_REMEMBERED * agents / SIDES);
  }

  /** Collects all garbage and looks at what is left. */
  void look(long ended) {
    ManagementFactory.getMemoryMXBean().gc();
    long alive = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    add(new Look(ended, alive / MEBIBYTE));
  }

  void add(Look look) {
    looks.add(look);
  }

  /** The last look; there has been one. */
  Look last() {
    return looks.get(looks.size() - 1);
  }

  /** Means of the three thirds; NaN where nobody has looked. */
  List<Double> thirds() {
    return List.of(mean(0), mean(1), mean(2));
  }

  private double mean(int third) {
    long all = looks.isEmpty() ? 0 : last().ended();
    return looks.stream()
        .filter(look -> Math.min(THIRDS - 1, THIRDS * look.ended() / Math.max(1, all)) == third)
        .mapToDouble(Look::mebibytes)
        .average()
        .orElse(Double.NaN);
  }

  /** By how much the mean rose from the second third to the last, for each migration. */
  double bytesPerMigration() {
    return (mean(2) - mean(1)) * MEBIBYTE * THIRDS / last().ended();
  }

  Verdict verdict() {
    if (looks.isEmpty() || last().ended() < enough) {
      return Verdict.NOT_JUDGED;
    }
    return mean(2) <= mean(1) * (1 + TOLERANCE) ? Verdict.BOUNDED : Verdict.GROWS;
  }

  /** For people; there has been a look. */
  String text() {
    return verdict() == Verdict.NOT_JUDGED
        ? String.format(
            Locale.ROOT,
            "live heap: %.1f MiB at the end; whether it is bounded shows from %d migrations on",
            last().mebibytes(),
            enough)
        : String.format(
            Locale.ROOT,
            "live heap: %.1f, %.1f and %.1f MiB on average in the three thirds, %.0f bytes more for"
                + " each migration from the second to the last: %s",
            mean(0),
            mean(1),
            mean(2),
            bytesPerMigration(),
            verdict());
  }

  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("verdict", verdict().name());
    if (verdict() != Verdict.NOT_JUDGED) {
      map.put("mebibytesOfThirds", thirds());
      map.put("bytesPerMigration", bytesPerMigration());
    }
    map.put("ended", looks.stream().map(Look::ended).toList());
    map.put("mebibytes", looks.stream().map(Look::mebibytes).toList());
    return map;
  }
}
