// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import java.util.Objects;
import org.transhume.api.model.Explanation;

/**
 * One replica of a component, as it was seen last.
 *
 * @param component the component's name
 * @param number of the replica, from 1
 * @param domain its domain's name
 * @param uuid its domain's uuid, the same whenever it is created
 * @param host where the domain is; null when it is nowhere
 * @param state how it is
 * @param health what was seen of the software, for people; null when it could not be looked at
 * @param doing what is being done about it; null when nothing is
 * @param reasons what it waits for or what stands in the way; empty when nothing does
 */
public record ReplicaStatus(
    String component,
    int number,
    String domain,
    String uuid,
    String host,
    ReplicaState state,
    String health,
    String doing,
    List<Explanation> reasons) {

  /** Requires what every replica has; copies the list. */
  public ReplicaStatus {
    Objects.requireNonNull(component, "component");
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(uuid, "uuid");
    Objects.requireNonNull(state, "state");
    reasons = List.copyOf(reasons);
  }
}
