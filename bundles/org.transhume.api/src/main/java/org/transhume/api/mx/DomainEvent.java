// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import org.transhume.api.model.DomainState;

/**
 * A domain arrived, left or changed.
 *
 * @param emitterStartedAtEpochMillis when the agent instance started
 * @param host the host
 * @param uuid the domain's uuid
 * @param name its name
 * @param state its state; the last one known when it left
 * @param previousState the state before a change; null when it arrived or left
 * @param atEpochMillis time of the look, by the host's clock
 */
public record DomainEvent(
    long emitterStartedAtEpochMillis,
    String host,
    String uuid,
    String name,
    DomainState state,
    DomainState previousState,
    long atEpochMillis) {}
