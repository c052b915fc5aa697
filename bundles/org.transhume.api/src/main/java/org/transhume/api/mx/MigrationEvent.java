// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;

/**
 * A migration reached a phase, as its emitter sees it. An agent's event speaks for its own side
 * only.
 *
 * @param emitterStartedAtEpochMillis when the emitter started
 * @param emitter the agent's host, or {@code manager}
 * @param id the migration's id
 * @param domainUuid the domain
 * @param domain its name
 * @param source from where
 * @param target to where
 * @param phase what was reached
 * @param bytesSent memory that has passed so far
 * @param durationMillis since the request; null when unknown
 * @param downtimeMillis from suspend to unpause; null while unknown
 * @param reasons why it was begun, and, in a final phase, why it ended so
 * @param atEpochMillis by the emitter's clock
 */
public record MigrationEvent(
    long emitterStartedAtEpochMillis,
    String emitter,
    String id,
    String domainUuid,
    String domain,
    String source,
    String target,
    MigrationPhase phase,
    long bytesSent,
    Long durationMillis,
    Long downtimeMillis,
    List<Explanation> reasons,
    long atEpochMillis) {

  /**
   * Code of the reason with which an agent reminds of a side that nobody finishes: a manager that
   * has closed the migration, or never heard of it, takes it up again.
   */
  public static final String UNFINISHED = "UNFINISHED";

  /** Copies the list. */
  public MigrationEvent {
    reasons = List.copyOf(reasons);
  }
}
