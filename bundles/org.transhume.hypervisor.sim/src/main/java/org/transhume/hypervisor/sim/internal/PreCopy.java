// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

/**
 * The rounds of a live migration as xl runs them: all pages first, then what was dirtied meanwhile,
 * and so on, until fewer than 50 pages are dirty or five rounds are over; then the guest stops for
 * the rest.
 */
final class PreCopy {

  static final int PAGE_BYTES = 4096;

  /**
   * xl has no option for either: libxc, {@code SPP_MAX_ITERATIONS}, {@code SPP_TARGET_DIRTY_COUNT}.
   */
  static final int MAXIMUM_ROUNDS = 5;

  static final int FEW_PAGES = 50;

  private final long pages;
  private int round = 1;
  private long pagesOfRound;

  PreCopy(long memoryBytes) {
    this.pages = pages(memoryBytes);
    this.pagesOfRound = pages;
  }

  /** The round under way, from 1. */
  int round() {
    return round;
  }

  /** Pages to send in this round. */
  long pagesOfRound() {
    return pagesOfRound;
  }

  /**
   * Ends a round.
   *
   * @param dirtyPages what the guest has dirtied while it ran
   * @return whether another round follows; if not, {@link #pagesOfRound()} are the last pages, to
   *     be sent when the guest stands still
   */
  boolean next(long dirtyPages) {
    pagesOfRound = Math.min(dirtyPages, pages);
    if (pagesOfRound < FEW_PAGES || round == MAXIMUM_ROUNDS) {
      return false;
    }
    round++;
    return true;
  }

  /**
   * How many different pages a guest dirties that writes to random pages of its working set.
   *
   * @param bytesPerSecond how fast it writes, repeated writes to a page within a round included
   * @param workingSetBytes what it writes to at all
   */
  static long dirtied(double bytesPerSecond, long workingSetBytes, long elapsedNanos) {
    double written = bytesPerSecond / PAGE_BYTES * (elapsedNanos / 1e9);
    double set = pages(workingSetBytes);
    return set == 0 ? 0 : Math.round(set * -Math.expm1(-written / set));
  }

  private static long pages(long bytes) {
    return (bytes + PAGE_BYTES - 1) / PAGE_BYTES;
  }
}
