// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.jmx;

import java.util.function.DoubleSupplier;

/** Waits between attempts: they double up to a limit, and are spread by chance. */
final class Backoff {

  private final long firstMillis;
  private final long limitMillis;
  private final DoubleSupplier chance;
  private int attempts;

  /**
   * Begins with the first wait.
   *
   * @param chance numbers from 0 to 1
   */
  Backoff(long firstMillis, long limitMillis, DoubleSupplier chance) {
    this.firstMillis = firstMillis;
    this.limitMillis = limitMillis;
    this.chance = chance;
  }

  /** The next wait: between half and the whole of the doubled one before. */
  long nextMillis() {
    long whole = Math.min(limitMillis, firstMillis << Math.min(attempts, 20));
    attempts++;
    return Math.round(whole * (0.5 + chance.getAsDouble() / 2));
  }

  void reset() {
    attempts = 0;
  }
}
