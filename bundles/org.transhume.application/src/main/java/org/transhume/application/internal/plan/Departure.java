// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.plan;

import java.util.Objects;

/**
 * A host on which a replica was given up.
 *
 * @param host its name
 * @param times how often in a row, here or elsewhere
 * @param atEpochMillis when last
 */
public record Departure(String host, int times, long atEpochMillis) {

  /** What is longer ago says nothing about today. */
  private static final long COUNTS_MILLIS = 3_600_000;

  private static final long PAUSE_MILLIS = 60_000;
  private static final long LONGEST_PAUSE_MILLIS = 1_800_000;

  /** Requires the host. */
  public Departure {
    Objects.requireNonNull(host, "host");
  }

  /** The next one, after this. */
  public Departure next(String left, long nowMillis) {
    return new Departure(left, counts(nowMillis) ? times + 1 : 1, nowMillis);
  }

  /** Whether it is still to be heeded. */
  public boolean counts(long nowMillis) {
    return nowMillis - atEpochMillis < COUNTS_MILLIS;
  }

  /** Until when the replica is not given up again: ever longer, lest it wanders for ever. */
  public long staysUntilMillis() {
    long pause = PAUSE_MILLIS << Math.min(times, 10);
    return atEpochMillis + Math.min(pause, LONGEST_PAUSE_MILLIS);
  }
}
