// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.ping;

/**
 * The longest time without an answer: between the first request and the first answer, between two
 * answers that follow each other, and between the last answer and the last request.
 */
final class Silence {

  private long brokenAtNanos;
  private long longestNanos;
  private boolean hasBegun;

  /** Something that ends a silence and begins the next one. */
  void brokenAt(long nanos) {
    if (hasBegun) {
      longestNanos = Math.max(longestNanos, nanos - brokenAtNanos);
    }
    hasBegun = true;
    brokenAtNanos = nanos;
  }

  double longestMillis() {
    return longestNanos / 1e6;
  }
}
