// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

/**
 * The manager reached or lost an agent.
 *
 * @param emitterStartedAtEpochMillis when the manager started
 * @param host the agent's host; empty when only the endpoint is known
 * @param endpoint where it listens
 * @param detail what went wrong, when it was lost; else empty
 * @param atEpochMillis by the manager's clock
 */
public record ConnectionEvent(
    long emitterStartedAtEpochMillis,
    String host,
    String endpoint,
    String detail,
    long atEpochMillis) {}
