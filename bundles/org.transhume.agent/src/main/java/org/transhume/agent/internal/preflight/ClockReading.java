// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.Map;
import java.util.Optional;
import org.transhume.api.mx.MigrationOrder;

/**
 * The clocks of both hosts, read within one exchange: the source told its own, the manager timed
 * for how long that word can have been under way, and the target read its own when it came. What
 * the last message took is not known, and too short to matter.
 *
 * @param sourceEpochMillis the source's clock
 * @param ageMillis how much earlier that was at most than what follows
 * @param targetEpochMillis the target's clock
 */
public record ClockReading(long sourceEpochMillis, long ageMillis, long targetEpochMillis) {

  /**
   * What an order tells; empty when it tells no clock.
   *
   * @param targetEpochMillis the target's clock, read for it
   * @param delayMillis how long after the order had come that may have been
   */
  public static Optional<ClockReading> in(
      MigrationOrder order, long targetEpochMillis, long delayMillis) {
    Map<String, String> facts = order.attachments();
    return FactSheet.number(facts.get(MigrationOrder.SOURCE_CLOCK_EPOCH_MILLIS))
        .map(
            source ->
                new ClockReading(
                    source,
                    FactSheet.number(facts.get(MigrationOrder.SOURCE_CLOCK_AGE_MILLIS)).orElse(0L)
                        + delayMillis,
                    targetEpochMillis));
  }

  /** By how much the target's clock is behind the source's at least; negative when it is not. */
  long targetBehindMillis() {
    return sourceEpochMillis - targetEpochMillis;
  }

  /** By how much the target's clock is ahead of the source's at least; negative when it is not. */
  long targetAheadMillis() {
    return targetEpochMillis - sourceEpochMillis - ageMillis;
  }
}
