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
 * @param priority whose turn comes first when several wait
 */
public record MigrationRequest(
    String domainUuid,
    String domain,
    String source,
    String target,
    long memoryBytes,
    int vcpus,
    String requestedBy,
    Explanation reason,
    Priority priority) {

  /** The same from another host. */
  public MigrationRequest from(String otherSource) {
    return new MigrationRequest(
        domainUuid, domain, otherSource, target, memoryBytes, vcpus, requestedBy, reason, priority);
  }

  /** Another wish for the same domain. */
  MigrationRequest again(String otherTarget, String by, Explanation why, Priority otherPriority) {
    return new MigrationRequest(
        domainUuid, domain, source, otherTarget, memoryBytes, vcpus, by, why, otherPriority);
  }

  /** Who goes first. */
  public enum Priority {
    /** A person is waiting. */
    OPERATOR,
    /** A host is being emptied. */
    DRAIN,
    /** A policy's wish; it is proposed again as long as it makes sense. */
    POLICY
  }
}
