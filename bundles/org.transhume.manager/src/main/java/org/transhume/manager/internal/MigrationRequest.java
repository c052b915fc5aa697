// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import org.transhume.api.model.Explanation;

/**
 * A migration that somebody wants.
 *
 * @param domainUuid what to move
 * @param domain its name
 * @param source where it is
 * @param target where it should be
 * @param memoryBytes what has to be copied; the time limit grows with it
 * @param requestedBy {@code policy NAME} or {@code operator}
 * @param reason why
 */
record MigrationRequest(
    String domainUuid,
    String domain,
    String source,
    String target,
    long memoryBytes,
    String requestedBy,
    Explanation reason) {}
