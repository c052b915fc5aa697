// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.Map;
import java.util.Objects;
import org.transhume.api.model.Epoch;

/**
 * What every order of a migration names. Orders are idempotent by migration id: the same order
 * again gives the same answer and does nothing twice.
 *
 * @param migrationId letters, digits, dots and hyphens, at most 64
 * @param epoch of the leader that gives the order; agents refuse an older one than they know
 * @param domainUuid the domain
 * @param domain its name
 * @param source from where
 * @param target to where
 * @param timeLimitMillis how long the migration may take in all, counted by each agent from its
 *     first order; after that, and before GO, it is cancelled
 * @param attachments further facts, by name: CPU features, rules, wrapper state; unknown ones are
 *     ignored
 */
public record MigrationOrder(
    String migrationId,
    Epoch epoch,
    String domainUuid,
    String domain,
    String source,
    String target,
    long timeLimitMillis,
    Map<String, String> attachments) {

  /** Attachment: memory that the domain holds, which the target has to find. */
  public static final String DOMAIN_MEMORY_BYTES = "domain.memoryBytes";

  /** Attachment: memory that the domain may grow to. */
  public static final String DOMAIN_MAXIMUM_MEMORY_BYTES = "domain.maximumMemoryBytes";

  /** Attachment: the domain's virtual processors. */
  public static final String DOMAIN_VCPUS = "domain.vcpus";

  /**
   * Beginning of attachments with facts: what the source has told of the domain and of itself, for
   * the target to compare with what it has.
   */
  public static final String FACTS = "facts.";

  /** Attachment: the source's clock at the moment in which it told its facts. */
  public static final String SOURCE_CLOCK_EPOCH_MILLIS = "facts.clock.epochMillis";

  /** Attachment: how long the source has gone on looking since it read that clock. */
  public static final String SOURCE_CLOCK_TOOK_MILLIS = "facts.clock.tookMillis";

  /** Attachment: how old the word on the source's clock may be at most when the order leaves. */
  public static final String SOURCE_CLOCK_AGE_MILLIS = "facts.clock.ageMillis";

  /**
   * Attachment: names of the domain's wrappers that have a state at the source, separated by
   * spaces. The target lets them do nothing before it has those states.
   */
  public static final String WRAPPERS = "facts.wrappers";

  /**
   * Beginning of attachments with a wrapper's state, by its name; in a source's answers to {@code
   * handOver} and {@code finish}, for the {@code finish} of the target.
   */
  public static final String WRAPPER_STATE = "wrapper.";

  /** Attachment: why the migration was begun, for people. */
  public static final String REASON = "reason";

  /** Attachment: who asked for it, for people. */
  public static final String REQUESTED_BY = "requestedBy";

  /** Attachment of an abort that answers an agent's own request: why it was not begun. */
  public static final String REFUSED_BECAUSE = "refused.because";

  /** Requires every component and copies the map. */
  public MigrationOrder {
    Objects.requireNonNull(migrationId, "migrationId");
    Objects.requireNonNull(epoch, "epoch");
    Objects.requireNonNull(domainUuid, "domainUuid");
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
    attachments = Map.copyOf(attachments);
  }
}
