// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import java.util.Objects;

/**
 * One migration that is not finished, in a {@link ClusterSnapshot}.
 *
 * @param id its id
 * @param domainUuid what moves
 * @param source from where
 * @param target to where
 * @param phase how far it has come
 */
public record MigrationSnapshot(
    String id, String domainUuid, String source, String target, MigrationPhase phase) {

  /** Requires every component. */
  public MigrationSnapshot {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(domainUuid, "domainUuid");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(phase, "phase");
  }
}
