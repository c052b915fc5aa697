// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import java.util.function.LongSupplier;

/**
 * A token bucket: says how long to wait before more may pass. Holds no more than a tenth of a
 * second's worth, so that a pause is not followed by a burst.
 */
public final class Throttle {

  private static final double NANOS = 1e9;
  private static final double BURST_SECONDS = 0.1;

  private final LongSupplier bytesPerSecond;
  private final LongSupplier nanoTime;
  private double tokens;
  private long last;

  /**
   * A bucket that begins empty.
   *
   * @param bytesPerSecond the limit, asked each time so that it can change; 0 for none
   * @param nanoTime a clock that never jumps
   */
  public Throttle(LongSupplier bytesPerSecond, LongSupplier nanoTime) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  /** Takes that many bytes and returns how long to wait before going on; 0 for not at all. */
  public long nanosToWaitFor(long bytes) {
    long limit = bytesPerSecond.getAsLong();
    long now = nanoTime.getAsLong();
    double earned = (now - last) / NANOS * limit;
    last = now;
    if (limit <= 0) {
      tokens = 0;
      return 0;
    }
    tokens = Math.min(tokens + earned, limit * BURST_SECONDS) - bytes;
    return tokens >= 0 ? 0 : (long) (-tokens / limit * NANOS);
  }
}
