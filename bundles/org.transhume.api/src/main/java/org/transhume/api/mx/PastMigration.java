// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import org.transhume.api.model.MigrationPhase;

/**
 * A migration that has ended.
 *
 * @param id its id
 * @param domainUuid what it was about
 * @param domain its name
 * @param source from where
 * @param target to where
 * @param phase how it ended
 * @param requestedBy who asked: {@code policy NAME}, or {@code operator}
 * @param reason why it was wanted
 * @param outcome why it ended so, or what to look after; empty when there is nothing to say
 * @param requestedAtEpochMillis when it was wanted, by the manager's clock
 * @param durationMillis from then to its end
 * @param downtimeMillis from suspend to unpause; null when unknown
 * @param bytesSent memory that passed
 */
public record PastMigration(
    String id,
    String domainUuid,
    String domain,
    String source,
    String target,
    MigrationPhase phase,
    String requestedBy,
    String reason,
    String outcome,
    long requestedAtEpochMillis,
    long durationMillis,
    Long downtimeMillis,
    long bytesSent) {}
