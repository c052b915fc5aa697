// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import java.util.Objects;
import java.util.Set;

/**
 * A domain in a {@link ClusterSnapshot} that is on no host and could be started from its
 * configuration.
 *
 * @param uuid its uuid
 * @param name its name
 * @param lastHost where it ran last
 * @param memoryBytes memory that it will hold
 * @param vcpus virtual processors that it will have
 * @param tags labels that rules refer to
 * @param groups groups whose members rules spread or gather
 * @param stoppedAtEpochMillis since when it is stopped
 */
public record StoppedDomain(
    String uuid,
    String name,
    String lastHost,
    long memoryBytes,
    int vcpus,
    Set<String> tags,
    Set<String> groups,
    long stoppedAtEpochMillis) {

  /** Copies the collections. */
  public StoppedDomain {
    Objects.requireNonNull(uuid, "uuid");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(lastHost, "lastHost");
    tags = Set.copyOf(tags);
    groups = Set.copyOf(groups);
  }

  /** The same domain with these tags and groups. */
  public StoppedDomain labelled(Set<String> itsTags, Set<String> itsGroups) {
    return new StoppedDomain(
        uuid, name, lastHost, memoryBytes, vcpus, itsTags, itsGroups, stoppedAtEpochMillis);
  }
}
