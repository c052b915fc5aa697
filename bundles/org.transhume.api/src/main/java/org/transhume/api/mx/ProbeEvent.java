// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import org.transhume.api.model.ThresholdLevel;

/**
 * A probe crossed a threshold or failed.
 *
 * @param emitterStartedAtEpochMillis when the agent instance started
 * @param host the host
 * @param probe the probe's name
 * @param subjectKind {@code HOST}, {@code CONTROL_DOMAIN} or {@code DOMAIN}
 * @param subject the host's or the domain's name
 * @param level what was reached
 * @param value the value that completed it; null when the probe failed
 * @param threshold the threshold that was crossed; null when the probe failed
 * @param sinceEpochMillis when the value first crossed it
 * @param atEpochMillis time of the reading that completed the hold, by the host's clock
 * @param detail what went wrong, when the probe failed; else empty
 */
public record ProbeEvent(
    long emitterStartedAtEpochMillis,
    String host,
    String probe,
    String subjectKind,
    String subject,
    ThresholdLevel level,
    Double value,
    Double threshold,
    long sinceEpochMillis,
    long atEpochMillis,
    String detail) {}
