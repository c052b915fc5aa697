// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.manager;

/**
 * How long the protocol waits, and how often it asks again.
 *
 * @param answerMillis how long an answer to an order may take
 * @param pollMillis how often a side is asked while it works by itself
 * @param retryMillis wait before the first repetition of an unanswered order; doubles each time
 * @param retryLimitMillis the longest such wait
 * @param orderAttempts how often an order is given before the way back is taken
 * @param finishAttempts how often finish and abort are given before a person must act
 * @param queueMillis how long a migration waits for what speaks against it to pass
 */
public record Pace(
    long answerMillis,
    long pollMillis,
    long retryMillis,
    long retryLimitMillis,
    int orderAttempts,
    int finishAttempts,
    long queueMillis) {

  /** What a manager uses: patient with agents that restart, quick to notice lost notifications. */
  public static final Pace DEFAULT = new Pace(60_000, 500, 500, 15_000, 4, 30, 600_000);

  /** Refuses waits and counts that are not positive. */
  public Pace {
    if (answerMillis <= 0
        || pollMillis <= 0
        || retryMillis <= 0
        || retryLimitMillis < retryMillis
        || orderAttempts <= 0
        || finishAttempts <= 0
        || queueMillis <= 0) {
      throw new IllegalArgumentException("waits and counts of a pace must be positive");
    }
  }

  /** The same, but so many times as patient with answers, and as sparing with questions. */
  public Pace patient(int factor) {
    return new Pace(
        answerMillis * factor,
        pollMillis * factor,
        retryMillis,
        retryLimitMillis,
        orderAttempts,
        finishAttempts,
        queueMillis);
  }

  long retryAfter(int attempts) {
    return Math.min(retryLimitMillis, retryMillis << Math.min(attempts, 16));
  }
}
