// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.plan;

import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.transhume.planner.Outcome;

/**
 * How long planning takes: the first call of a process, and the median of calls 20 to 120.
 *
 * @param outcome of the first call
 * @param coldMillis of the first call
 * @param warmMillis of the others; the coldest of them counts when there is time for no more
 */
record Stopwatch(Outcome outcome, double coldMillis, double warmMillis) {

  private static final int CALLS = 120;
  private static final int FIRST_WARM = 20;
  private static final double NANOS_PER_MILLI = 1e6;

  /** Calls no more often than there is time for. */
  static Stopwatch of(Supplier<Outcome> planning, LongSupplier nanos, long mostNanos) {
    long begin = nanos.getAsLong();
    final Outcome outcome = planning.get();
    long[] calls = new long[CALLS];
    calls[0] = nanos.getAsLong() - begin;
    int count = 1;
    for (; count < CALLS && nanos.getAsLong() - begin < mostNanos; count++) {
      long start = nanos.getAsLong();
      Outcome again = planning.get();
      calls[count] = nanos.getAsLong() - start;
      if (!again.plan().equals(outcome.plan())) {
        throw new IllegalStateException("the same question had two answers");
      }
    }
    long[] warm = Arrays.copyOfRange(calls, Math.min(FIRST_WARM - 1, count - 1), count);
    Arrays.sort(warm);
    return new Stopwatch(
        outcome, calls[0] / NANOS_PER_MILLI, warm[warm.length / 2] / NANOS_PER_MILLI);
  }
}
