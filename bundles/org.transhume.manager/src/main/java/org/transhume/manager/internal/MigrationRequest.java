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
 * @param memoryBytes what has to be copied; the time limit grows with it; 0 when unknown
 * @param vcpus its virtual processors; 0 when unknown
 * @param requestedBy {@code policy NAME} or {@code operator}
 * @param reason why
 */
public record MigrationRequest(
    String domainUuid,
    String domain,
    String source,
    String target,
    long memoryBytes,
    int vcpus,
    String requestedBy,
    Explanation reason) {}
